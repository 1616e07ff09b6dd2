"""Many documents at once: files, and a table that says what they are (core.importing)."""

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag
from wagtail.documents.permissions import permission_policy
from wagtail.log_actions import log
from wagtail.models import Collection

from core.importing import (
    Batch,
    Column,
    Importer,
    Line,
    LineRefusedError,
    Outcome,
    Problem,
    StagedFile,
    register_importer,
)
from core.models import ImportedOutcome
from documents.collection_names import collection_names, find_collection
from documents.dates import NoDateError, parse_date
from documents.file_names import base_name, plain_text
from documents.models import Document
from documents.scanning import is_held
from documents.services import replace_file
from documents.uploads import check_content

_MAX_TITLE, _MAX_REFERENCE, _MAX_TYPE = 255, 60, 100
_EXTRA_NAMED = 10
NEW, NEW_VERSION, CHANGED, THERE = "new", "new version", "details change", "already there"


@register_importer
class DocumentImporter(Importer):
    """Documents; a second line of the same reference, in a later import, is their next version."""

    key = "documents"
    title = "Add many documents"
    icon = "doc-full-inverse"
    takes_files = True
    afterwards = "The files are read now. The list of documents says what was read, and what keeps people from a file."
    list_url_name = "wagtaildocs:index"
    columns: ClassVar[tuple[Column, ...]] = (
        Column("file", "The file's name, with its folder if need be.", required=True, example="TB-26-14.pdf"),
        Column("title", "What readers see. Not the file's name.", required=True, example="Board paper 14: winter plan"),
        Column("type", "What kind of document it is, in one or two words. It becomes a tag.", example="Board paper"),
        Column("date", "The date that stands on it: 2026-03-31 or 31/03/2026.", example="2026-03-31"),
        Column("reference", "Your number for it. Another file of that number is a new version.", example="TB/26/14"),
        Column("collection", "Where it belongs; empty for the one chosen above. Below another: “Board / 2026”."),
    )  # fmt: skip

    def may_use(self, user: Any) -> bool:
        """Whether they may add documents anywhere."""
        return bool(permission_policy.user_has_permission(user, "add"))

    def option_fields(self, user: Any) -> dict[str, forms.Field]:
        """Ask for the collection of lines that name none."""
        allowed = _collections_for(user)
        choices = [(str(pk), name) for pk, name in collection_names().items() if pk in allowed]
        return {"collection": forms.ChoiceField(label="Collection of lines that name none", choices=choices)}

    def check_batch(self, batch: Batch) -> Iterator[Problem]:
        """Look for what two lines may not share, and for files that no line names."""
        for column, what in (("file", "This file"), ("reference", "This reference")):
            cells = [(line.number, self._shared(batch, line, column)) for line in batch.lines]
            seen: dict[str, int] = {}
            for number, cell in cells:
                if cell and cell in seen:
                    yield Problem(f"{what} stands in line {seen[cell]} already. Keep one of the two.", number, column)
                elif cell:
                    seen[cell] = number
        contents = Counter(found.sha256 for line in batch.lines if (found := batch.file(line["file"])))
        for line in batch.lines:
            found = batch.file(line["file"])
            if found and contents[found.sha256] > 1:
                yield Problem("Another line has a file of the same content.", line.number, "file", blocking=False)
        named = {found.name for line in batch.lines if (found := batch.file(line["file"]))}
        extra = sorted(set(batch.files) - named)
        if extra:
            more = f" and {len(extra) - _EXTRA_NAMED} more" if len(extra) > _EXTRA_NAMED else ""
            names = ", ".join(extra[:_EXTRA_NAMED])
            yield Problem(f"No line names these files, so they are left out: {names}{more}.", blocking=False)
        kinds = {line["type"] for line in batch.lines if line["type"]}
        if new := sorted(kinds - set(Tag.objects.filter(name__in=kinds).values_list("name", flat=True))):
            yield Problem(
                f"These types are not among the tags yet, and are added to them: {', '.join(new)}.", blocking=False
            )

    @staticmethod
    def _shared(batch: Batch, line: Line, column: str) -> str:
        if column == "file" and (found := batch.file(line["file"])):
            return found.name
        return line[column].casefold()

    def check_line(self, batch: Batch, line: Line) -> Iterator[Problem]:
        """Look at every cell, the file's content included."""
        yield from _check_file(batch, line)
        yield from _check_words(line)
        try:
            date = parse_date(line["date"])
        except NoDateError as error:
            yield Problem(str(error), line.number, "date")
        else:
            if date and date > timezone.localdate():
                yield Problem("This date is still to come.", line.number, "date", blocking=False)
        yield from _check_place(batch, line)

    def plan_line(self, batch: Batch, line: Line) -> str:
        """Say whether it is new, a version, or there."""
        found = batch.file(line["file"])
        document = _existing(line, found) if found else None
        if document is None or found is None:
            return NEW
        if document.sha256 != found.sha256:
            return NEW_VERSION
        return CHANGED if _differences(batch, line, document) else THERE

    def import_line(self, batch: Batch, line: Line) -> Outcome:
        """Add the document, put a new version under its address, change its details, or leave it."""
        problem = next((each for each in self.check_line(batch, line) if each.blocking), None)
        if problem:
            raise LineRefusedError(problem.message)
        found = batch.file(line["file"])
        if found is None:
            raise LineRefusedError("Its file is no longer there. Import it again.")
        document = _existing(line, found)
        if document is None:
            document, state, message = _add(batch, line, found), ImportedOutcome.CREATED, ""
        else:
            state, message = _update(batch, line, document, found)
        if is_held(str(document.file.name)):
            message = f"{message} It waits for the virus scan and is not public before.".strip()
        return Outcome(state, message, reverse("wagtaildocs:edit", args=[document.pk]))


def _collections_for(user: Any) -> set[int]:
    if user is None:  # from the command line
        return set(Collection.objects.values_list("pk", flat=True))
    allowed = permission_policy.collections_user_has_permission_for(user, "add")
    return set(allowed.values_list("pk", flat=True))


def _check_file(batch: Batch, line: Line) -> Iterator[Problem]:
    if not line["file"]:
        return
    found = batch.file(line["file"])
    if found is None:
        close = get_close_matches(line["file"], list(batch.files), n=1, cutoff=0.75)
        hint = f" Did you mean “{close[0]}”?" if close else " Upload it with the table."
        yield Problem(f"No file of this name was uploaded.{hint}", line.number, "file")
        return
    try:
        with found.open() as opened:
            check_content(base_name(found.name), opened)
    except ValidationError as error:
        yield Problem(" ".join(error.messages), line.number, "file")


def _check_words(line: Line) -> Iterator[Problem]:
    for column, longest in (("title", _MAX_TITLE), ("reference", _MAX_REFERENCE), ("type", _MAX_TYPE)):
        text = line[column]
        if len(text) > longest:
            yield Problem(f"This has {len(text)} characters; at most {longest} fit.", line.number, column)
        elif text and plain_text(text) != text:
            yield Problem("This holds characters that cannot be seen. Type it anew.", line.number, column)


def _check_place(batch: Batch, line: Line) -> Iterator[Problem]:
    collection, problem = find_collection(line["collection"])
    if problem:
        yield Problem(problem, line.number, "collection")
        return
    found = batch.file(line["file"])
    document = _existing(line, found) if found else None
    target = collection.pk if collection else int(batch.options["collection"])
    user = batch.user
    if (document is None or collection) and target not in _collections_for(user):
        yield Problem("You may not add documents to this collection. Choose another.", line.number, "collection")
    if document is None or found is None:
        return
    if user is not None and not permission_policy.user_has_permission_for_instance(user, "change", document):
        yield Problem(f"“{document.title}” has this reference or content, and you may not change it.", line.number)
    elif document.is_withdrawn:
        yield Problem(f"“{document.title}” is withdrawn, and stays so.", line.number, blocking=False)


def _existing(line: Line, found: StagedFile) -> Document | None:
    """Return the document that the line is about: the one of its reference; without one, that of the same content."""
    documents = Document.objects.order_by("pk")
    if line["reference"]:
        return documents.filter(reference__iexact=line["reference"]).first()
    return documents.filter(sha256=found.sha256).first()


def _differences(batch: Batch, line: Line, document: Document) -> dict[str, Any]:
    """Return the details that the line says otherwise; an empty cell says nothing."""
    date, (collection, _) = parse_date(line["date"]), find_collection(line["collection"])
    said = {
        "title": line["title"],
        "document_date": date,
        "reference": line["reference"],
        "collection_id": collection.pk if collection else None,
    }
    wanted = {name: value for name, value in said.items() if value and getattr(document, name) != value}
    if line["type"] and not document.tags.filter(name=line["type"]).exists():
        wanted["type"] = line["type"]
    return wanted


def _add(batch: Batch, line: Line, found: StagedFile) -> Document:
    collection, _ = find_collection(line["collection"])
    with found.open() as opened:
        document = Document(
            title=line["title"], reference=line["reference"], document_date=parse_date(line["date"]),
            collection_id=collection.pk if collection else int(batch.options["collection"]),
            uploaded_by_user=batch.user, file=File(opened, name=base_name(found.name)),
        )  # fmt: skip
        document.full_clean()
        document.save()
    if line["type"]:
        document.tags.add(line["type"])
    log(document, "wagtail.create", user=batch.user)
    return document


def _update(batch: Batch, line: Line, document: Document, found: StagedFile) -> tuple[ImportedOutcome, str]:
    differences = _differences(batch, line, document)
    kind = differences.pop("type", "")
    for name, value in differences.items():
        setattr(document, name, value)
    if document.sha256 != found.sha256:
        with found.open() as opened:
            version = replace_file(document, File(opened, name=base_name(found.name)), batch.user)
        said = f"Version {version.number}."
    elif differences or kind:
        document.full_clean(exclude=["file"])
        document.save()
        log(document, "wagtail.edit", user=batch.user)
        said = "Details changed."
    else:
        return ImportedOutcome.UNCHANGED, ""
    if kind:
        document.tags.add(kind)
    return ImportedOutcome.CHANGED, said
