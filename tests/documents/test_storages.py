"""Both stores keep files under the same rules: no address, no name twice, nothing deleted before the commit."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from core.unavailable import ServiceUnavailableError
from documents.models import FileDeletion
from documents.storages import StoreUnavailableError
from tests.documents import stores
from tests.documents.files import PDF

pytestmark = pytest.mark.django_db


def saved(name="papers/Board paper.pdf", content=PDF):
    return default_storage.save(name, ContentFile(content))


def test_a_file_comes_back_as_it_was_stored(store):
    name = saved()
    assert default_storage.open(name).read() == PDF
    assert default_storage.size(name) == len(PDF)


def test_each_name_is_new_and_nobody_can_guess_it(store):
    first, second = saved(), saved()
    assert re.fullmatch(r"papers/[0-9a-f]{24}/Board paper.pdf", first)
    assert first != second


def test_a_name_with_a_random_folder_already_gets_another(store):
    first = saved()
    again = saved(first, b"other")
    assert again != first
    assert again.count("/") == 2
    assert default_storage.open(first).read() == PDF


@pytest.mark.parametrize("length", [60, 100])
def test_a_long_name_is_cut_to_fit_its_column_and_keeps_its_ending(length):
    name = default_storage.get_available_name("documents/" + "n" * 200 + ".pdf", max_length=length)
    assert len(name) == length
    assert name.endswith(".pdf")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd"])
def test_no_name_leads_out_of_the_store(store, name):
    from django.core.exceptions import SuspiciousOperation

    with pytest.raises(SuspiciousOperation):
        saved(name)


def test_no_file_has_an_address_of_the_store(store):
    with pytest.raises(ValueError, match="has no address"):
        default_storage.url(saved())


def test_what_is_stored_can_be_listed_with_its_size_and_date(store):
    names = {saved(), saved("renditions/a.webp")}
    found = {each.name: each for each in default_storage.objects()}
    assert set(found) == names
    assert {each.size for each in found.values()} == {len(PDF)}
    assert all(default_storage.get_modified_time(name) == found[name].modified for name in names)


def test_an_empty_store_lists_nothing(store):
    assert list(default_storage.objects()) == []


def test_a_part_is_read_from_where_it_begins(store):
    part = default_storage.open_part(saved(content=b"0123456789"), 3, 6)
    assert part.read(100)[:3] == b"345"
    part.close()


def test_to_delete_a_file_is_noted_and_done_later(store):
    name = saved()
    default_storage.delete(name)
    assert FileDeletion.objects.get().name == name
    assert default_storage.exists(name)


def test_a_transaction_that_is_rolled_back_deletes_nothing(store):
    name = saved()
    with transaction.atomic():
        default_storage.delete(name)
        transaction.set_rollback(True)
    assert not FileDeletion.objects.exists()


def test_to_delete_twice_is_noted_once(store):
    name = saved()
    default_storage.delete(name)
    default_storage.delete(name)
    assert FileDeletion.objects.count() == 1


def test_what_is_removed_is_gone_and_may_be_removed_again(store):
    name = saved()
    default_storage.remove(name)
    default_storage.remove(name)
    assert not default_storage.exists(name)
    for ask in (default_storage.open, default_storage.size):
        with pytest.raises(FileNotFoundError):
            ask(name)


def test_the_folder_made_for_a_file_goes_with_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    default_storage.remove(saved())
    assert list((tmp_path / "papers").iterdir()) == []


ASKED = {
    "save": lambda name: saved(),
    "part": lambda name: default_storage.open_part(name, 0, 5),
    "list": lambda name: list(default_storage.objects()),
    "listing by anybody": lambda name: default_storage.anybody_may_list(),
} | {
    method: lambda name, method=method: getattr(default_storage, method)(name)
    for method in ("open", "size", "exists", "get_modified_time", "remove", "anybody_may_read")
}


@pytest.mark.needs("s3")
@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("fault", ["down", "error"])
def test_whatever_fails_in_the_bucket_is_one_error(faulty, ask, fault):
    name = saved()
    setattr(faulty, fault, 503)
    with pytest.raises(StoreUnavailableError) as raised:
        ask(name)
    assert isinstance(raised.value, ServiceUnavailableError)
    assert isinstance(raised.value, OSError)


@pytest.mark.needs("s3")
def test_a_bucket_that_hangs_is_given_up_after_its_timeout(faulty):
    name = saved()
    faulty.hanging = True
    with pytest.raises(StoreUnavailableError, match="Timeout"):
        default_storage.open(name)


@pytest.mark.needs("s3")
def test_a_bucket_that_is_not_there_is_no_lost_file(bucket):
    with stores.stored_in(stores.bucket_storage("no-such-bucket")), pytest.raises(StoreUnavailableError):
        default_storage.open_part("documents/a.pdf", 0, 5)


@pytest.mark.needs("s3")
def test_the_service_refuses_whoever_has_no_key(bucket):
    name = saved()
    assert not default_storage.anybody_may_read(name)
    assert not default_storage.anybody_may_list()
