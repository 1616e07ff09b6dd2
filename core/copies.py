"""Where else the words of a page stand: what an editor should know before taking it down."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from core.visibility import visible_ids


@dataclass(frozen=True)
class Elsewhere:
    """Live pages that have to do with a page to be withdrawn, with those that stay public first."""

    copies: list[Page]
    translations: list[Page]
    aliases: list[Page]
    citing: list[Page]

    def __bool__(self) -> bool:
        return bool(self.copies or self.translations or self.aliases or self.citing)


def elsewhere(page: Page) -> Elsewhere:
    """Return the live copies, translations and aliases of a page and of what lies below it, and what links to it."""
    branch = page.get_descendants(inclusive=True)
    outside = Page.objects.filter(live=True).exclude(pk__in=branch.values("pk")).order_by("path")
    pages = ContentType.objects.get_for_model(Page)
    citing = ReferenceIndex.get_references_to(page).filter(base_content_type=pages).values_list("object_id", flat=True)
    keys = branch.filter(alias_of=None).values("translation_key")
    return Elsewhere(
        copies=list(outside.filter(pk__in=_copies(page))),
        translations=list(outside.filter(translation_key__in=keys, alias_of=None)),
        aliases=list(outside.filter(alias_of__in=branch.values("pk"))),
        citing=list(Page.objects.filter(pk__in=visible_ids(int(pk) for pk in citing)).exclude(pk=page.pk)),
    )


def _copies(page: Page) -> set[int]:
    """Return the pages that share versions with these, because one was copied from the other.

    Wagtail's log names the parent of what was copied, not the page itself; but a copy brings its versions, each with
    the moment at which it was saved.
    """
    branch = {str(pk) for pk in page.get_descendants(inclusive=True).values_list("pk", flat=True)}
    moments = Revision.page_revisions.filter(object_id__in=branch).values("created_at")
    sharing = Revision.page_revisions.filter(created_at__in=moments).values_list("object_id", flat=True)
    others = {int(pk) for pk in sharing.distinct()} - {int(pk) for pk in branch}
    copied = PageLogEntry.objects.filter(action="wagtail.copy")
    if copied.filter(page_id__in=branch).exists():
        return others
    return set(copied.filter(page_id__in=others).values_list("page_id", flat=True))
