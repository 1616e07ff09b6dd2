"""Links on what is public that lead to ourselves: how they are found, and what becomes of who follows them."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from core.enums import LinkKind, LinkState
from core.link_checks import inside
from core.link_checks.found import FoundLink, link_to, links_in
from core.link_checks.nightly import refresh_page, run
from core.models import LinkCheck, LinkUse
from documents.link_checks import LOST, NOT_GIVEN, WITHDRAWN
from home.models import EmbedPage, Notice, OrganisationSettings, StandardPage
from tests.documents.files import document
from tests.factories import draft, publish

pytestmark = pytest.mark.django_db


def page_with(parent, slug, *blocks):
    body = StandardPage._meta.get_field("body").stream_block.to_python(
        [{"type": kind, "value": value} for kind, value in blocks]
    )
    return publish(parent, slug, body=body)


def state(kind, target):
    found = LinkCheck.objects.get(kind=kind, target=str(target))
    return found.state, found.message


# --- finding them ---------------------------------------------------------------------------------------------------


def test_links_are_found_wherever_a_page_may_hold_one(home_page):
    """Given a page with a link in every kind of block, then each is found with its words."""
    page = page_with(
        home_page, "links",
        ("text", '<p>See <a linktype="page" id="7">our <b>papers</b></a> and <a href="https://a.example/x#y">A</a></p>'),
        ("call_to_action", {"text": "Apply", "page": None, "url": "https://apply.example/"}),
        ("cards", {"heading": "", "cards": [
            {"title": "Board", "text": "", "page": 8, "url": ""},
            {"title": "News", "text": "", "page": None, "url": "/n/"},
        ]}),
        ("table", {"caption": "", "table": {
            "columns": [{"type": "text", "heading": "a"}, {"type": "rich_text", "heading": "b"}],
            "rows": [{"values": ["plain", '<p><a href="https://cell.example/">In a cell</a></p>']}],
        }}),
        ("details", {"summary": "More", "text": '<p><a linktype="document" id="10">Annex</a></p>'}),
    )  # fmt: skip
    found = set(links_in(StandardPage.objects.get(pk=page.pk)))
    assert {
        FoundLink(LinkKind.PAGE, "7", "our papers"),
        FoundLink(LinkKind.OUTSIDE, "https://a.example/x", "A"),
        FoundLink(LinkKind.OUTSIDE, "https://apply.example/", "Apply"),
        FoundLink(LinkKind.INSIDE, "/n/", "News"),
        FoundLink(LinkKind.DOCUMENT, "10", "Annex"),
        FoundLink(LinkKind.OUTSIDE, "https://cell.example/", "In a cell"),
        FoundLink(LinkKind.PAGE, "8", "Board"),
    } <= found


def test_fields_of_pages_and_settings_are_read_too(home_page):
    page = publish(home_page, "film", EmbedPage, address="https://www.youtube.com/watch?v=abcdefghijk")
    assert FoundLink(LinkKind.OUTSIDE, "https://www.youtube.com/watch?v=abcdefghijk", "address") in links_in(page)
    organisation = OrganisationSettings.for_site(home_page.get_site())
    organisation.regulator_url, organisation.privacy_page_id = "https://www.cqc.org.uk/", home_page.pk
    kinds = {(link.kind, link.target) for link in links_in(organisation, ["logo"])}
    assert {(LinkKind.OUTSIDE, "https://www.cqc.org.uk/"), (LinkKind.PAGE, str(home_page.pk))} <= kinds


@pytest.mark.parametrize(
    ("typed", "kind", "target"),
    [
        ("/about-us/?a=1#history", LinkKind.INSIDE, "/about-us/?a=1"),
        ("http://localhost/about-us/", LinkKind.INSIDE, "/about-us/"),
        ("https://localhost", LinkKind.INSIDE, "/"),
        ("//cdn.example/x", LinkKind.OUTSIDE, "https://cdn.example/x"),
        (" https://www.nhs.uk/ ", LinkKind.OUTSIDE, "https://www.nhs.uk/"),
        ("www.nhs.uk", LinkKind.OUTSIDE, "www.nhs.uk"),
        ("http://[bad", LinkKind.OUTSIDE, "http://[bad"),
    ],
)
def test_what_a_typed_address_is(typed, kind, target):
    assert link_to(typed, hosts={"localhost"}) == FoundLink(kind, target)


@pytest.mark.parametrize("typed", ["", "  ", "#top", "mailto:a@example.org", "TEL:999", "sms:60111"])
def test_what_leads_to_no_page_is_no_link(typed):
    assert link_to(typed) is None


# --- judging them ---------------------------------------------------------------------------------------------------


def test_links_to_pages_that_are_public_drafts_or_gone(home_page):
    public, hidden, gone = publish(home_page, "public"), draft(home_page, "draft"), publish(home_page, "gone")
    below_hidden = publish(hidden, "below")
    texts = "".join(f'<a linktype="page" id="{page.pk}">x</a>' for page in (public, hidden, gone, below_hidden))
    page_with(home_page, "links", ("text", f"<p>{texts}</p>"))
    number = gone.pk
    gone.delete()
    run()
    assert state(LinkKind.PAGE, public.pk) == (LinkState.WORKS, "")
    assert state(LinkKind.PAGE, hidden.pk) == (LinkState.HIDDEN, inside.HIDDEN_PAGE)
    assert state(LinkKind.PAGE, below_hidden.pk)[0] == LinkState.HIDDEN
    assert state(LinkKind.PAGE, number) == (LinkState.BROKEN, inside.GONE_PAGE)


def test_links_to_documents_that_visitors_cannot_have(home_page):
    good, withdrawn, lost, gone = (document() for _ in range(4))
    for one in (good, withdrawn, lost, gone):
        page_with(home_page, f"with-{one.pk}", ("document", {"document": one.pk, "title": "Minutes"}))
    type(withdrawn).objects.filter(pk=withdrawn.pk).update(
        withdrawn_at=timezone.now(), withdrawn_reason="Names a patient."
    )
    default_storage.remove(lost.file.name)
    number = gone.pk
    gone.delete()
    run()
    assert state(LinkKind.DOCUMENT, good.pk) == (LinkState.WORKS, "")
    assert state(LinkKind.DOCUMENT, withdrawn.pk) == (LinkState.BROKEN, WITHDRAWN)
    assert state(LinkKind.DOCUMENT, lost.pk) == (LinkState.BROKEN, LOST)
    assert state(LinkKind.DOCUMENT, number) == (LinkState.BROKEN, inside.GONE_DOCUMENT)
    assert NOT_GIVEN


def test_typed_addresses_of_ours_are_answered_as_to_a_visitor(home_page):
    about = publish(home_page, "about")
    hidden = draft(home_page, "secret")
    Redirect.objects.create(old_path="/old", redirect_page=about)
    told = inside.verdicts(
        LinkKind.INSIDE,
        ["/about/", "/about", "/secret/", "/nothing/", "/old/", "/search/?q=board", "/caf%C3%A9/", "/ä/"],
    )
    assert hidden.pk
    works = {address for address, verdict in told.items() if verdict.state == LinkState.WORKS}
    assert works == {"/about/", "/about", "/old/", "/search/?q=board"}
    assert told["/secret/"].message == told["/nothing/"].message == inside.NOT_FOUND
    assert (told["/old/"].moved_to, told["/old/"].message) == ("/about/", inside.MOVED)
    assert told["/about/"].moved_to == ""


# --- keeping what was found -----------------------------------------------------------------------------------------


def test_only_what_the_public_sees_is_looked_at(home_page):
    page = page_with(home_page, "links", ("text", '<p><a href="https://a.example/">A</a></p>'))
    run()
    assert LinkUse.objects.get(page=page).words == "A"
    StandardPage.objects.filter(pk=page.pk).update(live=False)
    run()
    assert not LinkCheck.objects.filter(target="https://a.example/").exists()


def test_notices_and_settings_are_looked_at_while_they_show(home_page):
    target = publish(home_page, "closures")
    Notice.objects.create(title="Lines are down", link_page=target, branch=home_page)
    Notice.objects.create(
        title="Over",
        link_page=home_page,
        starts_at=timezone.now() - timedelta(2),
        ends_at=timezone.now() - timedelta(1),
    )
    run()
    (use,) = LinkUse.objects.filter(content_type__model="notice")
    assert (use.place, use.check_row.target, use.page) == ("Lines are down", str(target.pk), None)


def test_one_address_on_two_pages_is_one_to_ask(home_page):
    for slug in ("one", "two"):
        page_with(home_page, slug, ("text", '<p><a href="https://a.example/">A</a></p>'))
    run()
    assert LinkCheck.objects.get(target="https://a.example/").uses.count() == 2


def test_a_mended_page_leaves_the_report_when_it_is_published(home_page):
    """Given a page with a dead link, when the link is taken out and the page published, then it is not reported."""
    page = page_with(home_page, "links", ("text", '<p><a linktype="page" id="99999">Gone</a></p>'))
    other = page_with(home_page, "other", ("text", '<p><a href="https://a.example/">A</a></p>'))
    run()
    assert state(LinkKind.PAGE, 99999)[0] == LinkState.BROKEN
    page.body = page.body.stream_block.to_python([
        {"type": "text", "value": f'<p><a linktype="page" id="{home_page.pk}">Home</a></p>'}
    ])  # fmt: skip
    page.save_revision().publish()
    refresh_page(page)
    assert not LinkCheck.objects.filter(target="99999").exists()
    assert state(LinkKind.PAGE, home_page.pk)[0] == LinkState.WORKS
    assert LinkUse.objects.filter(page=other).count() == 1
    page.unpublish()
    refresh_page(page)
    assert not LinkUse.objects.filter(page=page).exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_publishing_finds_the_links_of_the_page_at_once(home_page):
    page = page_with(home_page, "links", ("text", '<p><a linktype="page" id="99999">Gone</a></p>'))
    assert LinkUse.objects.get(page=page).check_row.state == LinkState.BROKEN
    page.unpublish()
    assert not LinkUse.objects.filter(page=page).exists()


def test_nothing_is_asked_of_other_sites_unless_the_settings_say_so(home_page, settings):
    settings.LINK_CHECK_EXTERNAL = False
    page_with(home_page, "links", ("text", '<p><a href="https://a.example/">A</a> <a href="www.b.example">B</a></p>'))
    run()
    assert state(LinkKind.OUTSIDE, "https://a.example/") == (LinkState.UNCHECKED, "")
    # What can be nobody's address needs nobody to be asked.
    assert state(LinkKind.OUTSIDE, "www.b.example")[0] == LinkState.BROKEN


def test_the_queries_do_not_grow_with_each_link(home_page, django_assert_max_num_queries):
    links = "".join(f'<a href="/page-{number}/">x</a>' for number in range(3))
    links += "".join(f'<a linktype="page" id="{number}">x</a>' for number in range(5_000, 5_060))
    page_with(home_page, "links", ("text", f"<p>{links}</p>"))
    with django_assert_max_num_queries(150):
        run()
