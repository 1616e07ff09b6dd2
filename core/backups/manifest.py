"""What an archive says of itself: when it was made, from what, and the size and hash of every part of it."""

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from core.backups.errors import BackupError

# Raised when an archive is laid out so differently that older code could not read it.
FORMAT = 1
UNREADABLE = "The archive's list of contents cannot be read. Use another archive."


@dataclass(frozen=True)
class Entry:
    """One part of an archive: bytes, and SHA-256 of them in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """All that is known of an archive. `files` is by name in the file store, `rows` counts by table."""

    made_at: str
    site: str
    database_kind: str
    database_version: str
    versions: dict[str, str]
    migrations: dict[str, list[str]]
    rows: dict[str, int]
    database: Entry
    files: dict[str, Entry]
    # Files that rows name, and that were missing from the store already.
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    def to_json(self) -> bytes:
        """Return it as it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read it. Raises BackupError for what is no manifest, or one of a newer format."""
        try:
            read: dict[str, Any] = json.loads(text)
            if read["format"] > FORMAT:
                raise BackupError("The archive was made by a newer LASweb. Install that version, then restore.")
            read["database"] = Entry(**read["database"])
            read["files"] = {name: Entry(**entry) for name, entry in read["files"].items()}
            return cls(**{one.name: read[one.name] for one in fields(cls)})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(UNREADABLE) from error

    @property
    def size(self) -> int:
        """Bytes of all parts together."""
        return self.database.size + sum(entry.size for entry in self.files.values())
