"""What the public may see: each state of a page, of its ancestors and of what it mirrors.

Numbers in brackets are the routes of the publishing notes by which a page may come out too early or stay too long.
"""

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from core.visibility import (
    MAX_DEPTH,
    is_visible,
    visible_ancestors,
    visible_children,
    visible_ids,
    visible_pages,
)
from home.models import NewsIndexPage, NewsPage, StandardPage
from tests.factories import draft, publish

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(hours=1), NOW - timedelta(hours=1)


def public(page, **kwargs):
    """Ask for one page and for the list, which must agree."""
    one = is_visible(page, now=NOW, **kwargs)
    assert one == visible_pages(now=NOW, **kwargs).filter(pk=page.pk).exists()
    if not kwargs:
        assert one == (page.pk in visible_ids([page.pk], now=NOW))
    return one


def stamp(page, **state):
    """Give the row a state without any action or signal, as the clock or an import would."""
    Page.objects.filter(pk=page.pk).update(**state)


@pytest.fixture
def section(home_page):
    return publish(home_page, "section")


@pytest.fixture
def child(section):
    return publish(section, "child")


def test_a_published_page_is_public(child):
    assert public(child)


def test_a_draft_is_not(section):
    assert not public(draft(section, "secret"))


def test_a_page_that_was_never_saved_is_not(section):
    assert not is_visible(StandardPage(title="Nowhere", slug="nowhere"))


def test_an_unpublished_page_is_not(child):
    child.unpublish()
    assert not public(child)


def test_a_page_with_a_newer_draft_is_public_with_what_was_published(child):
    child.title = "Half a thought"
    child.save_revision()
    assert public(child)


@pytest.mark.parametrize(
    ("expire_at", "expected"), [(LATER, True), (NOW, False), (EARLIER, False), (NOW + timedelta(microseconds=1), True)]
)
def test_a_page_is_gone_at_the_very_moment_of_its_expiry(child, expire_at, expected):  # [25]
    stamp(child, expire_at=expire_at)
    assert public(child) is expected


@pytest.mark.parametrize(
    ("go_live_at", "expected"),
    [(EARLIER, True), (NOW, True), (LATER, False), (NOW + timedelta(microseconds=1), False)],
)
def test_a_page_is_there_from_the_very_moment_of_its_start(child, go_live_at, expected):
    stamp(child, go_live_at=go_live_at)
    assert public(child) is expected


def test_a_page_that_starts_and_ends_before_now_is_not_public(child):  # [27]
    stamp(child, go_live_at=EARLIER - timedelta(hours=1), expire_at=EARLIER)
    assert not public(child)


@pytest.mark.parametrize(
    "state", [{"live": False}, {"expire_at": EARLIER}, {"go_live_at": LATER}], ids=["unpublished", "expired", "early"]
)
@pytest.mark.parametrize("levels_up", [1, 2, 3])
def test_whatever_closes_a_page_closes_all_below_it(home_page, state, levels_up):  # [24]
    chain = [home_page]
    for level in range(4):
        chain.append(publish(chain[-1], f"level-{level}"))
    stamp(chain[-1 - levels_up], **state)
    assert [public(page) for page in chain] == [True] * (4 - levels_up) + [False] * (levels_up + 1)


def test_an_unpublished_site_root_closes_the_site(home_page, child):  # [24]
    stamp(home_page, live=False)
    assert not public(child)
    assert not public(home_page)


def test_moving_a_page_below_a_draft_closes_it(home_page, child):  # trap 5
    child.move(draft(home_page, "hidden"), pos="last-child")
    assert not public(StandardPage.objects.get(pk=child.pk))


def test_a_restriction_closes_the_page_and_all_below_it(section, child):
    for kind in ("login", "password", "groups"):
        restriction = PageViewRestriction.objects.create(page=section, restriction_type=kind, password="x")
        assert not public(section)
        assert not public(child)
        restriction.delete()
    assert public(child)


def test_a_restriction_above_the_site_counts_too(child):
    PageViewRestriction.objects.create(page=Page.objects.get(depth=1), restriction_type="login")
    assert not public(child)


def test_a_page_outside_every_site_has_no_address_and_is_not_public(home_page):  # [43]
    outside = Page(title="Outside", slug="outside", live=True)
    Page.objects.get(depth=1).add_child(instance=outside)
    assert not public(outside)
    assert not public(Page.objects.get(depth=1))


def test_a_page_whose_path_only_begins_like_the_sites_is_outside_it(home_page):
    sibling = Page(title="Sibling", slug="sibling", live=True)
    home_page.add_sibling(instance=sibling, pos="right")
    assert not public(sibling)


def test_a_site_inside_a_site_is_public_though_the_outer_one_is_closed(home_page, section, child):
    inner = Site.objects.create(hostname="inner.example", root_page=section)
    stamp(home_page, live=False)
    assert public(child)
    assert public(child, site=inner)
    assert not public(child, site=Site.objects.get(is_default_site=True))
    assert not public(home_page)


def test_a_page_belongs_to_the_sites_above_it_only(home_page, child):
    elsewhere = Page(title="Elsewhere", slug="elsewhere", live=True)
    Page.objects.get(depth=1).add_child(instance=elsewhere)
    other = Site.objects.create(hostname="other.example", root_page=elsewhere)
    assert public(child)
    assert not public(child, site=other)
    assert public(elsewhere, site=other)


def test_the_deepest_page_looked_at_is_public_and_the_next_is_not(home_page):
    page = home_page
    for level in range(page.depth + 1, MAX_DEPTH + 1):
        page = publish(page, f"level-{level}")
    too_deep = publish(page, "too-deep")
    assert page.depth == MAX_DEPTH
    assert public(page)
    assert not public(too_deep)


class TestAliases:
    @pytest.fixture
    def alias(self, home_page, child):
        return child.create_alias(parent=home_page, update_slug="alias")

    def test_an_alias_of_a_public_page_is_public(self, alias):
        assert public(alias)

    @pytest.mark.parametrize("state", [{"live": False}, {"expire_at": EARLIER}, {"go_live_at": LATER}])
    def test_an_alias_closes_with_its_source(self, child, alias, state):
        stamp(child, **state)
        assert not public(alias)

    @pytest.mark.parametrize("state", [{"live": False}, {"expire_at": EARLIER}, {"go_live_at": LATER}])
    def test_an_alias_closes_with_its_sources_parent(self, section, alias, state):
        stamp(section, **state)
        assert not public(alias)

    def test_an_alias_of_a_page_restricted_later_is_closed(self, child, alias):  # [22], [44]
        PageViewRestriction.objects.create(page=child, restriction_type="login")
        assert not public(alias)

    def test_an_alias_of_a_child_of_a_section_restricted_later_is_closed(self, section, alias):  # [44]
        PageViewRestriction.objects.create(page=section, restriction_type="login")
        assert not public(alias)

    def test_what_lies_below_an_alias_closes_with_the_source(self, child, alias):
        below = publish(alias, "below")
        assert public(below)
        stamp(child, live=False)
        assert not public(below)

    def test_an_alias_of_what_lies_below_an_alias_closes_too(self, home_page, child, alias):
        below = publish(alias, "below")
        mirror = below.create_alias(parent=home_page, update_slug="mirror")
        assert public(mirror)
        stamp(child, expire_at=EARLIER)
        assert not public(mirror)

    def test_an_alias_of_an_alias_closes_with_the_first_source(self, home_page, section, alias):
        second = StandardPage.objects.get(pk=alias.pk).create_alias(parent=home_page, update_slug="second")
        assert public(second)
        stamp(section, live=False)
        assert not public(second)

    def test_an_alias_of_an_alias_of_an_alias_is_not_public(self, home_page, alias):
        page = alias
        for slug in ("second", "third"):
            page = StandardPage.objects.get(pk=page.pk).create_alias(parent=home_page, update_slug=slug)
        assert not public(page)

    def test_the_source_of_an_alias_needs_no_address(self, home_page):
        outside = StandardPage(title="Outside", slug="outside", live=True)
        Page.objects.get(depth=1).add_child(instance=outside)
        assert public(outside.create_alias(parent=home_page, update_slug="inside"))

    def test_aliases_that_mirror_each_other_are_not_public(self, child, alias):
        stamp(child, alias_of=alias)
        assert not public(alias)
        assert not public(child)


class TestCopies:
    def test_a_copy_kept_as_a_draft_is_not_public(self, home_page, child):  # [45]
        copy = child.copy(to=home_page, update_attrs={"slug": "copy"}, keep_live=False)
        assert not public(copy)


class TestLists:
    def test_a_list_of_one_type_is_asked_the_same(self, home_page):
        index = publish(home_page, "news", NewsIndexPage)
        shown = publish(index, "shown", NewsPage)
        hidden = publish(index, "hidden", NewsPage)
        stamp(hidden, expire_at=EARLIER)
        draft(index, "draft", NewsPage)
        assert list(visible_pages(NewsPage.objects.all(), now=NOW)) == [shown]
        stamp(index, live=False)
        assert list(visible_pages(NewsPage.objects.all(), now=NOW)) == []

    def test_it_can_be_used_inside_another_query(self, home_page, child):
        draft(home_page, "secret")
        inside = Page.objects.filter(pk__in=visible_pages(now=NOW).values("pk"))
        assert set(inside) == set(visible_pages(now=NOW))

    def test_it_can_be_negated_counted_and_ordered(self, home_page, section, child):
        hidden = draft(home_page, "secret")
        seen = visible_pages(now=NOW)
        assert Page.objects.exclude(pk__in=seen.values("pk")).filter(pk=hidden.pk).exists()
        assert seen.count() == 3
        assert list(seen.order_by("-depth").values_list("pk", flat=True)) == [child.pk, section.pk, home_page.pk]

    def test_children_are_the_public_ones_in_the_editors_order(self, home_page):
        pages = [publish(home_page, slug) for slug in ("c", "a", "b")]
        stamp(pages[1], live=False)
        home_page.refresh_from_db()
        assert [page.slug for page in visible_children(home_page)] == ["c", "b"]

    def test_ancestors_run_from_the_sites_root_and_never_name_the_trees(self, home_page, section, child):  # [24]
        assert [page.pk for page in visible_ancestors(child)] == [home_page.pk, section.pk]
        stamp(section, live=False)
        assert [page.pk for page in visible_ancestors(child, inclusive=True)] == [home_page.pk]


class TestCost:
    def test_one_query_for_one_page_for_a_list_and_for_many_ids(self, home_page, child, django_assert_num_queries):
        site = Site.objects.get(is_default_site=True)
        with django_assert_num_queries(1):
            is_visible(child)
        with django_assert_num_queries(1):
            is_visible(child, site=site)
        with django_assert_num_queries(1):
            list(visible_pages())
        with django_assert_num_queries(1):
            visible_ids([child.pk, home_page.pk, 10**9])
        with django_assert_num_queries(0):
            visible_ids([])
