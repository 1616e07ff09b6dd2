"""People who sign in as in life: name and password, then the code of a phone that the test holds."""

from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.module_loading import import_string
from django_otp.oath import totp
from django_tasks_db.models import DBTaskResult

from core.models import User
from core.roles import ensure_roles, group_of
from core.sign_in import second_factor

PASSWORD = "nine words of my own choosing"
# The code of the step after this one: the present one may have been used to set the phone up.
NEXT = 1


def code_of(key: str, ahead: int = 0) -> str:
    """What the phone with this secret shows now, or that many steps ahead."""
    return f"{totp(bytes.fromhex(key), drift=ahead):06d}"


def wrong_code(key: str) -> str:
    """A code that the phone shows neither now nor soon."""
    near = {code_of(key, step) for step in range(-2, 4)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def give_password(client, name, password=PASSWORD, **more):
    return client.post(reverse("wagtailadmin_login"), {"username": name, "password": password, "next": "", **more})


def is_signed_in(client):
    return client.get(reverse("wagtailadmin_home")).status_code == 200


@pytest.fixture
def site(home_page):
    return home_page


@pytest.fixture
def person(site):
    """Make somebody who may enter the admin, with a role where that matters."""

    def person(name, role=None, **fields):
        user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, **fields)
        if role:
            ensure_roles()
            user.groups.add(group_of(role))
        else:  # what everybody may who has any role, without the cost of making them all
            user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        return user

    return person


@pytest.fixture
def jo(person):
    return person("jo")


@pytest.fixture
def phone(jo):
    """Set a phone up for Jo; returns its secret and Jo's recovery codes."""
    key = second_factor.new_key()
    _, codes = second_factor.set_up(jo, key, code_of(key, -1))
    return key, codes


@pytest.fixture
def required(settings):
    settings.TWO_FACTOR_REQUIRED = True


@pytest.fixture
def work(django_capture_on_commit_callbacks):
    """Let what is done inside `with work():` be committed, then do what it left to the worker."""

    @contextmanager
    def work():
        with django_capture_on_commit_callbacks(execute=True):
            yield
        for waiting in DBTaskResult.objects.filter(status="READY"):
            import_string(waiting.task_path).func(*waiting.args_kwargs["args"])
            waiting.delete()

    return work
