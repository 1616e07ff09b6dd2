"""What makes a file public although no page cites it."""

from documents.models import Document, Image
from documents.visibility import register_citer
from home.models import OrganisationSettings


@register_citer
def the_logo(file: Document | Image) -> bool:
    """The trust's logo stands in the header of every page."""
    return isinstance(file, Image) and OrganisationSettings.objects.filter(logo=file).exists()
