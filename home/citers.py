"""What makes a file public although no page cites it."""

from collections.abc import Collection, Iterable

from documents.models import Image
from documents.visibility import FileModel, register_citer
from home.models import OrganisationSettings


@register_citer
def the_logo(model: FileModel, ids: Collection[int]) -> Iterable[int]:
    """The trust's logo stands in the header of every page."""
    if model is not Image:
        return ()
    return OrganisationSettings.objects.filter(logo__in=ids).values_list("logo", flat=True)
