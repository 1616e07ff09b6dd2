"""How the archives of office files are opened and told, part by part."""

import pytest

from core.archives import CHUNK
from documents.reading.formats.packages import DEEPEST, Handler, Package, Related
from documents.reading.results import ReadingFaultError
from tests.documents.files import zipped
from tests.documents.reading.formats.written import relations


class _Heard(Handler):
    skipped = frozenset({"out", "urn:x far"})

    def __init__(self):
        self.said = []

    def start(self, name, attributes):
        self.said.append(f"<{name}>")

    def end(self, name):
        self.said.append(f"</{name}>")

    def characters(self, text):
        self.said.append(text)


@pytest.fixture
def package(tmp_path):
    opened = []

    def open_with(parts=None, **named):
        path = tmp_path / "File.docx"
        path.write_bytes(zipped(named | (parts or {})))
        opened.append(Package(path))
        return opened[-1]

    yield open_with
    for each in opened:
        each.close()


def _heard(package, part="part"):
    heard = _Heard()
    package.tell(part, heard, is_needed=True)
    return "".join(heard.said)


def test_a_handler_hears_elements_and_text_in_their_order_without_namespaces(package):
    part = '<a xmlns="urn:one" xmlns:b="urn:two">x<b:c>y</b:c>z</a>'

    assert _heard(package(part=part)) == "<a>x<c>y</c>z</a>"


def test_what_is_skipped_is_left_out_with_all_that_is_in_it(package):
    part = '<a xmlns:x="urn:x" xmlns:y="urn:y">1<out>2<a>3</a><out>4</out>5</out>6<x:far>7</x:far><y:far>8</y:far>9</a>'

    assert _heard(package(part=part)) == "<a>16<far>8</far>9</a>"


def test_elements_may_lie_so_deep_inside_one_another_and_no_deeper(package):
    deep, deeper = ("<a>" * depth + "</a>" * depth for depth in (DEEPEST, DEEPEST + 1))

    opened = package(deep=deep, deeper=deeper)

    assert _heard(opened, "deep").count("<a>") == DEEPEST
    with pytest.raises(ReadingFaultError, match="nested"):
        _heard(opened, "deeper")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_part_may_be_encoded_in_either_way(package, encoding):
    part = f'<?xml version="1.0" encoding="{encoding}"?><a>Café</a>'.encode(encoding)

    assert _heard(package(part=part)) == "<a>Café</a>"


@pytest.mark.parametrize(
    "part", ["", "<a>", "<a></b>", "<a>&b;</a>", "\0", "<a/><a/>", "<?xml version='1.0' encoding='x'?>"]
)
def test_what_is_no_xml_is_damaged(package, part):
    with pytest.raises((ReadingFaultError, LookupError)):
        _heard(package(part=part))


def test_a_part_that_is_missing_says_nothing_unless_it_is_needed(package):
    opened, heard = package(part="<a/>"), _Heard()

    opened.tell("other", heard)

    assert heard.said == []
    with pytest.raises(ReadingFaultError, match="other"):
        opened.tell("other", heard, is_needed=True)


def test_parts_are_found_whatever_their_capitals_and_whichever_way_they_are_referred_to(package):
    targets = relations(image1="media/a.png", image2="/word/media/b.png", image3="../../../c.png")
    opened = package({"word/_rels/document.xml.rels": targets})

    assert opened.related("word/document.xml") == {
        "image1": Related("image", "word/media/a.png"),
        "image2": Related("image", "word/media/b.png"),
        "image3": Related("image", "c.png"),
    }
    assert "WORD/_RELS/DOCUMENT.XML.RELS" in opened


def test_what_lies_outside_the_file_is_no_part_of_it(package):
    outside = (
        '<Relationships><Relationship Id="r" TargetMode="External" Target="https://example.com/"/></Relationships>'
    )

    assert package({"_rels/.rels": outside}).related() == {}


def test_bytes_are_found_also_where_one_piece_ends_and_the_next_begins(package):
    opened = package(part="x" * (CHUNK - 3) + "needle" + "x" * CHUNK)

    assert opened.mentions("part", b"needle")
    assert not opened.mentions("part", b"haystack")


def test_a_file_that_does_not_say_where_it_begins_is_damaged(package):
    with pytest.raises(ReadingFaultError, match="begins"):
        package(part="<a/>").main_part()
