"""Scanned pages become text where Tesseract is installed; one that is missing, hangs or fails costs a page at most."""

import time

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from documents.reading import recognition
from documents.reading.recognition import RecognitionError, is_installed, recognise
from documents.reading.results import ReadingFaultError

HEADER = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext"
WORDS = ["Ambulance", "response", "times", "were", "published", "on", "Thursday"]


def row(word, sure=96.5, line=1, paragraph=1):
    return f"5\t1\t1\t{paragraph}\t{line}\t1\t0\t0\t1\t1\t{sure}\t{word}"


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Return a way to put another program in Tesseract's place: what it knows, and what it does with a picture."""

    def install(does, languages="eng osd"):
        folder = tmp_path / "programs"
        folder.mkdir(exist_ok=True)
        program = folder / "tesseract"
        knows = f'if [ "$1" = --list-langs ]; then printf "List:\\n"; printf "%s\\n" {languages}; exit 0; fi'
        program.write_text(f"#!/bin/sh\n{knows}\n{does}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        monkeypatch.setattr(recognition, "_installed", {})

    return install


def says(*rows):
    lines = "\n".join([HEADER, *rows])
    return f"cat > /dev/null; cat <<'END'\n{lines}\nEND"


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    """Return a PDF that holds one picture of a page of words."""
    return scanned(tmp_path_factory.mktemp("scan"))


def scanned(folder, turned=0):
    picture = Image.new("L", (1000, 400), 255)
    ImageDraw.Draw(picture).multiline_text(
        (60, 60), "\n".join(" ".join(WORDS) for _ in range(5)), fill=0, font=ImageFont.load_default(34), spacing=20
    )
    path = folder / "scan.pdf"
    picture.rotate(turned, expand=True, fillcolor=255).save(path, resolution=150)
    return path


class TestWhetherItIsThere:
    def test_it_is_not_where_there_is_no_such_program(self, scan, tmp_path, monkeypatch):
        monkeypatch.setenv("PATH", str(tmp_path))
        assert not is_installed()
        with pytest.raises(RecognitionError, match="not installed"):
            recognise(scan, 1)

    def test_it_is_when_it_has_a_language(self, fake):
        fake("exit 0")
        assert is_installed()

    def test_a_way_up_is_no_language(self, fake, scan):
        fake("exit 0", languages="osd")
        assert not is_installed()
        with pytest.raises(RecognitionError, match="no language"):
            recognise(scan, 1)

    def test_one_that_does_not_run_is_none(self, fake, tmp_path):
        fake("exit 0")
        (tmp_path / "programs" / "tesseract").write_text("#!/no/such/interpreter\n")
        assert not is_installed()

    def test_one_that_fails_is_none_and_is_asked_again(self, fake):
        fake("exit 0", languages="eng; exit 3")
        assert not is_installed()
        fake("exit 0")
        assert is_installed()


class TestWhatIsMadeOfItsAnswer:
    def test_words_become_lines_and_paragraphs(self, fake, scan):
        fake(says(row("London"), row("Ambulance"), row("Service", line=2), row("Board", paragraph=2)))
        assert recognise(scan, 1) == "London Ambulance\nService\n\nBoard"

    def test_specks_are_no_words(self, fake, scan):
        fake(says(row("London"), row("~,;", sure=12), row(" ")), languages="eng")
        assert recognise(scan, 1) == "London"

    def test_a_photograph_has_no_text(self, fake, scan):
        fake(says(row("|"), row("—"), row("e")))
        assert recognise(scan, 1) == ""

    @pytest.mark.parametrize("garbage", ["nothing like a table", "5\t1", row("word", sure="high"), '5\t"\t"'])
    def test_another_answer_is_no_text(self, fake, scan, garbage):
        fake(says(garbage))
        assert recognise(scan, 1) == ""

    def test_bytes_that_are_no_letters_do_no_harm(self, fake, scan):
        fake(r"cat > /dev/null; printf 'x\n\377\376\000\t\n'")
        assert recognise(scan, 1) == ""

    def test_a_page_that_it_is_not_sure_of_is_looked_at_for_its_way_up(self, fake, scan):
        fake(f'case "$*" in *"--psm 1 "*) {says(row("London"))}\n;; *) {says(row("uopuoT", sure=45))}\n;; esac')
        assert recognise(scan, 1) == "London"

    def test_unless_that_makes_it_worse_or_cannot_be_done(self, fake, scan):
        turned = (
            f'case "$*" in *"--psm 1 "*) {says(row("uopuoT", sure=41))}\n;; *) {says(row("Board", sure=60))}\n;; esac'
        )
        fake(turned)
        assert recognise(scan, 1) == "Board"
        fake(f'case "$*" in *"--psm 1 "*) exit 1;; esac; {says(row("Board", sure=60))}', languages="eng")
        assert recognise(scan, 1) == "Board"


class TestWhatItIsGiven:
    ECHO = 'head -c 40 > "$0.picture"; cat > /dev/null; echo "$*" > "$0.asked"; env > "$0.env"; exit 0'

    def asked(self, tmp_path, kind="asked"):
        return (tmp_path / "programs" / f"tesseract.{kind}").read_bytes()

    @pytest.mark.parametrize(
        ("language", "known", "expected"),
        [
            ("", "eng", "eng"),
            ("en-GB", "eng cym", "eng"),
            ("cy", "eng cym", "cym"),
            ("PL_pl", "eng pol", "pol"),
            ("ur", "eng", "eng"),
            ("tlh", "eng cym", "eng"),
            ("fr", "osd deu", "deu"),
            ("--version", "eng", "eng"),
        ],
    )
    def test_the_language_of_the_file_where_it_is_known(self, fake, scan, tmp_path, language, known, expected):
        fake(self.ECHO, languages=known)
        recognise(scan, 1, language)
        assert f"-l {expected} " in self.asked(tmp_path).decode()

    def test_no_environment_of_ours(self, fake, scan, tmp_path, monkeypatch):
        monkeypatch.setenv("SECRET_KEY", "ours")
        fake(self.ECHO)
        recognise(scan, 1)
        given = self.asked(tmp_path, "env").decode()
        assert "OMP_THREAD_LIMIT=1" in given
        assert "ours" not in given

    def test_three_hundred_dots_to_the_inch(self, fake, scan, tmp_path):
        fake(self.ECHO)
        recognise(scan, 1)
        assert "--dpi 300 " in self.asked(tmp_path).decode()
        assert self.asked(tmp_path, "picture").startswith((b"P5 2000 800 255\n", b"P5 2001 800 255\n"))

    def test_fewer_of_a_page_as_large_as_a_hall(self, fake, tmp_path):
        pdf = pypdfium2.PdfDocument.new()
        pdf.new_page(14_400, 14_400)
        pdf.save(tmp_path / "hall.pdf")
        fake(self.ECHO)
        recognise(tmp_path / "hall.pdf", 1)
        width, height = map(int, self.asked(tmp_path, "picture").split()[1:3])
        assert 11_000_000 < width * height < 12_020_000


class TestWhenItGoesWrong:
    """Given a Tesseract, or a page, that fails, then there is an error to catch, soon."""

    def failure(self, path, page=1, seconds=30.0):
        before = time.monotonic()
        with pytest.raises(RecognitionError) as caught:
            recognise(path, page, seconds=seconds)
        assert time.monotonic() - before < 10
        return caught.value

    def test_one_that_hangs_is_ended(self, fake, scan):
        fake("exec sleep 60")
        assert self.failure(scan, seconds=0.2).reason == "too_slow"

    def test_one_that_fails_says_why(self, fake, scan):
        fake("cat > /dev/null; echo Error opening data file >&2; exit 1")
        error = self.failure(scan)
        assert error.reason == "damaged"
        assert "Error opening data file" in error.detail

    def test_one_that_never_stops_talking_is_ended(self, fake, scan):
        fake("exec yes")
        assert self.failure(scan).reason == "too_much_text"

    def test_one_that_does_not_want_the_picture_is_no_trouble(self, fake, scan):
        fake("exec <&-; exit 2")
        assert self.failure(scan).reason == "damaged"

    def test_one_that_went_away_meanwhile(self, fake, scan, tmp_path):
        fake("exit 0")
        assert is_installed()
        (tmp_path / "programs" / "tesseract").write_text("#!/no/such/interpreter\n")
        assert "does not start" in self.failure(scan).detail

    @pytest.mark.parametrize("page", [2, 0, -5])
    def test_a_page_that_there_is_not(self, fake, scan, page):
        fake("exit 0")
        assert "cannot be drawn" in self.failure(scan, page).detail

    def test_what_is_no_pdf(self, fake, tmp_path):
        fake("exit 0")
        (tmp_path / "no.pdf").write_bytes(b"no")
        assert "cannot be drawn" in self.failure(tmp_path / "no.pdf").detail

    def test_the_child_that_reads_knows_how_to_tell(self):
        assert issubclass(RecognitionError, ReadingFaultError)


@pytest.mark.needs("tesseract")
class TestTheRealOne:
    @pytest.mark.parametrize("turned", [2, 180], ids=["askew", "on its head"])
    def test_it_reads_a_scan_that_lies(self, tmp_path, turned):
        assert is_installed()
        assert " ".join(WORDS) in recognise(scanned(tmp_path, turned), 1, "en-GB")
