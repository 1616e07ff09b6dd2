"""Every page of the demo has an owner; those that can go out of date have review dates, and some are due."""

from datetime import date

from wagtail.models import Page

from core.demo.sign_ins import PEOPLE
from core.models import ContentReview, User
from core.reviews.services import due_pages
from tests.demo.conftest import load_demo


def test_every_page_belongs_to_one_of_the_invented_editors(demo):
    owners = dict(ContentReview.objects.values_list("page", "owner__username"))
    assert set(owners) == set(Page.objects.filter(depth__gt=1).values_list("pk", flat=True))
    assert set(owners.values()) == {person.username for person in PEOPLE}


def test_the_foot_of_a_page_looks_the_same_on_every_machine(demo, client):
    html = client.get("/terms/").content.decode()
    assert "Page last reviewed: 9 November 2026<br>Next review due: 9 November 2027" in html
    assert "last reviewed" not in client.get("/news/").content.decode()


def test_something_waits_for_somebody(demo):
    assert [page.slug for page in due_pages(date(2026, 12, 8))] == ["tenders", "how-we-are-doing"]


def test_what_an_editor_changed_stays(demo):
    page = Page.objects.get(slug="privacy")
    ContentReview.objects.filter(page=page).update(next_review=date(2028, 1, 1))
    User.objects.get(username="amara").delete()
    load_demo()
    assert page.content_review.next_review == date(2028, 1, 1)
    assert ContentReview.objects.get(page__slug="news").owner is None
