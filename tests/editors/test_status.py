"""Editors see in their own words how the site is; those whose business it is not do not."""

import pytest
from django.utils import timezone

from core.health import registry
from core.health.registry import Health, State
from core.models import JobState, WorkerState
from core.roles import Role, ensure_roles, group_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def fresh():
    registry.forget()
    yield
    registry.forget()


@pytest.fixture
def sign_in(client, django_user_model, home_page):
    """Return a function that signs somebody in with a role."""

    def sign_in(role):
        ensure_roles()
        user = django_user_model.objects.create_user(role.value, password="x")
        user.groups.add(group_of(role))
        client.force_login(user)
        return client

    return sign_in


def everything_runs():
    now = timezone.now()
    JobState.objects.create(name="any", last_started_at=now)
    WorkerState.objects.create(worker_id="w", started_at=now, seen_at=now)


def test_when_all_is_well_it_says_so(sign_in):
    everything_runs()
    page = sign_in(Role.PUBLISHER).get("/admin/reports/status/").content.decode()
    assert "All is well." in page
    assert page.count("lasweb-tag--well") >= 6


def test_what_is_wrong_stands_first_with_what_to_do(sign_in):
    page = sign_in(Role.PUBLISHER).get("/admin/reports/status/").content.decode()
    assert "2 parts of the site need attention." in page
    assert "Publish by hand what must be out now." in page
    assert page.index("Work in the background") < page.index("The database")


def test_the_first_page_of_the_admin_tells_of_trouble_only(sign_in):
    client = sign_in(Role.PUBLISHER)
    assert "Something needs attention" in client.get("/admin/").content.decode()
    everything_runs()
    registry.forget()
    assert "Something needs attention" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.COMMUNICATIONS_EDITOR])
def test_it_is_for_publishers_and_administrators(sign_in, role):
    client = sign_in(role)
    assert client.get("/admin/reports/status/").status_code == 302
    page = client.get("/admin/").content.decode()
    assert "Something needs attention" not in page
    assert "Status of the site" not in page


def test_without_signing_in_there_is_only_the_way_to_sign_in(client):
    assert "/admin/login/" in client.get("/admin/reports/status/")["Location"]


def test_what_an_outage_says_is_text_not_markup(sign_in):
    registry.health_check("odd", "Odd")(lambda: Health(State.FAILED, "<b>x</b>", operators="<script>1</script>"))
    try:
        page = sign_in(Role.ADMINISTRATOR).get("/admin/reports/status/").content.decode()
    finally:
        del registry._parts["odd"]
    assert "<b>x</b>" not in page
    assert "&lt;script&gt;1" in page
