"""What the worker does with documents: read what waits to be read."""

from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult


@task(backend="worker")
def read_documents() -> str:
    """Read files for a while; what is left then is for the next task of this kind, behind what else waits."""
    from documents.reading.run import read_what_waits

    return read_what_waits()


def wake_reader() -> None:
    """Have the worker read what waits, once this transaction is committed; that it cannot be asked stops nobody."""
    transaction.on_commit(enqueue_reading, robust=True)


def enqueue_reading() -> bool:
    """Put one task for all files that wait into the queue; False when there is one that no worker has begun."""
    if DBTaskResult.objects.ready().filter(task_path=read_documents.module_path).exists():
        return False
    read_documents.enqueue()
    return True
