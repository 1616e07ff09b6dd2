"""`manage.py run_worker`: do what waits to be done in the background until told to stop."""

import logging
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader

from core.worker import LivingWorker


class Command(BaseCommand):
    help = "Do tasks until SIGTERM or Ctrl-C; the one under way is finished first. Run as many as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Do what waits, then end.")
        parser.add_argument("--reload", action="store_true", help="Start again when code changes; for development.")

    def handle(self, *args: Any, **options: Any) -> None:
        # Elsewhere these lines would drown the rest (LOGGING); here they are what there is to tell.
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.INFO)
        worker = LivingWorker(batch=options["batch"])
        if not options["reload"]:
            worker.configure_signals()
            worker.run()
            return
        if os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
            worker.configure_signals()  # only the child that does the work
        run_with_reloader(worker.run)
