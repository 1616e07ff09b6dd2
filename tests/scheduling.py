"""Which tests stay together when several processes run them (pytest-xdist), and which no database changes."""

from xdist.scheduler import LoadScopeScheduling

# The tests of the running demo site that change it, so that those that only look may run beside them on another site.
WRITING = {f"test_{name}.py" for name in ("documents", "editing", "feedback", "publishing", "sign_in", "uploads")}
# Files whose tests share something that is dear to build: a site, a loaded demo.
DEAR = {
    "tests/backups/test_destroyed_sites.py",
    "tests/badinput/test_server.py",
    "tests/core/test_cache_processes.py",
    "tests/demo/test_addresses.py",
    "tests/demo/test_load_demo.py",
    "tests/demo/test_words.py",
    "tests/faults/test_killed.py",
}

# Programs and files that no database is behind, and the looks of pages that tests/demo asks for on both. `.ci/run` has
# them run on SQLite alone (docs/decisions/0039-one-suite-two-databases.md); `make test` runs all on either.
ONCE = (
    "tests/deploy/",
    "tests/documents/reading/formats/",
    *(f"tests/documents/reading/test_{name}.py" for name in ("accessibility", "child", "cleaning", "samples", "words")),
    "tests/scripts/",
    *(f"tests/system/test_{name}.py" for name in ("every_page", "instruments", "keyboard", "links", "weight")),
)


class Together(LoadScopeScheduling):
    """Keep the system tests in two groups and some files together; these begin, as the largest.

    All others go one by one, in their order: those that empty the database come last.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        if path.startswith("tests/system/"):
            return "system, writing" if path.rpartition("/")[2] in WRITING else "system, reading"
        return path if path in DEAR else nodeid
