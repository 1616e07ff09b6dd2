"""Reviews in the admin: in the page's form, by one click, in the report; and the pages of somebody who leaves."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import Page, get_page_models

from core.models import ContentReview, User
from core.reviews.services import review_of
from core.roles import Role
from tests.editors.actions import form
from tests.editors.people import person
from tests.factories import draft, publish

REPORT = "/admin/reports/reviews/"


@pytest.fixture
def page(site, author):
    return publish(site, "page", owner=author)


def set_review(page, **values):
    ContentReview.objects.update_or_create(page_id=page.pk, defaults=values)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def table_of(response):
    """Return the words of each row of the report."""
    table = re.search(r'<table class="listing.*?</table>', response.content.decode(), re.DOTALL)[0]
    rows = re.findall(r"<tr\b.*?</tr>", table, re.DOTALL)[1:]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]


class TestForm:
    def edit(self, client, page, **more):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return client.post(address, form(title=page.title, slug=page.slug, **more))

    def typed(self, owner, last="2026-11-03", upcoming="2027-11-03", note=""):
        return {"review_owner": owner and owner.pk, "review_last": last, "review_next": upcoming, "review_note": note}

    def test_the_form_shows_the_review_and_offers_people_who_can_sign_in(self, client, page, author, publisher):
        person("left", Role.AUTHOR, is_active=False)
        client.force_login(publisher)
        html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        owners = re.search(r'<select name="review_owner".*?</select>', html, re.DOTALL)[0]
        assert re.findall(r">([^<]+)</option>", owners) == ["Nobody", "Author", "Publisher"]
        assert f'value="{author.pk}" selected' in owners
        assert f'data-w-action-url-value="/admin/pages/{page.pk}/review/"' in html

    def test_a_review_is_saved_with_a_draft_and_is_nothing_to_publish(self, client, page, publisher):
        client.force_login(publisher)
        self.edit(client, page, **self.typed(publisher, note="Ask Ben."))
        review = review_of(page)
        assert (review.owner, review.note) == (publisher, "Ask Ben.")
        assert (review.last_reviewed, review.next_review) == (date(2026, 11, 3), date(2027, 11, 3))
        assert not Page.objects.get(pk=page.pk).has_unpublished_changes
        assert "3 November 2027" in client.get("/page/").content.decode()

    def test_words_and_review_together_leave_the_words_to_be_published(self, client, page, publisher):
        client.force_login(publisher)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        client.post(address, form(title="New words", slug="page", **self.typed(publisher)))
        assert Page.objects.get(pk=page.pk).has_unpublished_changes
        assert review_of(page).owner == publisher
        assert "New words" not in client.get("/page/").content.decode()

    def test_publishing_saves_it_too(self, client, page, publisher):
        client.force_login(publisher)
        self.edit(client, page, **self.typed(None, "", "") | {"action-publish": "1", "review_owner": ""})
        review = review_of(page)
        assert (review.owner, review.last_reviewed, review.next_review) == (None, None, None)

    def test_approving_in_the_form_saves_it_too(self, client, site, author, publisher):
        page = draft(site, "submitted", owner=author)
        page.save_revision(user=author)
        page.get_workflow().start(page, author)
        client.force_login(publisher)
        revision = Page.objects.get(pk=page.pk).latest_revision
        decision = {
            "action-workflow-action": "true", "workflow-action-name": "approve",
            "loaded_revision_id": revision.pk, "loaded_revision_created_at": revision.created_at.isoformat(),
        }  # fmt: skip
        self.edit(client, page, **self.typed(publisher, "2026-11-02") | decision)
        assert Page.objects.get(pk=page.pk).first_published_at
        assert review_of(page).last_reviewed == date(2026, 11, 2)

    def test_a_new_page_keeps_what_its_form_said(self, client, site, author, publisher):
        client.force_login(author)
        address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", site.pk])
        assert f'value="{author.pk}" selected' in client.get(address).content.decode()
        client.post(address, form(title="New", slug="new", **self.typed(publisher, "", "2027-01-01")))
        review = review_of(Page.objects.get(slug="new"))
        assert (review.owner, review.next_review) == (publisher, date(2027, 1, 1))

    def test_a_preview_saves_nothing(self, client, page, publisher):
        client.force_login(publisher)
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        client.post(address, form(title="Page", slug="page", **self.typed(publisher)))
        assert "3 November 2026" in client.get(address, {"mode": ""}).content.decode()
        assert review_of(page).last_reviewed == localdate()

    def test_a_form_without_these_fields_leaves_the_review_as_it_is(self, client, page, author, publisher):
        client.force_login(publisher)
        self.edit(client, page)
        assert review_of(page).owner == author

    @pytest.mark.parametrize(
        ("last", "upcoming", "words"),
        [
            ("tomorrow", "", "This day is still to come"),
            ("2026-11-03", "2026-11-03", "must come after the last one"),
            ("soon", "", "Enter a valid date"),
        ],
    )
    def test_dates_that_cannot_be_are_refused_with_a_sentence(self, client, page, publisher, last, upcoming, words):
        client.force_login(publisher)
        last = (localdate() + timedelta(days=1)).isoformat() if last == "tomorrow" else last
        response = self.edit(client, page, **self.typed(publisher, last, upcoming))
        assert words in response.content.decode()
        assert review_of(page).last_reviewed == localdate()


class TestOneClick:
    def test_whoever_may_edit_the_page_marks_it_as_reviewed(self, client, page, author):
        set_review(page, last_reviewed=date(2025, 5, 5), next_review=date(2026, 5, 5), note="Ask Ben.")
        client.force_login(author)
        asked = client.get(f"/admin/pages/{page.pk}/review/")
        assert "5 May 2026" in text_of(asked)
        assert "Ask Ben." in text_of(asked)
        assert review_of(page).last_reviewed == date(2025, 5, 5)  # looking changes nothing
        response = client.post(f"/admin/pages/{page.pk}/review/", {"next": REPORT}, follow=True)
        assert response.redirect_chain[-1][0] == REPORT
        assert "is marked as reviewed today" in text_of(response)
        assert review_of(page).last_reviewed == localdate()

    def test_somebody_who_may_not_edit_it_may_not(self, client, page, site):
        client.force_login(person("other", Role.AUTHOR))
        for ask in (client.get, client.post):
            assert ask(f"/admin/pages/{page.pk}/review/").status_code == 302
        client.logout()
        assert "login" in client.post(f"/admin/pages/{page.pk}/review/").url

    def test_an_alias_is_reviewed_where_it_comes_from(self, client, page, publisher):
        alias = page.create_alias(update_slug="alias")
        client.force_login(publisher)
        assert client.post(f"/admin/pages/{alias.pk}/review/").status_code == 302
        assert not ContentReview.objects.filter(page_id=alias.pk).exists()

    def test_another_sites_address_to_go_on_to_is_ignored(self, client, page, author):
        client.force_login(author)
        response = client.post(f"/admin/pages/{page.pk}/review/", {"next": "https://evil.example/"})
        assert response.url == f"/admin/pages/{page.pk}/edit/"

    def test_the_menu_of_the_page_offers_it(self, client, page, author):
        client.force_login(author)
        html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert "Mark as reviewed" in html


class TestReport:
    @pytest.fixture
    def pages(self, site, author, publisher):
        """One page of each state; the last is nobody's and the third's owner has left."""
        left = person("left", Role.AUTHOR, is_active=False)
        section = publish(site, "section", title="Section", owner=author)
        set_review(section, owner=publisher, next_review=None)
        for slug, owner, days in (("late", author, -1), ("today", publisher, 0), ("soon", left, 14), ("far", None, 15)):
            set_review(
                publish(section, slug), owner=owner, last_reviewed=None, next_review=localdate() + timedelta(days=days)
            )
        return section

    def test_what_is_due_first_comes_first_with_its_state(self, client, pages, publisher):
        client.force_login(publisher)
        rows = table_of(client.get(REPORT))
        assert [row.split()[0] for row in rows] == ["Late", "Today", "Soon", "Far", "Test", "Section"]
        states = [state for row in rows for state in ("Overdue", "Due soon", "Later", "No date") if state in row]
        assert states == ["Overdue", "Due soon", "Due soon", "Later", "Later", "No date"]
        assert "Left (can no longer sign in)" in rows[2]
        assert "Nobody" in rows[3]

    @pytest.mark.parametrize(
        ("chosen", "found"),
        [
            ({"state": "overdue"}, ["Late"]),
            ({"state": "soon"}, ["Today", "Soon"]),
            ({"state": "later"}, ["Far", "Test"]),
            ({"state": "none"}, ["Section"]),
            ({"owner": "nobody"}, ["Soon", "Far", "Test"]),
            ({"section": "Section", "state": "later"}, ["Far"]),
            ({"owner": "publisher"}, ["Today", "Section"]),
        ],
    )
    def test_it_is_narrowed_by_state_owner_and_section(self, client, pages, publisher, chosen, found):
        client.force_login(publisher)
        chosen = chosen | ({"section": pages.path} if "section" in chosen else {})
        chosen = chosen | ({"owner": publisher.pk} if chosen.get("owner") == "publisher" else {})
        assert [row.split()[0] for row in table_of(client.get(REPORT, chosen))] == found
        assert [row.split()[0] for row in table_of(client.get(f"{REPORT}results/", chosen))] == found

    def test_an_author_sees_the_pages_that_they_may_edit(self, client, pages, author):
        client.force_login(author)
        assert [row.split()[0] for row in table_of(client.get(REPORT))] == ["Section"]

    def test_what_the_public_does_not_see_is_not_in_it(self, client, site, author, publisher):
        draft(site, "draft", owner=publisher)
        publish(site, "gone").unpublish()
        publish(site, "source").create_alias(update_slug="alias")
        client.force_login(publisher)
        assert [row.split()[0] for row in table_of(client.get(REPORT))] == ["Test", "Source"]

    def test_the_table_to_save_agrees_with_the_filters_and_runs_nothing(self, client, pages, publisher):
        set_review(Page.objects.get(slug="late"), note="=HYPERLINK(1)")
        client.force_login(publisher)
        response = client.get(REPORT, {"state": "overdue", "format": "csv"})
        lines = response.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert lines[1].startswith("Late,http://localhost/section/late/,Section,Author,yes,,")
        assert lines[1].endswith("Overdue,'=HYPERLINK(1)")

    def test_the_button_in_a_row_works_in_a_browser_and_leads_back_to_the_list(self, pages, publisher):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(publisher)
        for path in (REPORT, f"{REPORT}results/"):
            set_review(Page.objects.get(slug="late"), next_review=localdate() - timedelta(days=1), last_reviewed=None)
            html = strict.get(path, {"state": "overdue"}).content.decode()
            row = html[html.index('<form action="/admin/pages/') :]
            sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', row.partition("</form>")[0]))
            assert sent["next"] == f"{REPORT}?state=overdue"
            response = strict.post(re.search(r'action="([^"]+)"', row)[1], sent)
            assert response.url == f"{REPORT}?state=overdue"
            assert review_of(Page.objects.get(slug="late")).last_reviewed == localdate()

    def test_many_pages_take_as_many_queries_as_few(self, client, site, publisher, django_assert_max_num_queries):
        for number in range(12):
            publish(site, f"page-{number}", owner=publisher)
        client.force_login(publisher)
        client.get(REPORT)
        with django_assert_max_num_queries(30):
            assert len(table_of(client.get(REPORT))) == 13


class TestLeaving:
    def switch_off(self, client, user):
        sent = {"username": user.username, "email": user.email, "first_name": "A", "last_name": "B"}
        return client.post(reverse("wagtailusers_users:edit", args=[user.pk]), sent, follow=True)

    @pytest.fixture
    def administrator(self, site, client):
        user = person("administrator", Role.ADMINISTRATOR)
        client.force_login(user)
        return user

    def test_one_step_gives_all_pages_of_one_to_another(self, client, page, author, publisher, administrator):
        response = client.post(f"{REPORT}hand-over/", {"leaving": author.pk, "heir": publisher.pk}, follow=True)
        assert "1 page of Author handed over to Publisher." in text_of(response)
        assert review_of(page).owner == publisher

    def test_it_is_offered_when_somebody_is_switched_off(self, client, page, author, administrator):
        response = self.switch_off(client, author)
        assert "can no longer sign in and still owns 1 page." in text_of(response)
        assert f"{REPORT}hand-over/?from={author.pk}" in response.content.decode()
        chosen = client.get(f"{REPORT}hand-over/", {"from": author.pk}).content.decode()
        assert f'value="{author.pk}" selected' in chosen

    def test_it_is_not_offered_for_somebody_who_owns_nothing(self, client, author, administrator):
        assert "still owns" not in text_of(self.switch_off(client, author))

    def test_it_is_offered_when_people_are_switched_off_in_bulk(self, client, page, author, administrator):
        address = reverse("wagtail_bulk_action", args=["core", "user", "set_active_state"])
        response = client.post(f"{address}?id={author.pk}&next={REPORT}", {"mark_as_active": "False"}, follow=True)
        assert "still owns 1 page." in text_of(response)

    def test_nobody_is_deleted_who_still_owns_pages(self, client, page, author, administrator):
        response = client.post(reverse("wagtailusers_users:delete", args=[author.pk]), follow=True)
        assert "Nobody was deleted" in text_of(response)
        address = reverse("wagtail_bulk_action", args=["core", "user", "delete"])
        client.post(f"{address}?id={author.pk}")
        assert review_of(page).owner == author

    @pytest.mark.parametrize("heir", ["author", "left", ""])
    def test_pages_go_to_somebody_else_who_can_sign_in(self, client, page, author, administrator, heir):
        person("left", Role.AUTHOR, is_active=False)
        chosen = User.objects.filter(username=heir).values_list("pk", flat=True).first() or ""
        response = client.post(f"{REPORT}hand-over/", {"leaving": author.pk, "heir": chosen})
        assert response.status_code == 422
        assert review_of(page).owner == author

    def test_an_author_may_not_hand_over_the_pages_of_others(self, client, page, author, publisher):
        client.force_login(author)
        response = client.post(f"{REPORT}hand-over/", {"leaving": author.pk, "heir": publisher.pk})
        assert response.status_code == 302
        assert review_of(page).owner == author


class TestFirstPage:
    def panel(self, client):
        text = text_of(client.get(reverse("wagtailadmin_home")))
        return text.partition("Your pages to review")[2].partition("Scheduled next")[0]

    def test_my_pages_that_come_due_wait_for_me(self, client, site, author, publisher):
        for slug, days in (("late", -1), ("soon", 14), ("far", 15)):
            set_review(
                publish(site, slug), owner=author, last_reviewed=None, next_review=localdate() + timedelta(days=days)
            )
        client.force_login(author)
        shown = self.panel(client)
        assert re.search(r"Late , overdue since .* Soon , due by", shown)
        assert "Far" not in shown
        client.force_login(publisher)
        assert self.panel(client) == ""


def test_every_page_type_says_what_it_is_for_where_one_is_created(client, site, publisher):
    ours = [model for model in get_page_models() if hasattr(model, "review_months")]
    descriptions = {model.__name__: str(model.get_page_description()) for model in ours}
    assert {name: words for name, words in descriptions.items() if not 30 <= len(words) <= 120} == {}
    assert len(set(descriptions.values())) == len(descriptions)
    client.force_login(publisher)
    html = client.get(reverse("wagtailadmin_pages:add_subpage", args=[site.pk])).content.decode()
    assert descriptions["StandardPage"] in html
