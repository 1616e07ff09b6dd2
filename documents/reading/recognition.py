"""The text of scanned pages, recognised by Tesseract where it is installed. No Django: it runs in the child that reads.

Tesseract is a program of its own, started for one page at a time without a shell and without our environment. It gets
a picture of bounded size, has bounded time, and what it says is bounded and trusted for nothing.
"""

import csv
import math
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import BinaryIO

import pypdfium2 as pdfium

from documents.reading.results import ReadingFaultError

# The scale at which Tesseract reads best (dots per inch), and what keeps it within the child's memory: pixels.
DPI, POINTS_PER_INCH = 300, 72
LARGEST_PICTURE = 12_000_000
# By the clock, for one page; the child is given 60. For the list of its languages, which it says at once.
SECONDS, LIST_SECONDS = 45.0, 5.0
# Of its table of words, in bytes; a page of the smallest print has a tenth.
LONGEST_ANSWER = 2_000_000
# How sure it is of a word, of 100: below that it is a speck, and a page below that may lie on its side.
SURE_OF_WORD, SURE_OF_PAGE = 40, 70
# Segmentation of the page: as it lies, or with a look at which way up it is, which needs the data "osd".
AS_IT_LIES, FIND_WAY_UP, WAY_UP_DATA = "3", "1", "osd"
_ENVIRONMENT = {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
# Columns of its table: a word's level is 5.
_LEVEL, _BLOCK, _PARAGRAPH, _LINE, _SURE, _WORD, _COLUMNS = 0, 2, 3, 4, 10, 11, 12
_WORD_LEVEL = "5"
ENGLISH = "eng"
# The languages that are spoken most in England and Wales, by ISO 639-1, as Tesseract calls them.
LANGUAGES = {
    "ar": "ara", "bg": "bul", "bn": "ben", "cy": "cym", "de": "deu", "el": "ell", "en": ENGLISH, "es": "spa",
    "fa": "fas", "fr": "fra", "ga": "gle", "gd": "gla", "gu": "guj", "hi": "hin", "hu": "hun", "it": "ita",
    "ja": "jpn", "ko": "kor", "lt": "lit", "ne": "nep", "nl": "nld", "pa": "pan", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sq": "sqi", "ta": "tam", "tr": "tur", "uk": "ukr", "ur": "urd",
    "vi": "vie", "zh": "chi_sim",
}  # fmt: skip

_installed: dict[str, frozenset[str]] = {}


class RecognitionError(ReadingFaultError):
    """A page that could not be recognised, though it may be read otherwise: it stays without text."""


def is_installed() -> bool:
    """Whether there is a Tesseract that has a language."""
    program = _program()
    return bool(program and _languages(program) - {WAY_UP_DATA})


def recognise(path: str | Path, page_number: int, language: str = "", seconds: float = SECONDS) -> str:
    """Return the text in the picture of one page of a PDF, numbered from 1; empty when it shows none.

    `language` is the file's, as a BCP 47 tag; English is assumed. Raises RecognitionError when it cannot be had.
    """
    program = _program()
    known = _languages(program) if program else frozenset()
    if not program or not known - {WAY_UP_DATA}:
        raise RecognitionError("damaged", "Tesseract is not installed, or has no language")
    until = time.monotonic() + seconds
    with tempfile.TemporaryFile() as picture:
        dpi = _draw(Path(path), page_number, picture)
        command = [program, "stdin", "stdout", "--dpi", str(dpi), "-l", _language(language, known), "--psm"]
        text, sure = _read_table(_run([*command, AS_IT_LIES, "tsv"], picture, until))
        if sure < SURE_OF_PAGE and WAY_UP_DATA in known:
            turned, surer = _read_table(_run([*command, FIND_WAY_UP, "tsv"], picture, until))
            text = turned if surer > sure else text
    return text


def _program() -> str | None:
    return shutil.which("tesseract")


def _languages(program: str) -> frozenset[str]:
    """Return the data that a Tesseract has, nothing when it does not say; what it said once is kept."""
    if program not in _installed:
        try:
            answer = subprocess.run(  # noqa: S603  # no shell, nothing of a visitor's
                [program, "--list-langs"], capture_output=True, timeout=LIST_SECONDS, env=_ENVIRONMENT, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return frozenset()
        _installed[program] = frozenset(answer.stdout.decode(errors="replace").split("\n")[1:]) - {""}
    return _installed[program]


def _language(tag: str, known: frozenset[str]) -> str:
    """Return the best language that is there: the file's, else English, else the first."""
    wanted = LANGUAGES.get(tag.lower().replace("_", "-").split("-")[0], ENGLISH)
    return next((name for name in (wanted, ENGLISH) if name in known), min(known - {WAY_UP_DATA}))


def _draw(path: Path, page_number: int, picture: BinaryIO) -> int:
    """Draw a page in greys as a portable graymap, and return its scale in dots per inch."""
    try:
        with pdfium.PdfDocument(path) as pdf:
            page = pdf[page_number - 1]
            width, height = page.get_size()
            scale = min(DPI / POINTS_PER_INCH, math.sqrt(LARGEST_PICTURE / (width * height)))
            drawn = page.render(scale=scale, grayscale=True, may_draw_forms=False)
            picture.write(f"P5 {drawn.width} {drawn.height} 255\n".encode())
            pixels = memoryview(drawn.buffer)
            rows = range(0, drawn.height * drawn.stride, drawn.stride)
            picture.writelines(pixels[row : row + drawn.width] for row in rows)
    except (pdfium.PdfiumError, IndexError, ZeroDivisionError, OSError, ValueError) as error:
        raise RecognitionError("damaged", f"page {page_number} cannot be drawn: {error}") from error
    return max(round(scale * POINTS_PER_INCH), 1)


def _run(command: list[str], picture: BinaryIO, until: float) -> str:
    """Return what Tesseract says of the picture; it is ended when its time is over or when it says too much."""
    picture.seek(0)
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(  # noqa: S603  # no shell, nothing of a visitor's
                command, stdin=picture, stdout=subprocess.PIPE, stderr=complaints, env=_ENVIRONMENT
            )
        except OSError as error:
            raise RecognitionError("damaged", f"Tesseract does not start: {error}") from error
        over = threading.Timer(max(until - time.monotonic(), 0), process.kill)
        over.start()
        with process:
            answer = process.stdout.read(LONGEST_ANSWER + 1) if process.stdout else b""
            if len(answer) > LONGEST_ANSWER:
                process.kill()
        over.cancel()
        if len(answer) > LONGEST_ANSWER:
            raise RecognitionError("too_much_text", "Tesseract says too much")
        if process.returncode:
            complaints.seek(0)
            detail = complaints.read(200).decode(errors="replace")
            is_late = time.monotonic() >= until
            raise RecognitionError(
                "too_slow" if is_late else "damaged", f"Tesseract ended {process.returncode}: {detail}"
            )
    return answer.decode(errors="replace")


def _read_table(answer: str) -> tuple[str, float]:
    """Return the text of a table of words, line by line, and how sure Tesseract is of a word of it on the whole."""
    lines: dict[tuple[str, ...], list[str]] = {}
    sure_of = []
    for row in csv.reader(answer.split("\n")[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) != _COLUMNS or row[_LEVEL] != _WORD_LEVEL or not row[_WORD].strip():
            continue
        sure = _number(row[_SURE])
        sure_of.append(sure)
        if sure >= SURE_OF_WORD:
            lines.setdefault((row[_BLOCK], row[_PARAGRAPH], row[_LINE]), []).append(row[_WORD].strip())
    return _text(lines), sum(sure_of) / len(sure_of) if sure_of else 0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0


def _text(lines: dict[tuple[str, ...], list[str]]) -> str:
    """Return lines as text, an empty one between paragraphs; none when nothing in them is a word."""
    parts: list[str] = []
    before: tuple[str, ...] = ()
    for (block, paragraph, _), words in lines.items():
        if parts and (block, paragraph) != before:
            parts.append("")
        before = (block, paragraph)
        parts.append(" ".join(words))
    is_text = any(sum(map(str.isalnum, word)) > 1 for words in lines.values() for word in words)
    return "\n".join(parts) if is_text else ""
