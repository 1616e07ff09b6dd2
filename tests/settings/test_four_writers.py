"""Four processes write to the database at once, and nothing is lost."""

import subprocess

from tests.processes import PYTHON, ROOT, managed

TIMES = 100
# Read, then write, in one transaction: in SQLite's default mode many of these fail at the write.
WRITER = f"""
import os
import django
django.setup()
from django.db import transaction
from core.models import JobState, SubmissionCount
for number in range({TIMES}):
    with transaction.atomic():
        count = SubmissionCount.objects.select_for_update().get(form="writers")
        count.count += 1
        count.save()
        JobState.objects.create(name=f"writer {{os.getpid()}} {{number}}")
"""


def test_four_writing_processes_lose_nothing(migrated_site):
    shell = "from core.models import *; from django.utils import timezone;"
    managed(
        migrated_site, "shell", "-v", "0", "-c",
        f"{shell} SubmissionCount.objects.create(form='writers', address_hash='x', window_start=timezone.now())",
    )  # fmt: skip
    writers = [
        subprocess.Popen([PYTHON, "-c", WRITER], cwd=ROOT, env=migrated_site, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [writer.communicate(timeout=120)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0], said
    counted = managed(
        migrated_site, "shell", "-v", "0", "-c",
        f"{shell} print(SubmissionCount.objects.get(form='writers').count);"
        "print(JobState.objects.filter(name__startswith='writer ').count())",
    )  # fmt: skip
    assert counted.split() == [str(4 * TIMES), str(4 * TIMES)]
