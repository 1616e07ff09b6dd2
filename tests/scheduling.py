"""Which tests run on one process one after the other, when several processes run them (pytest-xdist)."""

from xdist.scheduler import LoadScopeScheduling

# The tests of the running demo site that change it, so that those that only look may run beside them on another site.
WRITING = {f"test_{name}.py" for name in ("documents", "editing", "feedback", "publishing", "sign_in", "uploads")}


class ByFile(LoadScopeScheduling):
    """Keep each file together, because its tests share what was dear to build, and the system tests in two groups."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        if not path.startswith("tests/system/"):
            return path
        return "system, writing" if path.rpartition("/")[2] in WRITING else "system, reading"
