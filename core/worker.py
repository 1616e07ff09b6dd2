"""The worker: django-tasks-db's, which also says every few seconds that it is alive and what it is doing.

A worker that is killed leaves its task marked as running for ever; from what the workers say, `take_back_tasks` knows
whose tasks nobody is doing any more.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.db import Error, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from core.log_context import log_context
from core.models import WorkerState

logger = logging.getLogger(__name__)

BACKEND = "worker"
# How often a worker says that it is alive (seconds), and after how long without a word it is dead.
SAY_EVERY = 10
DEAD_AFTER = timedelta(seconds=60)
# A task that killed this many workers is not given to another.
MOST_TRIES = 3


class LivingWorker(Worker):
    """A worker for our tasks."""

    def __init__(self, *, batch: bool = False) -> None:
        super().__init__(
            queue_names=["default"], interval=1, batch=batch, backend_name=BACKEND, startup_delay=False,
            max_tasks=None, worker_id=get_random_string(32), excluded_queue_names=[],
        )  # fmt: skip
        self._started_at = timezone.now()
        self._doing = ""
        self._done = Event()

    def run(self) -> None:
        """Do tasks until told to stop; say meanwhile that this worker is alive."""
        with self._telling():
            super().run()

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        """Do one task, with its number on each line that it logs."""
        self._doing = db_task_result.task_path
        try:
            with log_context(task=str(db_task_result.id)):
                super().run_task(db_task_result)
        finally:
            self._doing = ""

    @contextmanager
    def _telling(self) -> Iterator[None]:
        teller = Thread(target=self._tell, name="worker's pulse", daemon=True)
        teller.start()
        try:
            yield
        finally:
            self._done.set()
            teller.join(timeout=SAY_EVERY)

    def _tell(self) -> None:
        try:
            while True:
                self._say(lambda: WorkerState.objects.update_or_create(
                    worker_id=self.worker_id,
                    defaults={"started_at": self._started_at, "seen_at": timezone.now(), "task": self._doing[:255]},
                ))  # fmt: skip
                if self._done.wait(SAY_EVERY):
                    break
            self._say(lambda: WorkerState.objects.filter(worker_id=self.worker_id).delete())
        finally:
            connections.close_all()

    def _say(self, say: Any) -> None:
        try:
            say()
        except Error as error:
            # The next time will do; the connection that failed is of no use any more.
            logger.warning("the worker could not say that it is alive: %s", type(error).__name__)
            connections.close_all()


def take_back_tasks() -> str:
    """Give tasks whose worker died to another, and give up those that killed several; say what was done.

    So every task of ours may be done twice, and must do no harm then.
    """
    now = timezone.now()
    alive = set(WorkerState.objects.filter(seen_at__gt=now - DEAD_AFTER).values_list("worker_id", flat=True))
    running = DBTaskResult.objects.running().filter(backend_name=BACKEND, started_at__lt=now - DEAD_AFTER)
    again = given_up = 0
    for task in running:
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        # The same row as was read: a worker that lives after all has finished it meanwhile, or nobody has.
        same = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at)
        if len(task.worker_ids) < MOST_TRIES:
            again += same.update(status=TaskResultStatus.READY)
        else:
            given_up += same.update(
                status=TaskResultStatus.FAILED, finished_at=now, exception_class_path="builtins.RuntimeError",
                traceback=f"{len(task.worker_ids)} workers died while they did this task.",
            )  # fmt: skip
    WorkerState.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    said = [f"{again} tasks of dead workers taken back"] if again else []
    return "; ".join([*said, f"{given_up} given up"] if given_up else said)
