"""Where files lie in the store: under names that nobody can guess, none of them ever used twice."""

import secrets
from pathlib import PurePosixPath
from typing import Any

from documents.file_names import safe_name

# The length of a FileField's column, less room for the suffix a storage adds to a name in use.
MAX_PATH = 90


def unguessable(folder: str, filename: str) -> str:
    """Put each upload in a folder of its own with a name nobody can guess, so that no name is used twice."""
    stem, extension = PurePosixPath(filename).stem, PurePosixPath(filename).suffix
    start = f"{folder}/{secrets.token_hex(12)}/"
    return start + stem[: MAX_PATH - len(start) - len(extension)] + extension


def document_upload_to(document: Any, filename: str) -> str:
    """Return a path in the file store that was never used before."""
    return unguessable("documents", safe_name(filename))


def cover_upload_to(reading: Any, filename: str) -> str:
    """Return a path for a picture of a document's first page that was never used before."""
    return unguessable("covers", safe_name(filename))


def is_new(file: Any) -> bool:
    """Whether a file was put on the model that is not in the store yet."""
    return bool(file) and not file._committed
