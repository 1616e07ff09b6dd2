"""`manage.py run_scheduler`: run every app's jobs at their times until told to stop."""

import logging
import signal
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from core.scheduler import build_scheduler, registered_jobs

logger = logging.getLogger(__name__)


class _ToldToStopError(Exception):
    """SIGTERM or Ctrl-C came."""


def _stop(number: int, frame: FrameType | None) -> None:
    # A second signal ends the process at once.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_DFL)
    raise _ToldToStopError


class Command(BaseCommand):
    """Run the jobs in threads; this one only waits for the signal to stop."""

    help = "Run every app's jobs at their times, until SIGTERM or Ctrl-C; jobs that are running are finished first."

    def handle(self, *args: Any, **options: Any) -> None:
        scheduler = build_scheduler()
        try:
            for each in (signal.SIGTERM, signal.SIGINT):
                signal.signal(each, _stop)
            scheduler.start()
            logger.info("scheduler started: %s", ", ".join(job.name for job in registered_jobs()))
            # Not signal.pause(): a signal that comes just before it would be noticed only at the next one.
            while True:
                time.sleep(1)
        except _ToldToStopError:
            logger.info("scheduler stopping")
        scheduler.shutdown(wait=True)
