"""What an app says about its import: the columns of the table, what is wrong with a line, and how one comes in."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ImproperlyConfigured

from core.models import ImportedLine, ImportedOutcome, ImportRun, StagedUpload


@dataclass(frozen=True)
class Column:
    """A column of the table; its name is in small letters, with underscores for spaces."""

    name: str
    help_text: str
    required: bool = False
    example: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong, as a sentence that says what to do. Line 0 is the import as a whole."""

    message: str
    line: int = 0
    column: str = ""
    # A line with a blocking problem is left out; the import as a whole does not begin with one on line 0.
    blocking: bool = True

    def as_stored(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return asdict(self)


@dataclass(frozen=True)
class Line:
    """One line of the table: its number in the file as a spreadsheet shows it, and its cells by column."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True)
class StagedFile:
    """A file that came with the table."""

    upload: StagedUpload

    @property
    def name(self) -> str:
        """Its name, with its folders where it lay in some."""
        return self.upload.name

    @property
    def sha256(self) -> str:
        """The hash of its content."""
        return self.upload.sha256

    @contextmanager
    def open(self) -> Iterator[Any]:
        """Open it for reading. Raises OSError when the store does not give it."""
        with self.upload.file.storage.open(str(self.upload.file.name), "rb") as opened:
            yield opened


@dataclass(frozen=True)
class Outcome:
    """What became of a line."""

    state: ImportedOutcome
    message: str = ""
    # Where an editor finds what came in.
    address: str = ""


class LineRefusedError(Exception):
    """A line cannot come in; the message says why and what to do."""


@dataclass
class Batch:
    """One import: who asks, what they chose beside the table, the lines and the files."""

    run: ImportRun
    lines: list[Line] = field(default_factory=list)

    @property
    def user(self) -> Any:
        """Who started it; None from the command line without a user."""
        return self.run.started_by

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen in the form."""
        return self.run.options

    @cached_property
    def files(self) -> dict[str, StagedFile]:
        """Every file that came, by its name."""
        uploads = self.run.uploads.filter(kind=StagedUpload.Kind.FILE).order_by("name")
        return {upload.name: StagedFile(upload) for upload in uploads}

    @cached_property
    def _by_last_part(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.files:
            found.setdefault(name.rpartition("/")[2].casefold(), []).append(name)
        return found

    def file(self, name: str) -> StagedFile | None:
        """Return the file of this name; its folder may be left out where no two files share the name."""
        wanted = name.strip().replace("\\", "/").removeprefix("./")
        if wanted in self.files:
            return self.files[wanted]
        alike = [each for each in self._by_last_part.get(wanted.rpartition("/")[2].casefold(), [])
                 if "/" not in wanted or each.casefold().endswith(f"/{wanted.casefold()}")
                 or each.casefold() == wanted.casefold()]  # fmt: skip
        return self.files[alike[0]] if len(alike) == 1 else None


class Importer(ABC):
    """How one kind of thing is imported."""

    key: ClassVar[str]  # in addresses and in the database
    title: ClassVar[str]  # of the page, e.g. "Add many documents"
    icon: ClassVar[str] = "upload"
    columns: ClassVar[tuple[Column, ...]]
    takes_files: ClassVar[bool] = False
    # What goes on with what came in once an import is finished, and the name of the list in which to look at it.
    afterwards: ClassVar[str] = ""
    list_url_name: ClassVar[str] = ""

    @abstractmethod
    def may_use(self, user: Any) -> bool:
        """Whether this person may import at all; what they may do with one line, `check_line` says."""

    def option_fields(self, user: Any) -> dict[str, forms.Field]:
        """Return what is asked beside the table; `clean_options` makes it fit for JSON."""
        return {}

    def clean_options(self, chosen: dict[str, Any]) -> dict[str, Any]:
        """Return the chosen options as JSON keeps them."""
        return chosen

    def check_batch(self, batch: Batch) -> Iterable[Problem]:
        """Return what is wrong across lines: two of one reference, files that no line names."""
        return ()

    @abstractmethod
    def check_line(self, batch: Batch, line: Line) -> Iterable[Problem]:
        """Return what is wrong with one line; nothing is written."""

    @abstractmethod
    def plan_line(self, batch: Batch, line: Line) -> str:
        """Return in a few words what would become of a line that has no problem, e.g. "new"."""

    @abstractmethod
    def import_line(self, batch: Batch, line: Line) -> Outcome:
        """Bring the line in, or change or leave what it brought in before; called inside a transaction of its own.

        Raises LineRefusedError or ValidationError; then nothing of the line has come in.
        """


_importers: dict[str, Importer] = {}


def register_importer(importer: type[Importer]) -> type[Importer]:
    """Register the decorated importer under its key."""
    known = _importers.get(importer.key)
    if known is not None and type(known).__qualname__ != importer.__qualname__:
        raise ImproperlyConfigured(f"Two importers have the key {importer.key!r}.")
    _importers[importer.key] = importer()
    return importer


def find_importer(key: str) -> Importer | None:
    """Return the importer of this key, None where there is none."""
    return _importers.get(key)


def registered_importers() -> list[Importer]:
    """Return every importer, by key."""
    return [_importers[key] for key in sorted(_importers)]


def lines_of(run: ImportRun) -> list[ImportedLine]:
    """Return the lines that were read, in their order."""
    return list(run.lines.order_by("number"))
