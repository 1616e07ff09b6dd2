"""The embedded default: a site that needs nothing besides its own folder."""

import stat
import subprocess

from tests.processes import PYTHON, ROOT, environment
from tests.settings.reading import read, start


def test_the_database_is_sqlite_that_queues_its_writers(tmp_path):
    database = read("dev", tmp_path, "DATABASES")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == str(tmp_path / "db.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert database["ATOMIC_REQUESTS"] is False


def test_everything_is_kept_in_one_folder(tmp_path):
    settings = read("dev", tmp_path, "MEDIA_ROOT", "STATIC_ROOT", "EMAIL_FILE_PATH")
    assert settings == {
        "MEDIA_ROOT": str(tmp_path / "media"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "EMAIL_FILE_PATH": str(tmp_path / "mail"),
    }


def test_the_site_makes_itself_a_key_that_only_its_owner_reads_and_keeps_it(tmp_path):
    first = read("dev", tmp_path, "SECRET_KEY")["SECRET_KEY"]
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert read("dev", tmp_path, "SECRET_KEY")["SECRET_KEY"] == first


def test_processes_that_start_together_agree_on_the_key(tmp_path):
    script = "from lasweb.settings.dev import SECRET_KEY; print(SECRET_KEY)"
    env = environment(tmp_path)
    started = [
        subprocess.Popen([PYTHON, "-c", script], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert len({process.communicate(timeout=60)[0] for process in started}) == 1


def test_wagtails_tasks_are_immediate_and_ours_go_to_the_worker(tmp_path):
    tasks = read("dev", tmp_path, "TASKS")["TASKS"]
    assert tasks["default"]["BACKEND"] == "django_tasks.backends.immediate.ImmediateBackend"
    assert tasks["worker"]["BACKEND"] == "django_tasks_db.DatabaseBackend"


def test_debugging_is_only_on_where_it_is_asked_for(tmp_path):
    assert read("dev", tmp_path, "DEBUG")["DEBUG"] is False
    assert read("dev", tmp_path, "DEBUG", DJANGO_DEBUG="1")["DEBUG"] is True


def test_what_the_database_address_says_itself_is_kept(tmp_path):
    address = "postgresql://site:secret@db.example.org:5433/site?sslmode=require"
    database = read("base", tmp_path, "DATABASES", DATABASE_URL=address)["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", 5433, "site")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"] == {"min_size": 1, "max_size": 8, "timeout": 3, "reconnect_timeout": 2}
    assert database["OPTIONS"]["connect_timeout"] == 5
    assert "statement_timeout=15000" in database["OPTIONS"]["options"]


def test_a_database_we_do_not_know_is_refused(tmp_path):
    done = start("base", tmp_path, DATABASE_URL="mysql://site@db/site")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("DATABASE_URL must begin with sqlite:// or postgresql://.")
