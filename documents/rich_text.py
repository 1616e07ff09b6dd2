"""Links to documents inside rich text: one to a document that was withdrawn is shown as its words alone."""

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler


class OpenDocumentLinkHandler(DocumentLinkHandler):
    """Wagtail's links to documents, all of one text in one query.

    The page that shows the text cites the document, so that a document is public with it unless it was withdrawn.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Return the opening tags; `core.rich_text.without_dead_links` takes those without an address away."""
        documents = cls.get_many(attrs_list)
        return [f'<a href="{escape(each.url)}">' if each and not each.is_withdrawn else "<a>" for each in documents]
