"""Make the name of an uploaded file safe to keep, to put into an address and to save under on any computer."""

import re
import unicodedata
from pathlib import PurePosixPath

# What a stem may be long: with its folder it has to fit the column of a FileField.
MAX_STEM = 50
MAX_EXTENSION = 10
# Windows opens a device instead of a file of these names, whatever their ending.
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_NOT_SAFE = re.compile(r"[^A-Za-z0-9_-]+")


def plain_text(text: str) -> str:
    """Return one line of text without control characters and without marks that turn the direction of reading."""
    spaced = re.sub(r"\s+", " ", text)
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co"}).strip()


def base_name(name: str) -> str:
    """Return the last part of a path of Windows or Unix, readable and without dots or spaces at its ends."""
    return plain_text(name.replace("\\", "/").rpartition("/")[2]).strip(". ")


def safe_name(name: str) -> str:
    """Return a name in plain letters that shows its one extension and no other: `Paper.exe.pdf` is `Paper-exe.pdf`.

    Letters with accents lose them; a name of which nothing is left becomes `file`.
    """
    path = PurePosixPath(base_name(name))
    extension = _ascii(path.suffix[1:]).lower()[:MAX_EXTENSION]
    stem = _ascii(path.stem).strip("-_")[:MAX_STEM].strip("-_")
    if not stem or _DEVICES.fullmatch(stem):
        stem = f"file-{stem}".rstrip("-")
    return f"{stem}.{extension}" if extension else stem


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_SAFE.sub("-", plain)
