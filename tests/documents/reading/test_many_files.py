"""Three workers, one of them killed with a file in its hands: no file is lost, and none is read twice to the end.

`make bench` does the same with a thousand.
"""

import json
import subprocess

import pytest

from tests import originals
from tests.processes import PYTHON, ROOT, environment

FILES = 45


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_of_a_file_loses_nothing(tmp_path):
    command = [PYTHON, "-m", "bench.many_files", str(FILES), "3"]
    with originals.a_copy(originals.MIGRATED, tmp_path) as database:
        env = environment(tmp_path, **database)
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["files"], found["read"], found["pages"]) == (FILES, FILES, 2 * FILES)
    assert (found["ended twice"], found["workers"]) == (0, 3)
    assert found["begun twice"] == 1, "the file that the killed worker had"
