"""The virtual environment: installed once, again when the pins change, and from scratch after an interruption."""

import subprocess
import sys

import pytest

from scripts import environment


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout whose only package is a small one of its own, so that nothing is downloaded."""
    package = tmp_path / "greeting"
    package.mkdir()
    (package / "greeting.py").write_text("WORDS = 'hello'\n")
    (package / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "builder"\nbackend-path = ["."]\n'
    )
    (package / "builder.py").write_text(BUILDER)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    for name, pins in (("RUNTIME_PINS", "requirements.txt"), ("DEV_PINS", "requirements-dev.txt")):
        (tmp_path / pins).write_text(f"{package}\n")
        monkeypatch.setattr(environment, name, [tmp_path / pins])
    return tmp_path


# The smallest builder of a wheel: one module and what pip wants to know of it.
BUILDER = """
import zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "greeting-1.0-py3-none-any.whl"
    facts = "greeting-1.0.dist-info"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.write("greeting.py")
        wheel.writestr(f"{facts}/METADATA", "Metadata-Version: 2.1\\nName: greeting\\nVersion: 1.0\\n")
        wheel.writestr(f"{facts}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{facts}/RECORD", f"greeting.py,,\\n{facts}/METADATA,,\\n{facts}/WHEEL,,\\n{facts}/RECORD,,\\n")
    return name
"""


def works(checkout):
    run = subprocess.run([checkout / ".venv/bin/python", "-c", "import greeting"], capture_output=True)
    return run.returncode == 0


def test_it_installs_once_and_again_when_the_pins_change(checkout):
    assert environment.ensure() is True
    assert works(checkout)
    assert environment.ensure() is False
    pins = checkout / "requirements.txt"
    pins.write_text(pins.read_text() + "# another word\n")
    assert environment.ensure() is True


def test_the_development_pins_serve_for_running_too(checkout):
    assert environment.ensure(dev=True) is True
    assert environment.ensure() is False
    assert environment.ensure(dev=True) is False


def test_after_an_interruption_it_starts_from_an_empty_environment(checkout):
    """Given an installation that was killed half way, when it is called again, then nothing of it is left."""
    environment.ensure()
    (checkout / ".venv" / ".installed").unlink()
    (checkout / ".venv" / ".installing").touch()
    leftover = checkout / ".venv" / "lib" / "leftover"
    leftover.touch()
    assert environment.ensure() is True
    assert not leftover.exists()
    assert not (checkout / ".venv" / ".installing").exists()
    assert works(checkout)


def test_an_installation_that_fails_says_why_and_is_tried_again(checkout):
    pins = checkout / "requirements.txt"
    good = pins.read_text()
    pins.write_text("./nowhere\n")
    with pytest.raises(environment.FailedError, match="could not be installed"):
        environment.ensure()
    pins.write_text(good)
    assert environment.ensure() is True
    assert works(checkout)


def test_an_old_python_is_told_what_is_needed(monkeypatch):
    class Old(tuple):
        __slots__ = ()

    monkeypatch.setattr(sys, "version_info", Old((3, 10, 2)))
    with pytest.raises(environment.FailedError, match=r"Python 3\.11 or newer is needed"):
        environment.ensure()
