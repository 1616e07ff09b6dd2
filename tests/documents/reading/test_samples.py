"""Every PDF of the samples ends in the right state, with the text that another program (poppler) finds in it."""

import csv
from pathlib import Path

import pytest

from documents.reading.results import ReadingFaultError
from tests.servers import SHARED

pytestmark = pytest.mark.needs("samples")

FOLDER = SHARED / "data" / "pdfs"
LOCKED = {"pdfplumber__password-example.pdf", "pdf.js__print_protection.pdf"}
DAMAGED = {"OCRmyPDF__invalid.pdf", "pdf.js__poppler-395-0-fuzzed.pdf"}
SCANNED = {
    "OCRmyPDF__acroform.pdf",  # the fields of a form, and no word on the page itself
    "OCRmyPDF__jbig2.pdf", "OCRmyPDF__linn.pdf", "OCRmyPDF__rotated_skew.pdf", "sample-files__grayscale-image.pdf",
}  # fmt: skip
EMPTY = {
    "notifications-template-preview__blank_page.pdf",
    "notifications-template-preview__pdf_with_no_metadata.pdf",
    "pdf.js__poppler-85140-0.pdf",  # poppler refuses it; pdfium finds one page, and nothing on it
}
# Where the two programs may differ in how much text there is, and why: poppler's characters, then ours.
DIFFERENT_LENGTHS = {
    "pdf.js__copy_paste_ligatures.pdf": "pdfium gives a ligature as the letters that it stands for",
    "pdfminer.six__issue-1113-evil-xobjects.pdf": "pdfium follows the circle of objects a few times more",
    "OCRmyPDF__graph_ocred.pdf": "blanks between columns",
    "pdfplumber__scotus-transcript-p1.pdf": "the numbers of the lines stand in lines of their own",
    "sample-files__habibi.pdf": "poppler adds marks of direction",
}
# Where the first words differ, and why.
DIFFERENT_STARTS = {
    "notifications-template-preview__hackney_sample.pdf": "poppler begins with text upright in the margin",
    "notifications-template-preview__example_dwp_pdf.pdf": "poppler begins with a side column",
    "notifications-template-preview__landscape_rotated_page.pdf": "pdfium reads a page in the order it was drawn in",
    "pdfplumber__nics-background-checks-2015-11.pdf": "columns are read in another order",
    "pdfplumber__nics-background-checks-2015-11-rotated.pdf": "columns are read in another order",
    "pdfplumber__la-precinct-bulletin-2014-p1.pdf": "columns are read in another order",
    "pdfplumber__scotus-transcript-p1.pdf": "pdfium reads the numbers of the lines first",
    "pdfplumber__issue-33-lorem-ipsum.pdf": "columns are read in another order",
    "pdfplumber__word365_structure.pdf": "columns are read in another order",
    "pdfminer.six__issue-449-vertical.pdf": "columns of upright text are read in another order",
    "sample-files__habibi.pdf": "some letters carry no Unicode value, and the programs guess differently",
    "pdf.js__copy_paste_ligatures.pdf": "pdfium gives a ligature as the letters that it stands for",
    "OCRmyPDF__graph_ocred.pdf": "labels of a chart are read in another order",
}


def manifest():
    if not FOLDER.is_dir():
        return []
    with (FOLDER / "manifest.csv").open(newline="", encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


ROWS = manifest()


@pytest.fixture(scope="module")
def read(reader):
    """What each sample came to: a FileRead or the reason why not."""
    outcomes = {}
    for row in ROWS:
        try:
            outcomes[row["file"]] = reader.read(FOLDER / row["file"], "pdf")
        except ReadingFaultError as fault:
            outcomes[row["file"]] = str(fault.reason)
    return outcomes


def state(outcome):
    if isinstance(outcome, str):
        return outcome
    if any(page.text.strip() for page in outcome.pages):
        return "read"
    return "scanned" if any(page.shows_something for page in outcome.pages) else "empty"


def squeezed(text):
    """The text without its blanks and without how its lines were broken."""
    return "".join(text.replace("-\n", "").split())


def text_of(outcome):
    return "\n".join(page.text for page in outcome.pages)


def test_there_are_all_of_them():
    assert len(ROWS) == len(list(FOLDER.glob("*.pdf"))) == 45


def test_each_ends_in_its_state(read):
    wanted = dict.fromkeys(LOCKED, "password") | dict.fromkeys(DAMAGED, "damaged")
    wanted |= dict.fromkeys(SCANNED, "scanned") | dict.fromkeys(EMPTY, "empty")
    assert {name: state(outcome) for name, outcome in read.items()} == {
        row["file"]: wanted.get(row["file"], "read") for row in ROWS
    }


def test_pages_tags_and_titles_are_those_of_the_manifest(read):
    for row in ROWS:
        outcome = read[row["file"]]
        if isinstance(outcome, str) or row["opens_in_poppler"] != "yes":
            continue
        found = (len(outcome.pages), outcome.facts.is_tagged)
        assert found == (int(row["pages"]), row["tagged"] == "yes"), row["file"]
        # Where a file has no title the manifest holds the next line that poppler's pdfinfo prints.
        title = "" if row["title"].startswith(("Subject:", "Creator:")) else " ".join(row["title"].split())
        assert outcome.facts.title == title, row["file"]


def test_there_is_as_much_text_as_in_the_manifest(read):
    for row in ROWS:
        if not isinstance(read[row["file"]], str) and row["file"] not in DIFFERENT_LENGTHS:
            found, wanted = len(text_of(read[row["file"]])), int(row["text_chars"])
            assert abs(found - wanted) <= 4 + 0.02 * wanted, (row["file"], found, wanted)


def test_it_begins_with_the_words_of_the_manifest(read):
    for row in ROWS:
        outcome = read[row["file"]]
        if not isinstance(outcome, str) and row["text_chars"] != "0" and row["file"] not in DIFFERENT_STARTS:
            start = squeezed(row["text_start"])
            assert start[:40] in squeezed(text_of(outcome)), row["file"]


def test_a_list_of_differences_names_only_what_differs(read):
    for name in DIFFERENT_STARTS:
        row = next(row for row in ROWS if row["file"] == name)
        assert not squeezed(text_of(read[name])).startswith(squeezed(row["text_start"])), f"{name} is as poppler has it"


def test_ligatures_can_be_found_by_their_letters(read):
    assert "ffffiflffifflſtst" in text_of(read["pdf.js__copy_paste_ligatures.pdf"])


def test_pages_have_the_labels_of_the_file(read):
    assert [page.label for page in read["pdfminer.six__pagelabels.pdf"].pages] == ["iii", "iv", "1", "2", "1"]


def test_headings_and_languages_are_found(read):
    assert (read["OCRmyPDF__tagged.pdf"].facts.headings, read["OCRmyPDF__tagged.pdf"].facts.language) == (2, "en-CA")
    assert read["pdfplumber__word365_structure.pdf"].facts.headings == 1
    assert read["pdfplumber__2023-06-20-PV.pdf"].facts.language == "FR-CA"


def test_text_that_stands_upright_or_runs_from_right_to_left_is_read(read):
    assert "Vertical" in text_of(read["pdfminer.six__issue-449-vertical.pdf"])
    assert "habibi" in text_of(read["sample-files__habibi.pdf"])
    assert "State/Territory" in squeezed(text_of(read["pdfplumber__nics-background-checks-2015-11-rotated.pdf"]))


def test_what_is_attached_is_not_read(read):
    assert text_of(read["sample-files__with-attachment.pdf"]) == text_of(read["sample-files__minimal-document.pdf"])


def test_nothing_of_it_is_kept_by_the_child(reader):
    assert list(Path(reader.folder).iterdir()) == []
