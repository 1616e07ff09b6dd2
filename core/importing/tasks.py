"""What the worker does for imports."""

from django_tasks import task

from core.importing.runs import advance


@task(backend="worker")
def advance_import(run_id: int) -> str:
    """Check an import, or bring it in, whichever it waits for."""
    return advance(run_id)
