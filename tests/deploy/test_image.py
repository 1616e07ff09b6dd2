"""What goes into the image, and as whom it runs."""

import re
import tomllib

from tests.processes import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()


def instructions(name: str) -> list[str]:
    joined = re.sub(r"\\\n", " ", DOCKERFILE)
    return [line.removeprefix(name).strip() for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_every_app_is_let_in_and_nothing_that_is_not_needed():
    """Given a new app, then it stands in .dockerignore, or the image would lack it."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    assert "*" in lines
    assert set(rules) <= let_in
    assert let_in - set(rules) == {"deploy/make_secrets.py", "docs/editors", "manage.py", "requirements.txt", "LICENSE"}


def test_the_base_image_is_the_builders_choice():
    assert [source.split()[0] for source in instructions("FROM")] == ["${PYTHON_IMAGE}"] * 2
    assert DOCKERFILE.index("ARG PYTHON_IMAGE=") < DOCKERFILE.index("FROM ")


def test_it_runs_as_nobody_special_and_changes_no_table_by_itself():
    assert instructions("USER") == ["10001:10001"]
    assert DOCKERFILE.rindex("USER ") > DOCKERFILE.rindex("RUN ")
    assert instructions("CMD") == ['["gunicorn", "-c", "python:lasweb.gunicorn"]']
    assert "migrate" not in DOCKERFILE


def test_its_health_is_asked_without_any_other_program():
    assert "lasweb.alive" in instructions("HEALTHCHECK")[0]
    assert "curl" not in DOCKERFILE
    assert "wget" not in DOCKERFILE


def test_only_the_pins_are_installed():
    assert all("--no-deps" in line for line in instructions("RUN") if "pip wheel" in line)
