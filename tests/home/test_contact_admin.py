"""Editors read what came through the contact form; nobody changes it."""

import pytest
from django.urls import NoReverseMatch, reverse

from core.models import User
from core.roles import Role, ensure_roles, group_of
from home.models import ContactMessage

LIST = "/admin/contact-messages/"


@pytest.fixture
def message(db):
    return ContactMessage.objects.create(
        reference="W-7K3Q9D", submission_key="k", topic="press", name="=HYPERLINK(1)", email="a@example.org",
        message="A question",
    )  # fmt: skip


def sign_in(client, role):
    ensure_roles()
    user = User.objects.create_user(role.value, f"{role.value}@example.org")
    user.groups.add(group_of(role))
    client.force_login(user)


@pytest.mark.parametrize("role", [Role.COMMUNICATIONS_EDITOR, Role.PUBLISHER])
def test_editors_read_the_messages(client, message, role):
    sign_in(client, role)
    listed = client.get(LIST).content.decode()
    assert "W-7K3Q9D" in listed
    assert "Waiting to be mailed" in listed
    assert "A question" in client.get(f"{LIST}inspect/{message.pk}/").content.decode()


def test_an_author_does_not_see_them(client, message):
    sign_in(client, Role.AUTHOR)
    for address in (LIST, f"{LIST}inspect/{message.pk}/", f"{LIST}csv/"):
        response = client.get(address)
        assert response.status_code in {302, 403}
        assert b"W-7K3Q9D" not in response.content


def test_the_table_holds_no_cell_that_runs(client, message):
    sign_in(client, Role.PUBLISHER)
    text = client.get(f"{LIST}csv/").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text


def test_nobody_may_change_a_message_a_superuser_included(admin_client, message):
    for name in ("add", "edit", "delete"):
        with pytest.raises(NoReverseMatch):
            reverse(f"contact_messages:{name}", args=() if name == "add" else (message.pk,))
    assert admin_client.get(f"{LIST}edit/{message.pk}/").status_code == 404
    assert admin_client.get(LIST).status_code == 200
    assert admin_client.get(f"{LIST}inspect/{message.pk}/").status_code == 200
