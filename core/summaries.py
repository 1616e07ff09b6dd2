"""The summaries of pages of any type, read with the pages themselves instead of type by type."""

from django.db.models import TextField, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet

from core.mixins import PublicPage


def with_summaries(pages: PageQuerySet) -> PageQuerySet:
    """Give each of these pages (of class Page) the `summary` of its own type; empty for a type that has none."""
    paths = [
        f"{model._meta.get_field('page_ptr').remote_field.get_accessor_name()}__summary"
        for model in get_page_models()
        if issubclass(model, PublicPage) and Page in model.__bases__
    ]
    none = Value("", output_field=TextField())
    return pages.annotate(summary=Coalesce(*paths, none) if paths else none)
