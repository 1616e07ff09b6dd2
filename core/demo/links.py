"""Turns the addresses that the demo's texts name into links to the pages that stand there."""

import re
from collections.abc import Callable
from typing import Any

from django.urls import Resolver404, resolve

from core.demo.body import At, Made

# Given a key, the primary key of what the demo made under it; None when an editor has deleted it since.
Find = Callable[[str], int | None]

_LINK = re.compile(r'<a href="(/[^"#?]*)([#?][^"]*)?">(.*?)</a>', re.DOTALL)


class GoneError(Exception):
    """What a block needs was deleted by an editor: the block goes with it."""


def resolved(value: Any, find: Find) -> Any:
    """Return a field's value with every `At` and `Made` replaced by a primary key and every link by a page link."""
    try:
        return _resolved(value, find)
    except GoneError:
        return None


def _resolved(value: Any, find: Find) -> Any:
    if isinstance(value, At):
        return _present(find(value.address))
    if isinstance(value, Made):
        return _present(find(value.key))
    if isinstance(value, str):
        return _LINK.sub(lambda match: _link(match, find), value)
    if isinstance(value, dict):
        return {name: _resolved(item, find) for name, item in value.items()}
    if isinstance(value, list):
        return _kept(value, find)
    return value


def _present(pk: int | None) -> int:
    if pk is None:
        raise GoneError
    return pk


def _kept(items: list[Any], find: Find) -> list[Any]:
    kept = []
    for item in items:
        try:
            kept.append(_resolved(item, find))
        except GoneError:
            continue
    if items and not kept:
        raise GoneError
    return kept


def _link(match: re.Match[str], find: Find) -> str:
    address, rest, words = match[1], match[2] or "", match[3]
    if is_view(address):
        return match[0]
    pk = find(address)
    if pk is None:
        return words
    return match[0] if rest else f'<a linktype="page" id="{pk}">{words}</a>'


def is_view(address: str) -> bool:
    """Whether a view of ours, not a page of the tree, answers at this address."""
    try:
        return resolve(address).url_name != "wagtail_serve"
    except Resolver404:
        return False
