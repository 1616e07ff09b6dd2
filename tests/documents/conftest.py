import os
import tempfile
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import caches
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission

from core.models import User
from tests.documents import stores
from tests.documents.clamav import clamd
from tests.faulty_proxy import FaultyProxy


@pytest.fixture(autouse=True)
def _no_rendition_of_another_test():
    """Forget renditions whose database is gone: a test's transaction never commits, so nothing else tells the cache."""
    caches["renditions"].clear()


@pytest.fixture
def bucket():
    """Keep the files of this test in a bucket of its own on the real server."""
    name = stores.new_bucket()
    with stores.stored_in(stores.bucket_storage(name)):
        yield name


@pytest.fixture
def faulty():
    """Keep the files of this test in a bucket behind a proxy that fails on demand."""
    proxy = FaultyProxy(os.environ["S3_ENDPOINT_URL"])
    with stores.stored_in(stores.bucket_storage(stores.new_bucket(), proxy.address)):
        yield proxy
    proxy.close()


@pytest.fixture(params=["local", pytest.param("s3", marks=pytest.mark.needs("s3"))])
def store(request, settings, tmp_path):
    """Run a test on both stores; returns which one it is."""
    if request.param == "s3":
        request.getfixturevalue("bucket")
    else:
        settings.MEDIA_ROOT = str(tmp_path / "media")
    return request.param


@pytest.fixture
def editor(db):
    """A browser in which somebody who may choose documents and images has signed in."""
    return _signed_in(User.objects.create_user("editor", "editor@example.org"), group_that_may("choose"))


@pytest.fixture
def keeper(db):
    """A browser in which somebody who may change documents has signed in."""
    return _signed_in(User.objects.create_user("keeper", "keeper@example.org"), group_that_may("change"))


@pytest.fixture
def author(db):
    """A browser in which somebody who may add documents, and change their own, has signed in."""
    return _signed_in(User.objects.create_user("author", "author@example.org"), group_that_may("add"))


@pytest.fixture
def guest(db):
    """A browser in which somebody with an account and no rights has signed in."""
    return _signed_in(User.objects.create_user("guest", "guest@example.org"))


def group_that_may(action):
    """A group whose members may enter the admin, and do this with every document and picture."""
    group = Group.objects.create(name=f"may {action}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in (f"{action}_document", f"{action}_image"):
        permission = Permission.objects.get(codename=codename, content_type__app_label__startswith="wagtail")
        GroupCollectionPermission.objects.create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
    return group


def _signed_in(user, *groups):
    user.groups.add(*groups)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="session")
def clamd_socket():
    """The socket of a real ClamAV daemon."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as folder, clamd(Path(folder)) as address:
        yield address


@pytest.fixture
def scanner(clamd_socket, settings):
    """Uploads are scanned by a real ClamAV daemon."""
    settings.CLAMAV_SOCKET = clamd_socket
    return settings


@pytest.fixture
def scanner_down(settings, tmp_path):
    """Uploads ought to be scanned, and nobody answers."""
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody.sock")
    return settings
