"""Without the second factor nobody reaches anything of the admin, no preview and no private file."""

import re
from io import BytesIO

import pytest
from asgiref.sync import async_to_sync
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import RoutePattern
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.models import User
from core.roles import Role
from core.sign_in import second_factor
from core.sign_in.middleware import SecondFactorMiddleware
from documents.models import Document
from tests.factories import draft
from tests.sign_in.conftest import NEXT, code_of, give_password, is_signed_in

# Needed before anybody is signed in; none of them shows or changes anything.
OPEN = {
    "/admin/login/", "/admin/login/code/", "/admin/login/set-up/", "/admin/logout/", "/admin/password_reset/",
    "/admin/password_reset/done/", "/admin/password_reset/complete/", "/admin/password_reset/confirm/x/x/",
    "/admin/jsi18n/", "/admin/sprite/",
}  # fmt: skip
EXAMPLES = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}


def addresses(patterns, prefix):
    for each in patterns:
        if isinstance(each.pattern, RoutePattern):
            part = re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES.get(found[1] or "str", "1"), str(each.pattern))
        else:
            part = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|\([^()]*\)", "1", str(each.pattern)).strip("^$")
        if isinstance(each, URLPattern):
            yield prefix + part.replace("\\", "").strip("$")
        else:
            yield from addresses(each.url_patterns, prefix + part)


def admin_addresses():
    return sorted({one for one in addresses(get_resolver().url_patterns, "/") if one.startswith("/admin/")} - OPEN)


def is_refused(answer):
    return answer.status_code == 302 and answer.url.startswith(reverse("wagtailadmin_login"))


@pytest.fixture
def half(client, person, required):
    """Somebody who may do everything, in a session that a password alone opened."""
    boss = person("boss", Role.ADMINISTRATOR, is_superuser=True)
    client.force_login(boss)
    return client


def test_there_are_addresses_to_try():
    assert len(admin_addresses()) > 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_admin_answers(half, method):
    for address in admin_addresses():
        answer = getattr(half, method)(address)
        assert is_refused(answer), (address, answer.status_code)


def test_nor_to_a_script(half):
    # Every fifth: the gate is the same, and each refusal is a whole page.
    for address in admin_addresses()[::5]:
        answer = half.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
        assert answer.status_code in {302, 403}, address


def test_the_addresses_do_answer_once_the_factor_is_shown(client, person, required):
    """Given the same addresses and the right code, then dozens of them answer: the crawl above tried the real ones."""
    boss = person("boss", Role.ADMINISTRATOR, is_superuser=True)
    key = second_factor.new_key()
    second_factor.set_up(boss, key, code_of(key, -1))
    give_password(client, "boss")
    client.post(reverse("sign_in_code"), {"code": code_of(key)})
    plain = [address for address in admin_addresses() if not re.search(r"/(1|x|add|results|failwhale)/", address)]
    assert sum(client.get(address).status_code == 200 for address in plain) > 25


class TestOutsideTheAdmin:
    @pytest.fixture
    def private(self, db):
        return Document.objects.create(title="Draft paper", file=ContentFile(b"not yet", name="paper.txt"))

    def test_a_private_file_is_not_there(self, half, private):
        assert half.get(private.url).status_code == 404

    def test_it_is_for_the_same_person_with_a_phone(self, client, person, required, private):
        boss = person("boss", Role.ADMINISTRATOR)
        key = second_factor.new_key()
        second_factor.set_up(boss, key, code_of(key, -1))
        give_password(client, "boss")
        assert client.get(private.url).status_code == 404
        client.post(reverse("sign_in_code"), {"code": code_of(key)})
        answer = client.get(private.url)
        assert BytesIO(b"".join(answer.streaming_content)).read() == b"not yet"

    def test_neither_a_draft_nor_the_user_bar_is_shown(self, half, site):
        page = draft(site, "secret")
        assert half.get("/secret/").status_code == 404
        assert "wagtail-userbar" not in half.get("/").content.decode()
        for name in ("wagtailadmin_pages:view_draft", "wagtailadmin_pages:preview_on_edit"):
            assert is_refused(half.get(reverse(name, args=[page.pk]))), name

    def test_public_pages_still_come_without_asking_who_it_is(self, half, site, django_assert_max_num_queries):
        half.get("/")
        with django_assert_max_num_queries(10):
            assert half.get("/").status_code == 200


class TestSessionsThatAreOpenAlready:
    def test_they_end_when_the_factor_becomes_required(self, client, jo, settings):
        give_password(client, "jo")
        assert is_signed_in(client)
        settings.TWO_FACTOR_REQUIRED = True
        assert not is_signed_in(client)

    def test_those_without_the_factor_end_when_one_is_set_up(self, client, jo):
        other = Client()
        give_password(other, "jo")
        key = second_factor.new_key()
        second_factor.set_up(jo, key, code_of(key))
        assert not is_signed_in(other)
        give_password(client, "jo")
        client.post(reverse("sign_in_code"), {"code": code_of(key, NEXT)})
        assert is_signed_in(client)

    def test_those_of_somebody_who_is_switched_off_end_at_once(self, client, jo):
        give_password(client, "jo")
        User.objects.filter(pk=jo.pk).update(is_active=False)
        assert not is_signed_in(client)

    def test_those_of_somebody_whose_password_changes_end_elsewhere(self, client, jo):
        other = Client()
        for each in (client, other):
            give_password(each, "jo")
        jo.set_password("other words of my own choosing")
        jo.save()
        assert not is_signed_in(client)
        assert not is_signed_in(other)

    def test_a_device_of_another_person_proves_nothing(self, client, jo, person, required):
        sam = person("sam")
        device, _ = second_factor.set_up(sam, key := second_factor.new_key(), code_of(key))
        client.force_login(jo)
        session = client.session
        session["otp_device_id"] = device.persistent_id
        session.save()
        assert not is_signed_in(client)


@pytest.mark.parametrize("shown", [False, True])
def test_asynchronous_code_sees_the_same(rf, jo, phone, required, shown):
    request = rf.get("/")
    request.session = {"otp_device_id": TOTPDevice.objects.get(user=jo).persistent_id} if shown else {}

    async def auser():
        return jo

    request.user, request.auser = jo, auser
    SecondFactorMiddleware(lambda request: None)(request)
    assert async_to_sync(request.auser)().is_authenticated == shown
