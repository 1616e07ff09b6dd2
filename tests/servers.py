"""Which real servers and tools the tests may use: each says how it is found on this machine.

A test that needs one carries `@pytest.mark.needs("s3")`. Where it is missing the test is left out and the last line
of the run says so; in CI (CI=true) a missing server is a failure.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path


def suite_on_postgres() -> bool:
    """Return whether this run of the suite is on PostgreSQL; else it is on SQLite."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def postgres_address() -> str:
    """Return the address of a PostgreSQL server on which tests may make databases."""
    return os.environ["DATABASE_URL"] if suite_on_postgres() else os.environ.get("TEST_POSTGRES_URL", "")


def chromium() -> str:
    """Return the path of the browser."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""


def nginx() -> str:
    """Return the path of nginx, which Debian keeps where only root looks for programs."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or ""


def html_checker() -> str:
    """Return the path of the Nu HTML checker's jar, when there is a Java to run it."""
    jar = os.environ.get("VNU_JAR", "")
    return jar if Path(jar).is_file() and shutil.which("java") else ""


# Beside the checkout: sample files and texts, which are nobody's to commit here.
SHARED = Path(__file__).resolve().parents[2] / "shared"


def samples() -> bool:
    """Return whether the sample files are there."""
    return (SHARED / "data").is_dir()


SERVERS: dict[str, Callable[[], object]] = {
    "postgresql": postgres_address,
    "redis": lambda: shutil.which("redis-server"),
    "elasticsearch": lambda: os.environ.get("ELASTICSEARCH_URL"),
    "s3": lambda: os.environ.get("S3_ENDPOINT_URL"),
    "chromium": chromium,
    "vnu": html_checker,
    "nginx": nginx,
    "docker-compose": lambda: shutil.which("docker-compose"),
    "samples": samples,
    "clamav": lambda: shutil.which("clamd"),
    "tesseract": lambda: shutil.which("tesseract"),
}


def missing(names: tuple[str, ...]) -> list[str]:
    """Return those of the named servers that this machine does not have."""
    return [name for name in names if not SERVERS[name]()]


def report() -> str:
    """Return the one line that says what was real in this run."""
    database = "PostgreSQL" if suite_on_postgres() else "SQLite"
    absent = missing(tuple(SERVERS))
    used = [name for name in SERVERS if name not in absent]
    return (
        f"Database {database}. Real servers used: {', '.join(used) or 'none'}; missing: {', '.join(absent) or 'none'}."
    )
