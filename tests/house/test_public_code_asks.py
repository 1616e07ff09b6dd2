"""Public code asks core.visibility: a lint against every other way of choosing pages.

`Page.objects.live()`, `get_children()` in a template and their like are blind to dates, ancestors, restrictions and
sites. In Python they stand inside a call of one of the predicate's functions, or in a file listed here with a reason.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ["core", "documents", "home", "search", "lasweb"]
ASKING = {"visible_pages", "visible_children", "visible_ancestors", "visible_ids", "is_visible", "visible_snippets"}
# Methods that choose pages by place or by Wagtail's own flags.
METHODS = {
    "live", "not_live", "public", "not_public", "private", "in_menu", "not_in_menu", "in_site",
    "get_children", "get_descendants", "get_ancestors", "get_siblings", "get_next_sibling", "get_next_siblings",
    "get_prev_sibling", "get_prev_siblings", "get_first_child", "get_last_child", "get_first_root_node",
    "child_of", "descendant_of", "ancestor_of", "sibling_of", "parent_of", "get_parents",
}  # fmt: skip
FLAGS = {"live", "expired"}
IN_TEMPLATES = METHODS | {"get_parent"}

MAY = {
    "core/visibility.py": "the predicate itself",
    "core/scheduled_publishing.py": "chooses what is to be taken down, shows nothing",
    "core/publishing.py": "acts for editors on what is live, shows nothing to the public",
    "core/admin_withdraw.py": "a page of the admin",
    "core/caching/boundaries.py": "finds moments, shows nothing; one too many costs a cached page",
    "core/management/commands/publish_scheduled.py": "tells what a run did; its `expired` is a list of names",
    "core/redirect_creation.py": "writes redirects from what the predicate named; each is asked again when followed",
    "core/admin_review.py": "tells editors in the admin",
    "core/link_checks/leading_here.py": "names pages to editors in the admin",
    "core/copies.py": "names pages to editors in the admin",
    "core/mixins.py": "keeps the public version of a page before an update of it is scheduled, shows nothing",
    "core/roles.py": "gives rights over the whole tree, shows nothing",
    "core/demo/site.py": "builds the demo site, shows nothing",
    "core/demo/records.py": "remembers what editors changed, shows nothing",
}
ADMIN_TEMPLATES = ("core/templates/core/admin/",)


def sources(suffix):
    for app in APPS:
        for file in sorted((ROOT / app).rglob(f"*{suffix}")):
            if "migrations" not in file.parts:
                yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


class Finder(ast.NodeVisitor):
    """Collects what is used outside a call that asks the predicate."""

    def __init__(self):
        self.found = []

    def visit_Call(self, node):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in ASKING:
            return
        if name in METHODS and isinstance(node.func, ast.Attribute):
            self.found.append((node.lineno, f"{name}()"))
        elif isinstance(node.func, ast.Attribute) or name == "Q":
            self.found += [(node.lineno, f"{keyword.arg}=") for keyword in node.keywords if self.is_flag(keyword)]
        self.generic_visit(node)

    def visit_Attribute(self, node):
        if node.attr in FLAGS and isinstance(node.ctx, ast.Load):
            self.found.append((node.lineno, f".{node.attr}"))
        self.generic_visit(node)

    @staticmethod
    def is_flag(keyword):
        return bool(keyword.arg) and keyword.arg.split("__")[-1] in FLAGS


def offences(code):
    finder = Finder()
    finder.visit(ast.parse(code))
    return finder.found


def template_offences(text):
    return sorted(name for name in IN_TEMPLATES if f".{name}" in text)


@pytest.mark.parametrize(
    "code",
    [
        "Page.objects.live()",
        "page.get_children()",
        "for child in page.get_children().live().in_menu(): pass",
        "Page.objects.filter(live=True)",
        "Page.objects.filter(Q(parent__live=True))",
        "x = page.live",
        "list(sorted(page.get_siblings()))",
        "visible_pages(pages).union(page.get_children())",
    ],
)
def test_the_lint_finds(code):
    assert offences(code)


@pytest.mark.parametrize(
    "code",
    [
        "visible_pages(page.get_children())",
        "visibility.visible_pages(Page.objects.child_of(p)).specific()",
        "visible_children(page)",
    ],
)
def test_the_lint_lets_pass(code):
    assert not offences(code)


def test_public_code_asks_the_predicate():
    found = {name: offences(text) for name, text in sources(".py") if name not in MAY}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_templates_are_given_their_pages():
    assert template_offences("{% for child in page.get_children %}")
    found = {name: template_offences(text) for name, text in sources(".html") if not name.startswith(ADMIN_TEMPLATES)}
    assert {name: names for name, names in found.items() if names} == {}


def test_every_exception_is_still_needed():
    needed = {name for name, text in sources(".py") if offences(text)}
    assert set(MAY) <= needed
