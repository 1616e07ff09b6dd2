"""What keeps the site from starting: settings under which files could be had past our own views.

`manage.py` looks before each command, the web server when it loads `lasweb.wsgi`. Nothing here asks the network;
whether the bucket itself lets strangers in is asked by `check_services` and by the proof (documents.proof).
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.files.storage import storages
from django.urls import URLPattern, URLResolver, get_resolver

from documents.storages import BucketFiles, PrivateStore

FILES = "files"
# Views that hand out files to whoever asks: of Django, of Wagtail, and Wagtail's listings of them.
OPEN_VIEWS = (
    "django.views.static",
    "wagtail.documents.views.serve",
    "wagtail.documents.api.v2",
    "wagtail.images.api.v2",
    "wagtail.images.views.serve",
    "wagtail.contrib.sendfile",
    "wagtail.api",
)
_INTERNAL_ADDRESS = re.compile(r"(/[A-Za-z0-9_-]+)+/")
# A signed address that somebody made by hand is good for no longer (seconds).
LONGEST_SIGNED = 30


@register(FILES)
def files_are_private(**_: Any) -> list[Error]:
    """Return a line for each way in which files could be had past our own views."""
    return [*_store_faults(), *_folder_faults(), *_view_faults(), *_redirect_faults()]


def faults() -> list[str]:
    """Return what keeps the site from starting, a line each with what to do."""
    return [f"{error.msg} {error.hint}" for error in files_are_private()]


def _store_faults() -> Iterator[Error]:
    if not isinstance(storages["default"], PrivateStore):
        yield _error(201, "STORAGES['default'] is a store that gives its files addresses.", "Leave it to the settings.")
    from documents.deletions import named_files

    for model, field in named_files():
        if not isinstance(field.storage, PrivateStore):
            name = f"{model._meta.label}.{field.name}"
            yield _error(202, f"{name} keeps its files outside the private store.", "Give it no storage of its own.")
    store: Any = storages["default"]
    if isinstance(store, BucketFiles):
        yield from _bucket_faults(store)


def _bucket_faults(store: BucketFiles) -> Iterator[Error]:
    refused = {
        "default_acl": store.default_acl not in {None, "private"},
        "querystring_auth": not store.querystring_auth,
        "file_overwrite": bool(store.file_overwrite),
        "custom_domain": bool(store.custom_domain),
        "querystring_expire": store.querystring_expire > LONGEST_SIGNED,
        "object_parameters": "ACL" in store.object_parameters,
    }
    for option in (option for option, wrong in refused.items() if wrong):
        yield _error(203, f"The bucket's option {option} would expose files or replace them.", "Leave it as it was.")


def _folder_faults() -> Iterator[Error]:
    if isinstance(storages["default"], BucketFiles):
        return
    root = Path(settings.MEDIA_ROOT).resolve()
    if not settings.MEDIA_ROOT:
        yield _error(204, "MEDIA_ROOT is not set: files would lie where the site was started.", "Name a folder.")
        return
    sent = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS, getattr(settings, "WHITENOISE_ROOT", None)]
    for folder in (Path(folder).resolve() for folder in sent if folder):
        if root == folder or root.is_relative_to(folder):
            yield _error(204, f"Files lie in {root}, inside {folder}, which everybody is sent.", "Move one of them.")


def _view_faults() -> Iterator[Error]:
    if settings.WAGTAILDOCS_SERVE_METHOD != "serve_view":
        hint = "Set it to 'serve_view'."
        yield _error(205, f"WAGTAILDOCS_SERVE_METHOD is {settings.WAGTAILDOCS_SERVE_METHOD!r}.", hint)
    for route, module in _views(get_resolver(), ""):
        if module.startswith(OPEN_VIEWS):
            yield _error(206, f"/{route} is answered by {module}, which asks nobody.", "Take it out of the addresses.")


def _views(resolver: URLResolver, before: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _views(each, route)
        elif isinstance(each, URLPattern):
            view: Any = each.callback
            yield route, getattr(view, "view_class", getattr(view, "cls", view)).__module__


def _redirect_faults() -> Iterator[Error]:
    address = settings.PRIVATE_FILES_REDIRECT
    if not address:
        return
    if not _INTERNAL_ADDRESS.fullmatch(address):
        yield _error(207, f"PRIVATE_FILES_REDIRECT is {address!r}.", "It is a path such as /_private/.")
    if isinstance(storages["default"], BucketFiles):
        yield _error(207, "PRIVATE_FILES_REDIRECT is for local files, and S3_BUCKET is set.", "Leave one of them out.")


def _error(number: int, message: str, hint: str) -> Error:
    return Error(message, hint=f"{hint} See docs/operations/files.md.", id=f"lasweb.E{number}")
