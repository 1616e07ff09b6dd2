"""What stands beside a link to a file: its type and size, how long it is and in which language."""

from django.template.defaultfilters import filesizeformat

from documents.enums import PageUnit
from documents.facts import DocumentFacts
from documents.languages import language_name

# What the parts of a text file are is nothing that a reader knows it by.
_COUNTED = {PageUnit.PAGE, PageUnit.SHEET, PageUnit.SLIDE}


def facts_in_words(extension: str, size: int | None, known: DocumentFacts) -> str:
    """Return what is known of a file, as in "PDF, 1.2 MB, 12 pages, English"; what is not known is left out.

    The language is named, English too, when the file itself declares one and it is one that we can name.
    """
    parts = (extension.upper(), filesizeformat(size) if size else "", _length(known), language_name(known.language))
    return ", ".join(part for part in parts if part)


def _length(known: DocumentFacts) -> str:
    if not known.pages or known.unit not in _COUNTED:
        return ""
    return f"{known.pages:,} {known.unit}" + ("" if known.pages == 1 else "s")
