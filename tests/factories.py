"""Pages for tests, made as the admin makes them: saved as a revision and published."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from home.models import StandardPage


def publish(parent: Page, slug: str, model: type[Page] = StandardPage, **fields: Any) -> Any:
    """Add a published page below `parent`."""
    page = draft(parent, slug, model, **fields)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def count_rows() -> None:
    """Have PostgreSQL count its rows, as it does by itself within a minute, but not inside a test's transaction.

    Until then it takes a table that has just grown for a small one, and reads it whole for each row of another.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def draft(parent: Page, slug: str, model: type[Page] = StandardPage, **fields: Any) -> Any:
    """Add a page below `parent` that was never published."""
    page = model(title=fields.pop("title", slug.replace("-", " ").capitalize()), slug=slug, live=False, **fields)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return page


def publish_many(parent: Page, count: int, model: type[Page] = StandardPage, **fields: Any) -> None:
    """Add many published pages below `parent` at once, without revisions and signals, for tests of cost.

    Fields may be functions of the page's number, which goes on from the children there are.
    """
    parent.refresh_from_db()
    first = parent.numchild + 1
    common = {"content_type": ContentType.objects.get_for_model(model), "locale_id": parent.locale_id, "live": True}
    base = {field.name for field in Page._meta.local_fields}
    pages, rest = [], []
    for number in range(first, first + count):
        slug = f"{model.__name__.lower()}-{number}"
        values = {name: value(number) if callable(value) else value for name, value in fields.items()}
        values = {"title": slug, "draft_title": slug, "last_published_at": timezone.now()} | values
        own = {name: values.pop(name) for name in list(values) if name not in base}
        path = Page._get_path(parent.path, parent.depth + 1, number)
        url_path = f"{parent.url_path}{slug}/"
        pages.append(Page(path=path, depth=parent.depth + 1, slug=slug, url_path=url_path, **common, **values))
        rest.append(own)
    made = Page.objects.bulk_create(pages)
    count_rows()
    for page, own in zip(made, rest, strict=True):
        model(page_ptr_id=page.pk, **own).save_base(raw=True)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + count)
