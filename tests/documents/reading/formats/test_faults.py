"""Files that are locked, damaged or made to do harm: each ends at once, and in the right way."""

import io
import struct
import zipfile
from functools import cache

import odfdo
import pytest
from docx import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook
from pptx import Presentation

from documents.file_types import FILE_TYPES
from documents.reading.formats import READERS, reader_of
from documents.reading.formats.flow import FULLEST_PAGE, Flow
from documents.reading.formats.trees import naming_memory
from documents.reading.results import ReadingFaultError
from tests.documents.files import zipped
from tests.documents.reading.formats.written import (
    ODF,
    SHEET,
    open_document,
    paragraph,
    read,
    relations,
    word,
    workbook,
)

ARCHIVES = ["docx", "odp", "ods", "odt", "pptx", "xlsx"]


def _reason(path):
    with pytest.raises(ReadingFaultError) as fault:
        read(path)
    return fault.value.reason


def test_there_is_a_reader_for_every_kind_of_file_that_editors_may_offer():
    assert set(READERS) == set(FILE_TYPES)


def test_nobody_reads_what_nobody_knows():
    assert reader_of("exe") is None


@pytest.mark.parametrize("extension", ARCHIVES)
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"no archive", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_what_is_no_archive_is_damaged(tmp_path, extension, content):
    path = tmp_path / f"File.{extension}"
    path.write_bytes(content)

    assert _reason(path) == "damaged"


@pytest.mark.parametrize("extension", ["docx", "pptx", "xlsx"])
def test_an_office_file_with_a_password_is_locked(tmp_path, extension):
    path = tmp_path / f"File.{extension}"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 90
    )

    assert _reason(path) == "password"


@pytest.mark.parametrize("extension", ["odp", "ods", "odt"])
def test_an_open_document_with_a_password_is_locked(tmp_path, extension):
    entry = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    manifest = f"<manifest:manifest {ODF}>{entry}</manifest:manifest>"

    assert _reason(open_document(tmp_path, extension, "", parts={"META-INF/manifest.xml": manifest})) == "password"


def test_an_archive_whose_entries_ask_for_a_password_is_locked(tmp_path):
    path = word(tmp_path, paragraph("One"))
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        flags = struct.unpack_from("<H", content, at + 8)[0]
        struct.pack_into("<H", content, at + 8, flags | 1)
        at = content.find(b"PK\x01\x02", at + 1)
    path.write_bytes(bytes(content))

    assert _reason(path) == "password"


@pytest.mark.parametrize("extension", ARCHIVES)
def test_an_archive_without_its_parts_is_damaged(tmp_path, extension):
    path = tmp_path / f"File.{extension}"
    path.write_bytes(zipped({"hello.txt": "hello"}))

    assert _reason(path) == "damaged"


def test_broken_xml_is_damaged(tmp_path):
    assert _reason(word(tmp_path, "<w:p>")) == "damaged"
    assert _reason(workbook(tmp_path, "<row><c><v>1</row>")) == "damaged"
    assert _reason(open_document(tmp_path, "odt", "<text:p>&unknown;</text:p>")) == "damaged"


@pytest.mark.parametrize("sheets", [relations(), relations(worksheet1="worksheets/other.xml")])
def test_a_workbook_that_lacks_a_sheet_is_damaged(tmp_path, sheets):
    assert _reason(workbook(tmp_path, "", {"xl/_rels/workbook.xml.rels": sheets})) == "damaged"


def test_entities_are_not_expanded_and_no_other_file_is_opened(tmp_path):
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><document><body>&b;</body></document>'
    other = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><document><body><p><t>&a;</t></p></body></document>'

    for xml in (bomb, other, "<!DOCTYPE d><document/>"):
        assert _reason(word(tmp_path, "", {"word/document.xml": xml})) == "damaged"


def test_where_the_memory_is_too_small_for_a_tree_it_is_not_the_file_that_is_blamed():
    with pytest.raises(MemoryError), naming_memory():
        raise etree.XMLSyntaxError("unknown error", etree.ErrorTypes.ERR_NO_MEMORY, 0, 0)


@pytest.mark.parametrize("declared", ['<!ENTITY a "aaaa">', '<!ENTITY a SYSTEM "file:///etc/passwd">'])
def test_entities_are_refused_in_workbooks_and_open_documents_too(tmp_path, declared):
    sheet = f'<!DOCTYPE d [{declared}]><worksheet {SHEET}><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData>'
    content = f"<!DOCTYPE d [{declared}]><office:document-content {ODF}>&a;</office:document-content>"

    assert _reason(workbook(tmp_path, "", {"xl/worksheets/sheet.xml": f"{sheet}</worksheet>"})) == "damaged"
    assert _reason(open_document(tmp_path, "odt", "", parts={"content.xml": content})) == "damaged"


def test_what_unpacks_to_far_more_than_its_size_is_not_unpacked(tmp_path):
    assert _reason(word(tmp_path, " " * 20_000_000)) == "too_much_memory"


def test_a_part_that_is_longer_than_its_archive_says_is_damaged(tmp_path):
    path = word(tmp_path, paragraph("One") * 1000)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"word/document.xml") - 46
    struct.pack_into("<L", content, at + 24, 10)
    path.write_bytes(bytes(content))

    assert _reason(path) == "damaged"


@pytest.mark.parametrize("tag", ["p", "tbl", "tc", "txbxContent"])
def test_what_is_nested_without_end_is_damaged_and_what_is_nested_deeply_is_read(tmp_path, tag):
    deep = f"<w:{tag}>" * 200 + paragraph("Deep down") + f"</w:{tag}>" * 200
    deeper = f"<w:{tag}>" * 100_000 + f"</w:{tag}>" * 100_000

    assert "Deep down" in read(word(tmp_path, deep))[0][0].text
    assert _reason(word(tmp_path, deeper)) == "damaged"


def test_thousands_of_empty_rows_are_an_empty_sheet(tmp_path):
    rows = '<row r="1"><c r="A1" s="0"/></row>' * 20_000

    pages, _ = read(workbook(tmp_path, rows))

    assert (pages[0].text, pages[0].shows_something) == ("", False)


def test_one_page_holds_no_more_text_than_a_file_may():
    flow = Flow()
    flow.write("x" * FULLEST_PAGE)

    with pytest.raises(ReadingFaultError) as fault:
        flow.write("x")
    assert fault.value.reason == "too_much_text"


def test_what_the_document_does_not_refer_to_is_never_unpacked(tmp_path):
    path = word(tmp_path, paragraph("One"), {"word/media/video.mp4": "x"})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/big.bin", "w") as part:
        part.write(b"\0" * 1_000_000)
    content = bytearray(path.read_bytes())
    # Its bytes are no deflated stream at all: whoever unpacked it would see.
    at = content.find(b"word/media/big.bin") + len(b"word/media/big.bin")
    content[at : at + 20] = b"\xff" * 20
    path.write_bytes(bytes(content))

    assert read(path)[0][0].text == "One"


@cache
def _whole(extension):
    """A small file as the libraries write it."""
    written = io.BytesIO()
    if extension == "docx":
        document = WordDocument()
        document.add_heading("Title", 1)
        document.add_table(2, 2).cell(0, 0).text = "cell"
        document.save(written)
    elif extension == "pptx":
        deck = Presentation()
        deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Title"
        deck.save(written)
    elif extension == "xlsx":
        book = Workbook()
        book.active.append(["a", 1, 2.5])
        book.save(written)
    else:
        odfdo.Document({"odt": "text", "ods": "spreadsheet", "odp": "presentation"}[extension]).save(written)
    return written.getvalue()


@cache
def _stored(extension):
    """The same without compression, so that flipped bits reach the XML, and without what is not read."""
    with zipfile.ZipFile(io.BytesIO(_whole(extension))) as archive:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as copy:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels", "mimetype")):
                    copy.writestr(name, archive.read(name))
    return written.getvalue()


@pytest.mark.parametrize("extension", ARCHIVES)
@given(
    cut=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), max_size=8),
    is_stored=st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_truncated_and_flipped_files_end_in_text_or_in_a_fault(tmp_path, extension, cut, flips, is_stored):
    content = bytearray(_stored(extension) if is_stored else _whole(extension))
    if not flips:
        del content[int(cut * len(content)) :]
    for place, bit in flips:
        content[int(place * len(content))] ^= 1 << bit
    path = tmp_path / f"File.{extension}"
    path.write_bytes(bytes(content))

    try:
        pages, facts = read(path)
    except ReadingFaultError as fault:
        ended = fault.reason
    else:
        assert all(isinstance(page.text, str) for page in pages)
        ended = facts.unit
    assert ended in {"damaged", "password", "too_much_memory"} | {"page", "part", "sheet", "slide"}
