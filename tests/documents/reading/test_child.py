"""A file that was made to harm, or is only odd, ends the child that reads it at worst, and gets a reason."""

import os
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.enums import ReadingReason
from documents.reading.answers import plain
from documents.reading.process import MEGABYTE, FileReader, Limits, ReaderUnavailableError
from documents.reading.results import ReadingFaultError
from tests.documents.pdfs import DRAWING, PICTURE, assembled, pdf, stream, written
from tests.servers import SHARED

WHOLE = pdf(["One page of words.", "And another."], programs=[PICTURE], Lang="(en-GB)", Title="Whole")


def reason(reader, path, content, extension="pdf"):
    """Why the file is not read, "" when it is."""
    path.write_bytes(content)
    try:
        reader.read(path, extension)
    except ReadingFaultError as fault:
        return fault.reason
    return ""


def limited(**limits):
    return FileReader(Limits(**limits))


class TestTheChild:
    def test_reads_many_files_one_after_another(self, reader, path):
        path.write_bytes(WHOLE)
        assert [page.text for page in reader.read(path, "pdf").pages] == ["One page of words.", "And another.", ""]
        first = reader.pid
        assert [page.shows_something for page in reader.read(path, "pdf").pages] == [True, True, True]
        assert reader.pid == first

    def test_knows_no_secret_and_little_else(self, reader, monkeypatch):
        monkeypatch.setenv("SECRET_KEY", "it is ours")
        monkeypatch.setenv("PYTHONPATH", "/somewhere")
        with FileReader() as fresh:
            named = fresh.call("subprocess:getoutput", "env").splitlines()
        told = {line.partition("=")[0] for line in named}
        assert told - {"PWD", "SHLVL", "_"} == {"PATH", "LANG", "OMP_THREAD_LIMIT", "TMPDIR"}, "a shell adds its own"

    def test_has_no_django(self, reader, path):
        path.write_bytes(WHOLE)
        reader.read(path, "pdf")
        assert not [name for name in reader.call("tests.documents.reading.inside:modules") if name.startswith("django")]

    def test_is_replaced_after_a_fault_and_after_many_files(self, path):
        with limited(orders=2) as reader:
            pids = []
            for content in (WHOLE, WHOLE, WHOLE, b"no PDF", WHOLE):
                reason(reader, path, content)
                pids.append(reader.pid)
        assert pids[0] == pids[1] != pids[2]
        assert pids[3] is None
        assert pids[4] not in pids[:3]

    def test_that_ended_between_two_files_is_not_held_against_the_second(self, path):
        with FileReader() as reader:
            assert reason(reader, path, WHOLE) == ""
            os.kill(reader.pid, 9)
            assert reason(reader, path, WHOLE) == ""

    def test_leaves_no_process_and_no_folder(self, path):
        with FileReader() as reader:
            reason(reader, path, WHOLE)
            pid, folder = reader.pid, reader.folder
        assert not folder.exists()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    def test_ends_by_itself_when_its_worker_is_gone(self, path):
        with FileReader() as reader:
            reason(reader, path, WHOLE)
            child = reader._child
            child._stdin.close()
            assert child.process.wait(timeout=10) == 0

    def test_that_lacks_what_it_needs_is_no_fault_of_the_file(self, reader):
        with pytest.raises(ReaderUnavailableError, match="no_such_module"):
            reader.call("no_such_module:read")


class TestAFileIs:
    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "damaged"),
            (b"%PDF-1.7\n", "damaged"),
            (b"PK\x03\x04 something else", "damaged"),
            (WHOLE[: len(WHOLE) // 3], "damaged"),
            (pdf([]), "damaged"),
        ],
        ids=["empty", "a beginning", "another kind", "cut off", "without pages"],
    )
    def test_damaged(self, reader, path, content, why):
        assert reason(reader, path, content) == why

    def test_locked(self, reader, path):
        key = "<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + "00" * 32 + "> /U <" + "11" * 32 + "> >>"
        content = assembled(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>", "<< >>"],
                            encrypt=f"/Encrypt {key} /ID [<00> <00>]")  # fmt: skip
        assert reason(reader, path, content) == "password"

    def test_of_no_kind_that_is_read(self, reader, path):
        assert reason(reader, path, b"{\\rtf1}", "rtf") == "damaged"

    def test_too_slow(self, path):
        with limited(seconds=0.3) as reader:
            begun = time.monotonic()
            with pytest.raises(ReadingFaultError) as fault:
                reader.call("time:sleep", 30)
            assert fault.value.reason == ReadingReason.TOO_SLOW
            assert time.monotonic() - begun < 10
            assert reader.pid is None

    def test_too_large_for_its_memory(self, path):
        with limited(memory=200 * MEGABYTE) as reader:
            with pytest.raises(ReadingFaultError) as fault:
                reader.call("operator:mul", "x", 300 * MEGABYTE)
            assert fault.value.reason == ReadingReason.TOO_MUCH_MEMORY

    def test_a_bomb_that_grows_until_its_memory_is_full(self, path):
        with limited(memory=160 * MEGABYTE) as reader:
            with pytest.raises(ReadingFaultError) as fault:
                reader.call("tests.documents.reading.inside:grow_and_crash")
            assert fault.value.reason == ReadingReason.TOO_MUCH_MEMORY

    def test_of_too_many_pages(self, path):
        with limited(pages=3) as reader:
            assert reason(reader, path, pdf(["Page"] * 3)) == ""
            assert reason(reader, path, pdf(["Page"] * 4)) == "too_many_pages"

    def test_of_too_much_text(self, path):
        with limited(characters=50) as reader:
            assert reason(reader, path, pdf(["Words " * 5])) == ""
            assert reason(reader, path, pdf(["Words " * 50])) == "too_much_text"

    def test_of_more_output_than_is_taken(self, path):
        with limited(output=1000) as reader:
            assert reason(reader, path, pdf(["Words " * 500])) == "too_much_text"

    @pytest.mark.parametrize("end", ["os:abort", "tests.documents.reading.inside:crash"])
    def test_one_that_stops_its_reader(self, reader, path, end):
        with pytest.raises(ReadingFaultError) as fault:
            reader.call(end)
        assert (fault.value.reason, fault.value.detail) in {
            ("stopped_reader", "SIGABRT"),
            ("stopped_reader", "SIGSEGV"),
        }
        assert reason(reader, path, WHOLE) == "", "the next file has a child of its own"

    def test_one_that_makes_the_child_talk_nonsense(self, reader):
        with pytest.raises(ReadingFaultError) as fault:
            reader.call("tests.documents.reading.inside:talk_nonsense")
        assert fault.value.reason == ReadingReason.STOPPED_READER


class TestAPage:
    def read(self, reader, path, content):
        path.write_bytes(content)
        return reader.read(path, "pdf").pages

    def test_that_is_a_picture_or_a_drawing_shows_something(self, reader, path):
        pages = self.read(reader, path, pdf([""], programs=[PICTURE, DRAWING]))
        assert [(page.text, page.shows_something) for page in pages] == [("", False), ("", True), ("", True)]

    def test_that_draws_in_white_shows_nothing(self, reader, path):
        assert not self.read(reader, path, pdf([], programs=[DRAWING.replace("1 0 0", "1 1 1")]))[0].shows_something

    def test_ends_its_lines_where_the_file_does_and_shows_its_hyphens(self, reader, path):
        pages = self.read(reader, path, pdf(["An ambu-\nlance\nis here"]))
        assert pages[0].text == "An ambu-\nlance\nis here"

    def test_of_any_size_costs_no_more(self, reader, path):
        content = pdf([], programs=[DRAWING]).replace(b"0 0 595 842", b"0 0 9999999 1")
        assert [page.text for page in self.read(reader, path, content)] == [""]

    def test_that_cannot_be_opened_leaves_the_others(self, reader, path):
        content = pdf(["First", "Second"]).replace(
            b"/Type /Page /Parent 2 0 R /Contents 8", b"/Type /Pork /Parent 2 0 R /Contents 8"
        )
        assert self.read(reader, path, content)[0].text == "First"


class TestTags:
    """A tagged file with a heading in a section."""

    def test_are_counted(self, reader, path):
        path.write_bytes(tagged(deep=1))
        facts = reader.read(path, "pdf").facts
        assert (facts.is_tagged, facts.headings) == (True, 1)

    def test_nested_beyond_measure_cost_no_more(self, reader, path):
        path.write_bytes(tagged(deep=20_000))
        assert reader.read(path, "pdf").facts.is_tagged


def tagged(deep):
    """A tagged PDF whose one heading lies so many sections deep."""
    first = 7
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Page /Parent 2 0 R /Contents 5 0 R /StructParents 0 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        stream(f"/H1 << /MCID 0 >> BDC {written('Heading')} EMC"),
        f"<< /Type /StructTreeRoot /K [{first} 0 R] /ParentTree << /Nums [0 [{first + deep} 0 R]] >> >>",
    ]
    objects += [
        f"<< /Type /StructElem /S /Sect /P {number - 1} 0 R /K [{number + 1} 0 R] >>"
        for number in range(first, first + deep)
    ]
    objects += [f"<< /Type /StructElem /S /H1 /P {first + deep - 1} 0 R /Pg 3 0 R /K 0 >>", "<< >>"]
    return assembled(objects)


class TestDamagedByChance:
    """None of these may do more than get a reason; one reader is used for all."""

    @settings(max_examples=8, deadline=None)
    @given(length=st.integers(0, len(WHOLE)))
    def test_cut_off_anywhere(self, length):
        self.survives(WHOLE[:length])

    @settings(max_examples=8, deadline=None)
    @given(seed=st.integers(0, 2**32), flips=st.integers(1, 60))
    def test_with_bits_flipped(self, seed, flips):
        chance = random.Random(seed)
        content = bytearray(WHOLE)
        for _ in range(flips):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        self.survives(bytes(content))

    @settings(max_examples=8, deadline=None)
    @given(content=st.binary(max_size=2000), is_marked=st.booleans())
    def test_of_chance_alone(self, content, is_marked):
        self.survives((b"%PDF-1.7\n" if is_marked else b"") + content)

    @pytest.mark.needs("samples")
    @settings(max_examples=8, deadline=None)
    @given(seed=st.integers(0, 2**32))
    def test_made_of_real_files(self, seed):
        chance = random.Random(seed)
        sample = chance.choice(sorted((SHARED / "data" / "pdfs").glob("*.pdf"))).read_bytes()
        content = bytearray(sample[: chance.randrange(1, len(sample) + 1)])
        for _ in range(chance.randrange(40)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        self.survives(bytes(content))

    @pytest.fixture(autouse=True, scope="class")
    @staticmethod
    def _one_reader(reader, tmp_path_factory, request):
        request.cls.reader = reader
        request.cls.path = tmp_path_factory.mktemp("chance") / "file.pdf"

    def survives(self, content):
        self.path.write_bytes(content)
        begun = time.monotonic()
        try:
            found = self.reader.read(self.path, "pdf")
        except ReadingFaultError as fault:
            why = fault.reason
        else:
            why = ""
            assert all(plain(page.text) == page.text for page in found.pages)
        assert why in {"", *ReadingReason.values}
        assert time.monotonic() - begun < 30


class TestText:
    @given(st.text(alphabet=st.characters(exclude_categories=())))
    def test_is_made_such_that_every_database_takes_it(self, text):
        made = plain(text)
        assert "\0" not in made
        made.encode()

    def test_keeps_lines_tabs_and_every_language(self):
        assert plain("a\tb\nč 😀 ليبيا") == "a\tb\nč 😀 ليبيا"

    @pytest.mark.parametrize(("said", "kept"), [("\ud83d\ude00", "😀"), ("\ud83d", "\ufffd"), (None, ""), (7, "")])
    def test_mends_what_is_no_text(self, said, kept):
        assert plain(said) == kept
