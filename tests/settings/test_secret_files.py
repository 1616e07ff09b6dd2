"""A secret may stand in a file, so that it stands nowhere else."""

import pytest

from lasweb.settings.secret_files import SECRETS, read_secret_files
from tests.settings.reading import read, start
from tests.settings.test_production import GOOD


def test_key_and_database_are_read_from_their_files(tmp_path):
    (tmp_path / "key").write_text(GOOD["SECRET_KEY"] + "\n")
    (tmp_path / "database").write_text("postgresql://web:p%40ss@db.example:5433/site?sslmode=require\n")
    others = {name: value for name, value in GOOD.items() if name != "SECRET_KEY"}
    found = read(
        "production", tmp_path, "SECRET_KEY", "DATABASES", **others,
        SECRET_KEY_FILE=str(tmp_path / "key"), DATABASE_URL_FILE=str(tmp_path / "database"),
    )  # fmt: skip
    assert found["SECRET_KEY"] == GOOD["SECRET_KEY"]
    database = found["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == ("db.example", 5433, "p@ss")


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_may_stand_in_a_file_and_a_value_of_its_own_comes_first(tmp_path, name):
    file = tmp_path / "secret"
    file.write_text("  from the file\n")
    environ = {f"{name}_FILE": str(file)}
    read_secret_files(environ)
    assert environ[name] == "from the file"
    environ = {f"{name}_FILE": str(file), name: "given"}
    read_secret_files(environ)
    assert environ[name] == "given"


def test_a_file_that_cannot_be_read_is_named_and_nothing_starts(tmp_path):
    done = start("production", tmp_path, **GOOD | {"SECRET_KEY": "", "SECRET_KEY_FILE": "/not/there"})
    assert done.returncode == 1
    assert done.stderr.startswith("LASweb cannot start: SECRET_KEY_FILE names /not/there")
    assert "Traceback" not in done.stderr
