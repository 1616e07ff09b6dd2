"""Imports as tests begin them: the upload of the admin, then the worker's part at once."""

from core.importing import runs
from core.importing.staging import stage
from core.models import ImportRun, StagedUpload
from tests.documents.files import PDF, zipped

HEADER = "file,title,type,date,reference,collection\n"


def pdf(words: str) -> bytes:
    return PDF.replace(b"%%EOF", b"% " + words.encode() + b"\n%%EOF")


def staged(table: str | bytes | None, files: dict[str, bytes], user=None, **options) -> ImportRun:
    """A run whose files are in the store and that nobody has looked at."""
    from io import BytesIO

    run = ImportRun.objects.create(importer="documents", started_by=user, options={"collection": "1"} | options)
    if table is not None:
        raw = table if isinstance(table, bytes) else table.encode()
        stage(run, StagedUpload.Kind.TABLE, "manifest.csv", BytesIO(raw))
    for name, content in files.items():
        kind = StagedUpload.Kind.ARCHIVE if name.endswith(".zip") else StagedUpload.Kind.FILE
        stage(run, kind, name, BytesIO(content))
    return run


def checked(table, files, user=None, **options) -> ImportRun:
    """A run after its dry run."""
    run = staged(table, files, user, **options)
    runs.advance(run.pk)
    run.refresh_from_db()
    return run


def brought_in(table, files, user=None, **options) -> ImportRun:
    """A run that was confirmed and done."""
    run = checked(table, files, user, **options)
    runs.confirm(run)
    runs.advance(run.pk)
    run.refresh_from_db()
    return run


def problems(run) -> list[tuple[int, str, str]]:
    """Every problem: line, column, message."""
    whole = [(problem["line"], problem["column"], problem["message"]) for problem in run.problems]
    return whole + [
        (line.number, problem["column"], problem["message"])
        for line in run.lines.order_by("number") for problem in line.problems
    ]  # fmt: skip


def outcomes(run) -> list[tuple[int, str, str]]:
    """What became of each line."""
    return list(run.lines.order_by("number").values_list("number", "outcome", "message"))


def archive(files: dict[str, bytes]) -> bytes:
    return zipped(files)
