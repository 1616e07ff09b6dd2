"""Pages for tests, made as the admin makes them: saved as a revision and published."""

from typing import Any

from wagtail.models import Page

from home.models import StandardPage


def publish(parent: Page, slug: str, model: type[Page] = StandardPage, **fields: Any) -> Any:
    """Add a published page below `parent`."""
    page = draft(parent, slug, model, **fields)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def draft(parent: Page, slug: str, model: type[Page] = StandardPage, **fields: Any) -> Any:
    """Add a page below `parent` that was never published."""
    page = model(title=fields.pop("title", slug.replace("-", " ").capitalize()), slug=slug, live=False, **fields)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return page
