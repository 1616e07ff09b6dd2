"""Links in the admin: the report of those to mend, and what is said before something goes that others lead to."""

import csv
import io

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from core.enums import LinkKind, LinkState
from core.link_checks.leading_here import leading_here
from core.link_checks.nightly import run
from core.models import ContentReview, LinkCheck, User
from core.roles import Role, ensure_roles
from home.models import Notice, StandardPage
from tests.documents.files import document
from tests.editors.test_review_admin import person, table_of, text_of
from tests.factories import draft, publish

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/links/"


@pytest.fixture
def site(home_page):
    ensure_roles()
    return home_page


@pytest.fixture
def publisher(site, client):
    user = person("publisher", Role.PUBLISHER)
    client.force_login(user)
    return user


def linking(parent, slug, html, **fields):
    """A public page with this text."""
    body = StandardPage._meta.get_field("body").stream_block.to_python([{"type": "text", "value": f"<p>{html}</p>"}])
    return publish(parent, slug, body=body, **fields)


def link(page, words="here"):
    return f'<a linktype="page" id="{page.pk}">{words}</a>'


# --- the report -----------------------------------------------------------------------------------------------------


def test_the_report_shows_what_to_mend_where_and_whose_it_is(site, client, publisher):
    owner = person("owner", Role.AUTHOR)
    page = linking(
        site, "leaflets", f'<a linktype="page" id="99999">Old leaflet</a> {link(site)} <a href="htp:x">typo</a>'
    )
    ContentReview.objects.update_or_create(page=page, defaults={"owner": owner})
    run()
    response = client.get(REPORT)
    rows = table_of(response)
    assert len(rows) == 2
    assert "Leaflets Old leaflet a page that was deleted Broken The page was deleted." in rows[0]
    assert "typo htp:x Broken This is no web address." in rows[1]
    assert all("Owner" in row for row in rows)
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in response.content.decode()
    assert "Links to other sites are not looked at on this installation." in text_of(response)


def test_the_filters(site, client, publisher):
    other = person("other", Role.AUTHOR)
    mine = linking(site, "mine", '<a linktype="page" id="99999">gone</a>')
    linking(site, "theirs", f'{link(draft(site, "draft"), "draft")} <a href="https://a.example/">A</a>')
    ContentReview.objects.update_or_create(page=mine, defaults={"owner": other})
    run()
    LinkCheck.objects.filter(kind=LinkKind.OUTSIDE).update(
        state=LinkState.WORKS, moved_to="https://b.example/", message="Works, but has moved for good."
    )

    def shown(**asked):
        response = client.get(REPORT, asked)
        return len(table_of(response)) if 'class="listing' in response.content.decode() else 0

    assert shown() == 2
    assert (shown(state="broken"), shown(state="hidden"), shown(state="unsure")) == (1, 1, 0)
    assert (shown(state="all"), shown(state="moved"), shown(kind="outside", state="all")) == (3, 1, 1)
    assert (shown(owner=other.pk), shown(owner="nobody")) == (1, 1)
    assert "New address: https://b.example/" in text_of(client.get(REPORT, {"state": "moved"}))


def test_a_site_without_faults_says_so(site, client, publisher):
    assert "have not been looked at yet" in text_of(client.get(REPORT))
    assert "Nothing to mend" in text_of(client.get(REPORT))
    assert "No link is in this state." in text_of(client.get(REPORT, {"state": "unsure"}))


def test_the_table_to_save_has_what_the_filters_choose(site, client, publisher):
    linking(site, "leaflets", '<a linktype="page" id="99999">=Old</a> <a href="https://a.example/">A</a>')
    run()
    response = client.get(REPORT, {"format": "csv"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][0] == "Where"
    assert [row[:5] for row in rows[1:]] == [
        ["Leaflets", "http://localhost/leaflets/", "'=Old", "a page that was deleted", "Broken"]
    ]


def test_editors_see_the_links_of_what_they_may_edit(site, client):
    """Given an author who may change own pages only, then nobody else's links are shown; nor to somebody outside."""
    author = person("author", Role.AUTHOR)
    linking(site, "theirs", '<a linktype="page" id="99999">gone</a>')
    linking(site, "own", '<a linktype="page" id="99999">gone</a>', owner=author)
    Notice.objects.create(title="Lines are down", link_page=draft(site, "secret"))
    run()
    client.force_login(author)
    rows = table_of(client.get(REPORT))
    assert [row.split()[0] for row in rows] == ["Own"]
    client.force_login(person("chief", Role.ADMINISTRATOR))
    assert {row.split()[0] for row in table_of(client.get(REPORT))} == {"Own", "Theirs", "Lines"}
    client.force_login(User.objects.create_user("nobody", "nobody@example.org"))
    assert client.get(REPORT).status_code == 302


def test_the_cost_of_the_report_does_not_grow_with_the_links(site, client, publisher, django_assert_max_num_queries):
    linking(site, "many", " ".join(f'<a linktype="page" id="{number}">x</a>' for number in range(9_000, 9_040)))
    run()
    with django_assert_max_num_queries(40):
        assert len(table_of(client.get(REPORT))) == 40


# --- before something goes ------------------------------------------------------------------------------------------


def delete_page_of(page):
    return reverse("wagtailadmin_pages:delete", args=[page.pk])


def test_before_a_page_goes_the_public_pages_that_lead_to_it_are_named(site, client, publisher):
    target = publish(site, "target")
    linking(site, "public", link(target))
    unpublished = linking(site, "unpublished", link(target))
    unpublished.unpublish()
    said = text_of(client.get(delete_page_of(target)))
    assert "Links on public pages lead here." in said
    assert "Public , in Test Ambulance Service" in said
    assert "Unpublished" not in said
    # The draft is counted with everything that uses it.
    assert "Everything that uses it, drafts too: 2" in said


def test_links_to_pages_below_and_links_typed_by_hand_count_too(site):
    """Given links to a page below, and one typed by hand, then deleting the page above names them, but not its own."""
    top = publish(site, "top")
    below = publish(top, "below")
    linking(top, "inside", link(top))
    to_below = linking(site, "to-below", link(below))
    by_hand = linking(site, "by-hand", '<a href="/top/below/">typed</a>')
    linking(site, "elsewhere", '<a href="/topmost/">typed</a>')
    Notice.objects.create(title="Lines are down", link_page=below)
    Redirect.objects.create(old_path="/old", redirect_page=below)
    run()
    found = leading_here(top)
    assert [page.pk for page in found.pages] == [to_below.pk, by_hand.pk]
    assert (found.places, found.redirects) == (["Lines are down"], 1)


def test_a_link_published_a_moment_ago_is_known(site):
    target = publish(site, "target")
    page = linking(site, "new", link(target))
    assert [each.pk for each in leading_here(target).pages] == [page.pk]


def test_a_page_that_nothing_leads_to_may_go_in_peace(site, client, publisher):
    said = text_of(client.get(delete_page_of(publish(site, "lonely"))))
    assert "No link on a public page leads here." in said


def test_many_are_counted_and_some_named(site, client, publisher):
    target = publish(site, "target")
    for number in range(12):
        linking(site, f"page-{number}", link(target))
    assert "and 2 more" in text_of(client.get(delete_page_of(target)))


def test_unpublishing_and_deleting_many_say_so_too(site, client, publisher):
    targets = [publish(site, f"target-{number}") for number in range(2)]
    linking(site, "linking", link(targets[0]))
    said = text_of(client.get(reverse("wagtailadmin_pages:unpublish", args=[targets[0].pk])))
    assert "Links on public pages lead here." in said
    client.force_login(person("chief", Role.ADMINISTRATOR))
    address = f"/admin/bulk/wagtailcore/page/delete/?id={targets[0].pk}&id={targets[1].pk}"
    said = text_of(client.get(address))
    assert said.count("Links on public pages lead here.") == said.count("No link on a public page leads here.") == 1


def test_before_a_document_goes_the_pages_that_offer_it_are_named(site, client, publisher):
    file = document()
    linking(site, "papers", f'<a linktype="document" id="{file.pk}">Minutes</a>')
    for address in (f"/admin/documents/delete/{file.pk}/", f"/admin/bulk/documents/document/delete/?id={file.pk}"):
        said = text_of(client.get(address))
        assert "Links on public pages lead here." in said, address
        assert "Papers" in said


def test_of_other_things_it_says_nothing(site):
    notice = Notice.objects.create(title="Lines are down")
    assert leading_here(notice) is None
