"""The admin around its forms: whose it is, what waits for me, the guide, who may frame it, signing in."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from home.admin_guide import GUIDE
from home.models import OrganisationSettings
from tests.editors.people import PASSWORD
from tests.factories import draft, publish

HOME = "wagtailadmin_home"


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def my_work(client):
    content = client.get(reverse(HOME)).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content[content.index('id="my-work') :]))


class TestWhoseItIs:
    def test_sign_in_names_the_trust_and_the_environment(self, client, site, settings):
        settings.ENVIRONMENT_NAME = "demo"
        OrganisationSettings.objects.create(site=site.get_site(), name="Test Ambulance Service")
        page = client.get(reverse("wagtailadmin_login"))
        assert "Sign in to the website of Test Ambulance Service" in text_of(page)
        assert ">demo</span>" in page.content.decode()
        assert "lasweb/icons/favicon.svg" in page.content.decode()

    def test_the_first_page_carries_neither_the_maker_nor_another_host(self, client, publisher):
        client.force_login(publisher)
        page = client.get(reverse(HOME)).content.decode()
        assert re.findall(r"(?:src=|action=|<link[^>]+href=)\"(?:https?:)?//[^\"]*", page) == []
        assert "gravatar" not in page

    def test_nobody_has_a_picture_of_their_own(self, client, publisher):
        profile = UserProfile.get_for_user(publisher)
        UserProfile.objects.filter(pk=profile.pk).update(avatar="avatar_images/from-before.png")
        client.force_login(publisher)
        assert "default-user-avatar" in client.get(reverse(HOME)).content.decode()
        account = client.get(reverse("wagtailadmin_account"))
        assert account.status_code == 200
        assert "Profile picture" not in account.content.decode()

    def test_the_guide_is_inside_with_its_links(self, client, author):
        client.force_login(author)
        index = client.get(reverse("editors_guide")).content.decode()
        for file in GUIDE.glob("*.md"):
            if file.stem != "README":
                address = reverse("editors_guide_page", args=[file.stem])
                assert address in index
                assert client.get(address).status_code == 200
        assert client.get(reverse("editors_guide_page", args=["nothing"])).status_code == 404

    def test_the_guide_is_for_editors_only(self, client, site):
        assert client.get(reverse("editors_guide")).status_code == 302


class TestWhatWaitsForMe:
    def test_my_drafts_are_listed_and_those_of_others_are_not(self, client, site, author, publisher):
        draft(site, "mine", owner=author).save_revision(user=author)
        draft(site, "theirs", owner=publisher).save_revision(user=publisher)
        client.force_login(author)
        assert "Mine" in my_work(client)
        assert "Theirs" not in my_work(client)

    def test_what_i_submitted_waits_for_the_publisher_who_gets_a_mail(self, client, site, author, publisher):
        page = draft(site, "submitted", owner=author)
        client.force_login(author)
        sent = {"title": "Submitted", "slug": "submitted", "summary": "", "body": streamfield([])}
        sent |= {"comments": inline_formset([]), "action-submit": "1"}
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(sent))
        assert [message.to for message in mail.outbox] == [["publisher@example.org"]]
        assert "Submitted" not in my_work(client).partition("Scheduled next")[0]
        assert "Your pages and snippets in a workflow" in text_of(client.get(reverse(HOME)))
        client.force_login(publisher)
        assert "Awaiting your review" in text_of(client.get(reverse(HOME)))

    def test_the_answer_to_what_i_submitted_is_told_with_its_reason(self, client, site, author, publisher):
        page = draft(site, "submitted", owner=author)
        page.save_revision(user=author)
        page.get_workflow().start(page, author)
        task = page.current_workflow_task_state
        client.force_login(publisher)
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task.pk])
        client.post(address, {"comment": "Say since when."})
        client.force_login(author)
        assert "changes asked for" in my_work(client)
        assert "“Say since when.”" in my_work(client)

    def test_what_is_scheduled_next_comes_soonest_first(self, client, site, publisher):
        for slug, days in (("late", 3), ("soon", 1)):
            page = draft(site, slug, owner=publisher)
            page.go_live_at = timezone.now() + timedelta(days=days)
            page.save_revision(user=publisher, approved_go_live_at=page.go_live_at)
        client.force_login(publisher)
        scheduled = my_work(client).partition("Scheduled next")[2]
        assert scheduled.index("Soon") < scheduled.index("Late")


class TestFraming:
    def test_the_admin_may_frame_its_own_previews_and_nobody_else_may(self, client, site, publisher):
        client.force_login(publisher)
        page = draft(site, "shown", owner=publisher)
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        sent = {"title": "Shown", "slug": "shown", "summary": "", "body": streamfield([])}
        client.post(address, nested_form_data(sent | {"comments": inline_formset([])}))
        preview = client.get(address, {"mode": ""})
        assert preview.status_code == 200
        assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
        assert preview["X-Frame-Options"] == "SAMEORIGIN"

    def test_a_public_page_may_be_framed_by_nobody(self, client, site):
        publish(site, "open")
        answer = client.get("/open/")
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


class TestSigningIn:
    def test_a_session_ends_with_the_browser_and_after_eight_hours(self, client, author):
        client.post(reverse("wagtailadmin_login"), {"username": "author", "password": PASSWORD, "next": "/admin/"})
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        assert cookie["max-age"] == ""
        assert cookie["httponly"]
        assert settings.SESSION_COOKIE_AGE <= 8 * 60 * 60

    def test_djangos_own_admin_is_not_there(self, client):
        with pytest.raises(NoReverseMatch):
            reverse("admin:index")
        assert "django.contrib.admin" not in settings.INSTALLED_APPS
