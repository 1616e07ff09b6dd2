"""The editors of the demo: one for each role, with passwords that nobody else has."""

import re
import stat

import pytest
from django.contrib.auth import authenticate

from core.demo.sign_ins import PEOPLE, new_password, sign_ins_file
from core.models import User
from core.roles import Role
from tests.demo.conftest import load_demo


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_there_is_one_for_each_role_in_the_group_of_that_role(var, db):
    load_demo()
    assert [person.role for person in PEOPLE] == list(Role)
    for person in PEOPLE:
        user = User.objects.get(username=person.username)
        assert [group.name for group in user.groups.all()] == [person.role.label]
        assert user.email.endswith("@example.org")
        assert not user.is_superuser


def test_the_password_shown_and_written_down_signs_its_owner_in(var, db):
    shown = load_demo()
    kept = sign_ins_file().read_text(encoding="utf-8")
    for person in PEOPLE:
        password = re.search(rf"^{person.username}\s+(\S+)", kept, re.MULTILINE)[1]
        assert password in shown
        assert authenticate(username=person.username, password=password)


def test_only_its_owner_may_read_the_file(var, db):
    load_demo()
    assert stat.S_IMODE(sign_ins_file().stat().st_mode) == 0o600


def test_a_later_run_resets_nothing_and_shows_no_password(var, db):
    load_demo()
    before = sign_ins_file().read_text(), list(User.objects.values_list("username", "password"))
    shown = load_demo()
    assert (sign_ins_file().read_text(), list(User.objects.values_list("username", "password"))) == before
    assert not re.search(r"\w{5}-\w{5}-\w{5}-\w{5}", shown)
    assert str(sign_ins_file()) in shown


def test_a_deleted_editor_does_not_come_back(var, db):
    load_demo()
    User.objects.get(username="callum").delete()
    load_demo()
    assert not User.objects.filter(username="callum").exists()


def test_every_editor_sees_the_admin(var, demo_people, client):
    for person in PEOPLE:
        client.force_login(User.objects.get(username=person.username))
        assert client.get("/admin/").status_code == 200


@pytest.fixture
def demo_people(db):
    load_demo()


def test_passwords_are_long_and_differ():
    assert len({new_password() for _ in range(20)}) == 20
    assert len(new_password()) == 23
