"""The services' secrets are made once, on the machine that runs them."""

import stat
import subprocess
import sys

import environ
import pytest

from deploy.make_secrets import make_secrets
from lasweb.settings.faults import production_faults
from tests.processes import ROOT

FILES = {"secret_key", "postgres_password", "database_url"}


def contents(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_all_are_made_and_good_enough_for_production(tmp_path):
    assert set(make_secrets(tmp_path)) == FILES
    found = contents(tmp_path)
    assert set(found) == FILES
    assert production_faults(found["secret_key"], ["example.org"], "https://example.org") == []
    database = environ.Env.db_url_config(found["database_url"])
    assert (database["HOST"], database["USER"], database["NAME"]) == ("postgres", "lasweb", "lasweb")
    assert database["PASSWORD"] == found["postgres_password"]


def test_what_is_there_is_never_changed(tmp_path):
    make_secrets(tmp_path)
    before = contents(tmp_path)
    assert make_secrets(tmp_path) == []
    assert contents(tmp_path) == before


def test_what_is_missing_is_made_to_fit_what_is_there(tmp_path):
    """Given it was stopped half way, when it runs again, then the address holds the password that was made."""
    (tmp_path / "postgres_password").write_text("made-before")
    assert set(make_secrets(tmp_path)) == FILES - {"postgres_password"}
    assert "made-before" in (tmp_path / "database_url").read_text()


def test_two_installations_share_nothing(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        make_secrets(tmp_path / name)
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert all(one[name] != two[name] for name in FILES)


@pytest.mark.parametrize(
    ("name", "mode"), [("secret_key", 0o400), ("database_url", 0o400), ("postgres_password", 0o444)]
)
def test_only_who_needs_a_secret_may_read_it(tmp_path, name, mode):
    make_secrets(tmp_path)
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == mode


def test_it_needs_nothing_but_python_and_shows_no_secret(tmp_path):
    done = subprocess.run(
        [sys.executable, "-I", "deploy/make_secrets.py", str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert not any(secret in done.stdout for secret in contents(tmp_path).values())
