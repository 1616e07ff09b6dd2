"""Each role does each thing in the admin, by the request a browser would send: allowed or refused."""

from pathlib import Path

import pytest
from django.conf import settings

from core.models import User
from core.roles import Role, ensure_roles, group_of
from tests.editors.actions import MATRIX, enter, table


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
@pytest.mark.parametrize(("words", "least", "do"), MATRIX, ids=[words for words, _, _ in MATRIX])
def test_who_may_do_what(client, home_page, role, words, least, do):
    ensure_roles()
    user = User.objects.create_user("jo", "jo@example.org", "a long enough password")
    user.groups.add(group_of(role))
    client.force_login(user)
    assert do(client, user, home_page) == (least is not None and role in least.and_above)


NOBODYS = [do for _, least, do in MATRIX if least is None]


@pytest.mark.parametrize("do", NOBODYS, ids=lambda do: do.__name__)
def test_a_superuser_may_do_what_no_role_may(client, home_page, do):
    ensure_roles()
    user = User.objects.create_superuser("root", "root@example.org", "a long enough password")
    client.force_login(user)
    assert do(client, user, home_page)


def test_somebody_without_a_role_may_not_enter(client, home_page):
    client.force_login(User.objects.create_user("jo", "jo@example.org"))
    assert not enter(client, None, home_page)


def test_the_editors_guide_says_the_same():
    guide = Path(settings.BASE_DIR, "docs/editors/who-may-do-what.md").read_text(encoding="utf-8")
    assert table() in guide
