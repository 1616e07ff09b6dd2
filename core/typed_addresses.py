"""Refuse the address of one of our own files where it is typed instead of chosen.

A file is public while a page cites it (docs/decisions/0005-private-until-cited.md). An address in a text is no citation
that can be followed: the file behind it would stay private, or close when another page lets go of it.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page, Site

# Our own addresses of files, and those under which Wagtail's own views and folders would have them.
_FILES = r"/+(?:documents/+\d|images/+[0-9a-f]{24}/|(?:media|originals|renditions|original_images)/)"
# A host of ours with or without its scheme, or the place where an address without a host begins.
_BEGINS = r"(?:(?<![\w.-])(?:{hosts})(?::\d+)?|(?<![\w.:/@~%-]))"
_HOW_IT_ENDS = r"[^\s\"'<>)\]]*"
_MOST_SHOWN = 100
ADVICE = (
    "“{address}” is the address of one of our own files. Take it out, and choose the file with the document link of "
    "the text, or in a “Document link” or “Image” block: only then is the file public together with this page."
)


def refuse_typed_addresses(page: Page) -> None:
    """Raise ValidationError for each field of a page, or of its inline rows, that holds the address of a file."""
    address = _pattern()
    errors = {}
    for field in page._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField | StreamField):
            found = _find(address, _texts(field, page))
            if found:
                errors[field.name] = ADVICE.format(address=found)
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        for row in getattr(page, name).all():
            for field in row._meta.concrete_fields:
                found = _find(address, _texts(field, row))
                if found:
                    errors.setdefault("__all__", ADVICE.format(address=found))
    if errors:
        raise ValidationError(errors)


def _pattern() -> re.Pattern[str]:
    hosts = {urlsplit(settings.SITE_URL).hostname or "", *Site.objects.values_list("hostname", flat=True)}
    hosts |= {host.lstrip(".") for host in settings.ALLOWED_HOSTS} - {"*"}
    names = "|".join(sorted(re.escape(host) for host in hosts if host))
    return re.compile(_BEGINS.format(hosts=names) + _FILES + _HOW_IT_ENDS, re.IGNORECASE)


def _texts(field: models.Field[Any, Any], holder: models.Model) -> Iterator[str]:
    value = getattr(holder, field.attname)
    if isinstance(field, StreamField):
        yield from _strings(field.stream_block.get_prep_value(value) if value else ())
    elif isinstance(value, str):
        yield value


def _strings(raw: Any) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict):
        for value in raw.values():
            yield from _strings(value)
    elif isinstance(raw, list | tuple):
        for value in raw:
            yield from _strings(value)


def _find(address: re.Pattern[str], texts: Iterator[str]) -> str:
    for text in texts:
        # As a browser reads it, whatever was escaped.
        if "/" in text and (found := address.search(unquote(unescape(text)))):
            return found[0][:_MOST_SHOWN]
    return ""
