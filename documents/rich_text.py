"""Links to documents inside rich text, with what is known of each file.

One to a document that nobody can have is shown as its words alone.
"""

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler

from core.rich_text import file_marks
from documents.models import Document


class OpenDocumentLinkHandler(DocumentLinkHandler):
    """Wagtail's links to documents, all of one text in one query.

    The page that shows the text cites the document, so that a document is public with it unless it was withdrawn, or
    waits for its virus scan.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Document | None]:
        """Return the documents in the order of the links, with whether they wait for their scan."""
        ids = [int(attrs["id"]) if attrs.get("id", "").isdecimal() else 0 for attrs in attrs_list]
        found = Document.objects.with_scans().in_bulk(ids)
        return [found.get(pk) for pk in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the opening tags; `core.rich_text.finished` takes those without an address away."""
        documents = cls.get_many(attrs_list)
        return [_opening(each) if each and not each.is_closed else "<a>" for each in documents]


def _opening(document: Document) -> str:
    language = f' hreflang="{document.language}"' if document.language else ""
    marks = file_marks(document.link_facts, document.title if document.may_shut_people_out else "")
    return f'<a href="{escape(document.url)}"{language}{marks}>'
