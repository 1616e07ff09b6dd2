"""The table of settings in docs/operations/settings.md and the code agree."""

import re

from django.conf import settings

from tests.processes import ROOT

READ = re.compile(r"""(?:env\.\w+|environ\.(?:get|setdefault))\(\s*["']([A-Z][A-Z0-9_]+)["']""")
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \|", re.MULTILINE)
# What the machine's environment holds for every program.
NOT_OURS = {"PATH"}


def variables_read() -> set[str]:
    # What the tests tell their own processes is no setting of a site.
    sources = {*(ROOT / "lasweb").rglob("*.py"), ROOT / "scripts/run.py"} - {ROOT / "lasweb/settings/test.py"}
    return {name for source in sources for name in READ.findall(source.read_text())} - NOT_OURS


def test_every_variable_that_is_read_is_in_the_table_and_no_other():
    table = ROW.findall((ROOT / "docs/operations/settings.md").read_text())
    assert len(table) == len(set(table))
    assert set(table) == variables_read()


def test_every_app_of_ours_is_under_the_rules_of_the_house():
    """Given the apps in this checkout, then the import linter looks at each of them."""
    import tomllib

    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    ours = {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}
    assert set(rules) == ours | {"lasweb"}
