"""On any tree, the condition in SQL says the same as the sentences of core.visibility said in plain Python."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page, PageViewRestriction, Site

from core.visibility import MAX_ALIAS_HOPS, MAX_DEPTH, is_visible, visible_ancestors, visible_pages

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
MOMENTS = [
    None,
    None,
    None,
    None,
    NOW - timedelta(days=1),
    NOW,
    NOW + timedelta(microseconds=1),
    NOW + timedelta(days=1),
]


@dataclass
class Node:
    parent: int
    live: bool
    go_live_at: datetime | None
    expire_at: datetime | None
    restricted: bool
    alias_of: int | None


def mostly(usual, other, one_in):
    return st.integers(1, one_in).map(lambda number: other if number == 1 else usual)


@st.composite
def trees(draw):
    """A tree of up to 24 pages in the order in which they were made; page 0 is the tree's own root."""
    size = draw(st.integers(2, 24))
    lean = draw(st.booleans())  # deep and thin, or any shape
    nodes = [Node(-1, True, None, None, draw(mostly(False, True, 40)), None)]
    for index in range(1, size):
        parent = index - 1 if lean and draw(mostly(True, False, 6)) else draw(st.integers(0, index - 1))
        nodes.append(
            Node(
                parent,
                draw(mostly(True, False, 9)),
                draw(st.sampled_from(MOMENTS)) if draw(mostly(False, True, 4)) else None,
                draw(st.sampled_from(MOMENTS)) if draw(mostly(False, True, 4)) else None,
                draw(mostly(False, True, 25)),
                draw(st.integers(1, size - 1)) if draw(mostly(False, True, 4)) else None,
            )
        )
    roots = draw(st.lists(st.integers(0, size - 1), min_size=0, max_size=3, unique=True))
    return nodes, roots


def above(nodes, index):
    """The page and all above it, from the page upwards."""
    while index >= 0:
        yield index
        index = nodes[index].parent


def depth(nodes, index):
    return len(list(above(nodes, index)))


def stateless_or_open(nodes, index, hops):
    node = nodes[index]
    within = (node.expire_at is None or node.expire_at > NOW) and (node.go_live_at is None or node.go_live_at <= NOW)
    if not (node.live and within):
        return False
    if node.alias_of is None:
        return True
    return hops > 0 and source_open(nodes, node.alias_of, hops - 1)


def source_open(nodes, index, hops):
    chain = list(above(nodes, index))
    return not any(nodes[each].restricted for each in chain) and all(
        stateless_or_open(nodes, each, hops) for each in chain if each != 0
    )


def expected(nodes, roots, index):
    chain = list(above(nodes, index))
    if any(nodes[each].restricted for each in chain) or len(chain) > MAX_DEPTH:
        return False
    for root in roots:
        if root in chain:
            between = chain[: chain.index(root) + 1]
            if all(stateless_or_open(nodes, each, MAX_ALIAS_HOPS) for each in between):
                return True
    return False


def build(nodes, roots):
    """Write the tree's rows; return their ids in the same order."""
    Site.objects.all().delete()
    Page.objects.all().delete()
    children = [0] * len(nodes)
    paths = ["0001"]
    common = {"content_type": ContentType.objects.get_for_model(Page), "locale": Locale.get_default()}
    for node in nodes[1:]:
        children[node.parent] += 1
        paths.append(Page._get_path(paths[node.parent], len(paths[node.parent]) // 4 + 1, children[node.parent]))
    pages = Page.objects.bulk_create(
        Page(
            title=f"Page {index}", draft_title=f"Page {index}", slug=f"p{index}", path=path, depth=len(path) // 4,
            numchild=children[index], url_path=f"/{index}/", live=node.live, go_live_at=node.go_live_at,
            expire_at=node.expire_at, **common,
        )
        for index, (node, path) in enumerate(zip(nodes, paths, strict=True))
    )  # fmt: skip
    for page, node in zip(pages, nodes, strict=True):
        if node.alias_of is not None:
            page.alias_of_id = pages[node.alias_of].pk
    Page.objects.bulk_update(pages, ["alias_of"])
    PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page=page, restriction_type="login")
        for page, node in zip(pages, nodes, strict=True)
        if node.restricted
    )
    for number, root in enumerate(roots):
        Site.objects.create(hostname=f"site{number}.example", root_page=pages[root])
    return pages


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trees())
def test_the_list_and_the_single_answer_equal_the_sentences(tree):
    nodes, roots = tree
    with transaction.atomic():
        pages = build(nodes, roots)
        wanted = {pages[index].pk for index in range(len(nodes)) if expected(nodes, roots, index)}
        seen = set(visible_pages(now=NOW).values_list("pk", flat=True))
        assert seen == wanted
        for page in pages:
            assert is_visible(page, now=NOW) == (page.pk in seen)
        for number, root in enumerate(roots):
            site = Site.objects.get(hostname=f"site{number}.example")
            here = {pages[index].pk for index in range(len(nodes)) if expected(nodes, [root], index)}
            assert set(visible_pages(site=site, now=NOW).values_list("pk", flat=True)) == here
        # What is public on a site never has an ancestor, up to that site's root, that is not.
        for page in Page.objects.filter(pk__in=seen if len(roots) == 1 else []):
            chain = list(visible_ancestors(page, inclusive=True, now=NOW))
            assert chain[0].pk == pages[roots[0]].pk
            assert chain[-1] == page
            assert [each.depth for each in chain] == list(range(chain[0].depth, page.depth + 1))
        transaction.set_rollback(True)
