"""What editors and the public are told of the reading of a file and of its faults: all the words in one place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from documents.enums import AccessibilityFault, ReadingReason, ReadingState

# The page of docs/editors that says all this at length, with one section a fault.
GUIDE_PAGE = "accessible-files"
_AGAIN = "Then upload the new file here in place of this one."
_SAVE_PDF = (
    "In Word choose Save As, PDF, Options and tick “Document structure tags for accessibility”; in LibreOffice choose "
    "Export as PDF and tick “Universal Accessibility (PDF/UA)”. Never print to PDF."
)


@dataclass(frozen=True)
class FaultWords:
    """One fault in words: full sentences for editors, the end of a sentence for the public."""

    what: str
    why: str
    # What to do, by the file's extension; "" for all that are not named.
    to_do: Mapping[str, str]
    # Ends "This file may not be suitable for users of assistive technology because it …".
    public: str
    # Of the section in GUIDE_PAGE.
    anchor: str

    def to_do_with(self, extension: str) -> str:
        """Return what to do with a file of this kind, in the program that makes it."""
        return self.to_do.get(extension) or self.to_do[""]


@dataclass(frozen=True)
class ReadingWords:
    """How the reading of a file stands, for editors: full sentences."""

    what: str
    # What follows for visitors and search; empty where nothing does.
    means: str = ""
    # Empty where there is nothing to do.
    to_do: str = ""


_MICROSOFT_TITLE = "Choose File, Info and write a title under Properties, then save."
_LIBREOFFICE_TITLE = "Choose File, Properties, Description and write a title, then save."
_LIBREOFFICE_LANGUAGE = (
    "Choose Tools, Options, Languages and Locales, General, set the default language of documents and tick “For the "
    "current document only”, then save."
)
_MICROSOFT_LANGUAGE = "Select all (Ctrl+A), choose Review, Language, Set Proofing Language, then save."
_PICTURES_AS_TEXT = (
    "Write what the pictures say as text, or describe each: click it with the right button and choose Alt Text."
)
_MICROSOFT_LOCK = (
    "Ask for the document without a password, or open it with the password, choose File, Info, Protect, Encrypt with "
    "Password, empty the field and save."
)
_LIBREOFFICE_LOCK = (
    "Ask for the document without a password, or open it with the password, choose Save As, take the tick from “Save "
    "with password” and save."
)

FAULT_WORDS: Mapping[AccessibilityFault, FaultWords] = {
    AccessibilityFault.NO_TEXT: FaultWords(
        what="The file holds pictures of its pages, such as a scan, and no text.",
        why="A screen reader has nothing to read out, and nobody can search it, copy from it or enlarge its letters.",
        to_do={
            "pdf": "Ask for the document that was printed and scanned, and save that as PDF. If there is only paper, "
            "let Acrobat recognise it (Scan & OCR, Recognise Text) and read the outcome through.",
            "": _PICTURES_AS_TEXT,
        },
        public="holds pictures of its pages and no text",
        anchor="no-text",
    ),
    AccessibilityFault.SOME_PAGES_WITHOUT_TEXT: FaultWords(
        what="Some pages of the file are pictures without text.",
        why="A screen reader passes over them, so that somebody who cannot see misses what they say and does not "
        "know it.",
        to_do={
            "pdf": "Look at these pages. Put in the document itself instead of its scan, or let Acrobat recognise "
            "them (Scan & OCR, Recognise Text). A picture that is no text needs a description as alternative text.",
            "": _PICTURES_AS_TEXT,
        },
        public="has pages that are pictures without text",
        anchor="some-pages-without-text",
    ),
    AccessibilityFault.NOT_TAGGED: FaultWords(
        what="The PDF is not tagged: it does not say what is a heading, a list or a table, nor in which order it is "
        "read.",
        why="A screen reader may read columns and tables in the wrong order, and nobody can move from heading to "
        "heading.",
        to_do={
            "": f"Go back to the document that it was made from. {_SAVE_PDF} If there is only the PDF, Acrobat can "
            "tag it (Prepare for accessibility, Automatically tag PDF); check what comes of it.",
        },
        public="is not tagged for screen readers",
        anchor="not-tagged",
    ),
    AccessibilityFault.NO_TITLE: FaultWords(
        what="The file has no title in its properties, or only a file name.",
        why="The title is the first thing that a screen reader says, and the name of the browser's tab: without it "
        "people who have several files open cannot tell which one this is.",
        to_do={
            "pdf": "In Acrobat choose Menu or File, Document properties, Description and write a title. Or write it "
            "in Word (File, Info, Title) or LibreOffice (File, Properties, Description) and save as PDF again.",
            **dict.fromkeys(("docx", "xlsx", "pptx"), _MICROSOFT_TITLE),
            "": _LIBREOFFICE_TITLE,
        },
        public="has no title that says what it is",
        anchor="no-title",
    ),
    AccessibilityFault.NO_LANGUAGE: FaultWords(
        what="The file does not say which language it is in.",
        why="A screen reader may read English with the sounds of another language, which nobody understands.",
        to_do={
            "pdf": "In Acrobat choose Menu or File, Document properties, Advanced, Language. Or set the language in "
            "Word (Review, Language, Set Proofing Language) and save as PDF again, with structure tags.",
            **dict.fromkeys(("docx", "pptx"), _MICROSOFT_LANGUAGE),
            "": _LIBREOFFICE_LANGUAGE,
        },
        public="does not say which language it is in",
        anchor="no-language",
    ),
    AccessibilityFault.NO_HEADINGS: FaultWords(
        what="The file has several pages and no headings that a program can see; large bold letters are none.",
        why="People who use a screen reader move from heading to heading. Without any they must listen to all of it.",
        to_do={
            "docx": "Click each heading and choose Home, Styles, Heading 1, Heading 2 and so on, then save.",
            "odt": "Click each heading and choose Styles, Heading 1, Heading 2 and so on, then save.",
            "pptx": "Give each slide a title: View, Outline View shows which have none. Use a layout that has a title.",
            "odp": "Give each slide a title: use a layout that has a title, and write into it.",
            "": "Go back to the document that it was made from and give its headings the styles Heading 1, Heading 2 "
            f"and so on. {_SAVE_PDF}",
        },
        public="has no headings to move by",
        anchor="no-headings",
    ),
    AccessibilityFault.TABLES_WITHOUT_HEADERS: FaultWords(
        what="A table in the file does not say which row holds its headings.",
        why="A screen reader says the heading with each figure. Without it people hear figures and cannot tell of "
        "what.",
        to_do={
            "docx": "Click into the first row of each table and choose Table Layout, Repeat Header Rows. Use one "
            "header row and no merged cells.",
            "xlsx": "Click into the cells, choose Insert, Table and tick “My table has headers”. One table a sheet, "
            "from A1.",
            "pptx": "Click into the table and choose Table Design, Header Row.",
            "odt": "Click into the table and choose Table, Properties, Text Flow, Repeat heading.",
            "odp": "Click into the table and tick Header row in its properties.",
            "": "Select the cells, choose Data, Define Range and tick “Contains column labels”. One table a sheet, "
            "from A1.",
        },
        public="has tables without header rows",
        anchor="tables-without-headers",
    ),
    AccessibilityFault.LOCKED: FaultWords(
        what="The file asks for a password.",
        why="Nobody can open it without asking us first, and some screen readers not even then.",
        to_do={
            "pdf": "Ask for the document without a password, or open it in Acrobat with the password, choose "
            "Protect, Remove security and save.",
            **dict.fromkeys(("docx", "xlsx", "pptx"), _MICROSOFT_LOCK),
            "": _LIBREOFFICE_LOCK,
        },
        public="is locked with a password",
        anchor="locked",
    ),
    AccessibilityFault.UNREADABLE: FaultWords(
        what="The file cannot be read by a program.",
        why="A screen reader is a program: it may fail as ours did, and visitors may not be able to open it at all.",
        to_do={
            "": "Open it on your computer. If it opens, save it anew under another name; if not, ask for it again "
            "from whoever made it. " + _AGAIN,
        },
        public="cannot be read by a program",
        anchor="unreadable",
    ),
}

_NOT_SEARCHED = "Its text is not in the search."
STATE_WORDS: Mapping[ReadingState, ReadingWords] = {
    ReadingState.WAITING: ReadingWords(
        what="The file waits to be read.",
        means="Its text is not in the search yet.",
        to_do="Nothing: it is read by itself, mostly within a minute. If it still waits after an hour, tell those "
        "who run the site.",
    ),
    ReadingState.READING: ReadingWords(
        what="The file is being read.",
        means="Its text is not in the search yet.",
        to_do="Nothing: it takes a minute at most, and some seconds more for each page of a scan.",
    ),
    ReadingState.READ: ReadingWords(what="The file has been read."),
    ReadingState.NO_TEXT: ReadingWords(
        "The file has no text.", _NOT_SEARCHED, "Open it and look: is it the right one?"
    ),
    ReadingState.LOCKED: ReadingWords("The file is locked.", _NOT_SEARCHED, "Ask for the document without a password."),
    ReadingState.BROKEN: ReadingWords(
        "The file cannot be read.", _NOT_SEARCHED, f"Open it, and save it anew under another name. {_AGAIN}"
    ),
    ReadingState.TOO_LARGE: ReadingWords("The file is too large to be read.", _NOT_SEARCHED, "Divide it into parts."),
}
_DIVIDE = (
    "Divide it into parts, such as one a chapter, and offer each by itself: they open faster on a phone as well, and "
    "each is found by its own words."
)
REASON_WORDS: Mapping[ReadingReason, ReadingWords] = {
    ReadingReason.SCANNED: ReadingWords(
        "The file holds pictures of its pages, such as a scan, and no text.",
        "Its text is not in the search, and a screen reader has nothing to read out.",
        "Ask for the document that was printed and scanned, and save that as PDF. If there is only paper, let Acrobat "
        f"recognise it (Scan & OCR, Recognise Text). {_AGAIN}",
    ),
    ReadingReason.EMPTY: ReadingWords(
        "The file has nothing on its pages.",
        "Visitors who open it see nothing.",
        f"Open it and look: the wrong file may have been chosen, or saved before it was filled. {_AGAIN}",
    ),
    ReadingReason.PASSWORD: ReadingWords(
        "The file asks for a password.",
        "Visitors cannot open it, and its text is not in the search.",
        f"Ask for the document without a password, or open it with the password and save it without. {_AGAIN}",
    ),
    ReadingReason.DAMAGED: ReadingWords(
        "The file is damaged.",
        "Visitors may not be able to open it, and its text is not in the search.",
        "Open it on your computer. If it opens, save it anew under another name; if not, ask for it again from "
        f"whoever made it. {_AGAIN}",
    ),
    ReadingReason.STOPPED_READER: ReadingWords(
        "The file made the program that read it stop.",
        "It may do so on the computers of visitors, too. Its text is not in the search.",
        "Open the document that it was made from and save it anew, with another program if you can. " + _AGAIN,
    ),
    ReadingReason.TOO_SLOW: ReadingWords(
        "The file takes longer than a minute to read.",
        "It will be slow for visitors, too. Its text is not in the search.",
        "Choose “Read again” once. If it comes to the same, save it anew with smaller pictures, or divide it into "
        "parts. " + _AGAIN,
    ),
    ReadingReason.TOO_MUCH_MEMORY: ReadingWords(
        "The file takes too much memory to read.",
        "It may not open on a phone. Its text is not in the search.",
        f"Save it anew with smaller pictures, or divide it into parts. {_AGAIN}",
    ),
    ReadingReason.TOO_MANY_PAGES: ReadingWords("The file has too many pages to be read.", _NOT_SEARCHED, _DIVIDE),
    ReadingReason.TOO_MUCH_TEXT: ReadingWords("The file holds too much text to be read.", _NOT_SEARCHED, _DIVIDE),
    ReadingReason.MISSING: ReadingWords(
        "The file is not in the file store.",
        "Visitors who open it get an error.",
        "Upload it again in place of this one, and tell those who run the site: a file does not go by itself.",
    ),
}


def reading_words(state: str, reason: str = "") -> ReadingWords:
    """Return how a reading stands in words: by its reason where it has one, else by its state."""
    return REASON_WORDS[ReadingReason(reason)] if reason else STATE_WORDS[ReadingState(state)]


def fault_words(faults: Iterable[str]) -> list[tuple[AccessibilityFault, FaultWords]]:
    """Return these faults with their words, the gravest first; codes of another release are passed over."""
    codes = set(faults)
    return [(fault, words) for fault, words in FAULT_WORDS.items() if fault in codes]


def public_sentence(faults: Iterable[str]) -> str:
    """Return the honest line beside a link, as one sentence; empty when no fault is known."""
    reasons = [words.public for _, words in fault_words(faults)]
    if not reasons:
        return ""
    joined = " and ".join(filter(None, [", ".join(reasons[:-1]), reasons[-1]]))
    return f"This file may not be suitable for users of assistive technology because it {joined}."
