"""PDFs, by pdfium. It reads what a page draws; the fields of forms and what is attached are left alone."""

import ctypes
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from documents.reading.results import Facts, PageRead, ReadingFaultError

# A page is drawn this small (pixels) to see whether there is anything on it.
THUMB = 128
# A page cannot be longer (ISO 32000, annex C: 14,400 units; user units make it 75,000 times that in theory).
LONGEST_SIDE = 1_000_000
# Elements of structure that are looked at for headings, in the whole file, and how deep.
ELEMENTS, DEPTH = 100_000, 200
HEADINGS = {"H", "H1", "H2", "H3", "H4", "H5", "H6"}
_PASSWORD, _PROTECTED = raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY
# pdfium's mark for a hyphen at the end of a line: the hyphen is seen, and the line ends.
_HYPHEN = "\ufffe"


def read(path: Path) -> Generator[PageRead, None, Facts]:
    """Yield the pages of a PDF; raises ReadingFaultError for one that is locked or damaged."""
    pdf = _open(path)
    try:
        headings = _Headings(is_wanted=pdf.is_tagged())
        unreadable = 0
        for index in range(len(pdf)):
            try:
                page = pdf[index]
            except pdfium.PdfiumError:
                unreadable += 1
                yield PageRead("", _label(pdf, index))
                continue
            try:
                text = _text(page)
                yield PageRead(text, _label(pdf, index), bool(text.strip()) or _shows_something(page))
                headings.look_at(page)
            finally:
                page.close()
        if unreadable == len(pdf):
            raise ReadingFaultError("damaged", f"none of its {len(pdf)} pages can be opened")
        return Facts(
            title=_string(partial(raw.FPDF_GetMetaText, pdf, b"Title")).strip(),
            language=_string(partial(raw.FPDFCatalog_GetLanguage, pdf)).strip(),
            is_tagged=pdf.is_tagged(),
            headings=headings.count,
        )
    finally:
        pdf.close()


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        reason = "password" if error.err_code in {_PASSWORD, _PROTECTED} else "damaged"
        raise ReadingFaultError(reason, str(error)) from error


def _text(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
    except (AssertionError, RecursionError):
        # pypdfium2 looks for the first character that counts one level deeper for each that does not.
        text = textpage.get_text_bounded()
    finally:
        textpage.close()
    return str(text).replace("\r\n", "\n").replace(_HYPHEN, "-\n")


def _shows_something(page: pdfium.PdfPage) -> bool:
    """Whether a page without text is a picture of something: it has a picture, or is not all of one colour."""
    count = raw.FPDFPage_CountObjects(page)
    if not count and not raw.FPDFPage_GetAnnotCount(page):
        return False
    kinds = (raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, number)) for number in range(count))
    if raw.FPDF_PAGEOBJ_IMAGE in kinds:
        return True
    longest = max(page.get_size())
    if not 0 < longest < LONGEST_SIDE:
        return False
    drawn = page.render(scale=THUMB / longest, grayscale=True, may_draw_forms=False)
    return len(set(bytes(drawn.buffer))) > 1


def _label(pdf: pdfium.PdfDocument, index: int) -> str:
    return _string(partial(raw.FPDF_GetPageLabel, pdf, index))


def _string(call: Callable[..., int]) -> str:
    """Ask pdfium for a string: first for its length in bytes, then for itself; it ends with a null character."""
    length = call(None, 0)
    if length <= 2:  # the null character alone
        return ""
    buffer = (ctypes.c_ushort * length)()
    call(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


class _Headings:
    """Counts the headings of a tagged PDF, page by page, and stops where a file has been made to be counted for ever.

    What a tag is called in the file may be anything; pdfium follows the file's own table to the standard's names.
    """

    def __init__(self, *, is_wanted: bool) -> None:
        self.count = 0
        self._left = ELEMENTS if is_wanted else 0

    def look_at(self, page: pdfium.PdfPage) -> None:
        if self._left <= 0:
            return
        tree = raw.FPDF_StructTree_GetForPage(page)
        if not tree:
            return
        try:
            self._walk(tree)
        finally:
            raw.FPDF_StructTree_Close(tree)

    def _walk(self, tree: Any) -> None:
        level = [
            raw.FPDF_StructTree_GetChildAtIndex(tree, number)
            for number in range(min(raw.FPDF_StructTree_CountChildren(tree), self._left))
        ]
        for _ in range(DEPTH):
            below = []
            for element in level:
                self._left -= 1
                if self._left <= 0:
                    return
                if not element:
                    continue
                self.count += _string(partial(raw.FPDF_StructElement_GetType, element)) in HEADINGS
                children = min(raw.FPDF_StructElement_CountChildren(element), self._left)
                below += [raw.FPDF_StructElement_GetChildAtIndex(element, number) for number in range(children)]
            if not below:
                return
            level = below
