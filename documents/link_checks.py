"""Why a link to a document may lead nowhere."""

from collections.abc import Collection

from core.link_checks import register_document_faults
from documents.models import Document
from documents.storages import StoreUnavailableError
from documents.visibility import public_ids

WITHDRAWN = "The document was withdrawn. Take the link out, or choose another document."
LOST = "The file of this document is lost. Upload it again, or take the link out."
NOT_GIVEN = "Visitors cannot have this document: it waits for the virus check, or no public page shows it."


@register_document_faults
def why_visitors_cannot_have_them(documents: Collection[Document]) -> dict[int, str]:
    """Return why, in editors' words, for those of these documents that visitors cannot have."""
    public = public_ids(Document, [document.pk for document in documents])
    return {document.pk: fault for document in documents if (fault := _fault(document, public=document.pk in public))}


def _fault(document: Document, *, public: bool) -> str:
    if document.is_withdrawn:
        return WITHDRAWN
    if not public:
        return NOT_GIVEN
    try:
        return "" if document.file.storage.exists(str(document.file.name)) else LOST
    except StoreUnavailableError:  # nothing is known tonight, and the site says so elsewhere
        return ""
