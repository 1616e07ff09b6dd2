"""A large file goes through the real server in little memory, and a broken one is never passed off as whole."""

import hashlib
import http.client
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import psutil
import pytest

from tests.documents import stores
from tests.faulty_proxy import FaultyProxy
from tests.processes import PYTHON, ROOT, free_port, running, wait_for
from tests.served import ask, listens

SIZE = 20_000_000
# Many readers at once may cost a worker this much together: less than one of the files.
MOST = 12_000_000
READERS = 4
BUILD = f"""
import django; django.setup()
from django.core.files.base import ContentFile
from wagtail.models import Page, Site
from documents.models import Document
from home.models import HomePage, StandardPage
content = b"%PDF-1.7" + bytes(range(250)) * {SIZE // 250} + b"%%EOF"
document = Document.objects.create(title="Large", file=ContentFile(content[:{SIZE}], name="large.pdf"))
slug = f"large-{{document.pk}}"
home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Large files", slug=slug, summary="Under test."))
Site.objects.create(hostname=f"{{slug}}.example.org", root_page=home)
page = home.add_child(instance=StandardPage(title="Papers", slug="papers", summary="Papers."))
cites = {{"type": "document", "value": {{"document": document.pk, "title": ""}}}}
page.body = page.body.stream_block.to_python([cites])
page.save_revision().publish()
print(document.url, document.sha256)
"""
CLEAR = """
import django; django.setup()
from wagtail.models import Page
from documents.models import Document
for page in Page.objects.filter(depth=2, slug__startswith="large-"):
    page.delete()
Document.objects.filter(title="Large").delete()
"""


class Served:
    """The site, its address for the large file, and the process that answers."""

    def __init__(self, port: int, path: str, digest: str, worker: psutil.Process) -> None:
        self.port, self.path, self.digest, self.worker = port, path, digest, worker

    def read(self, most_seen: list[int] | None = None) -> str:
        """Read the file to its end as a visitor's program does; return its hash."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", self.path)
        answer = connection.getresponse()
        assert answer.status == 200
        found = hashlib.sha256()
        while chunk := answer.read(256 * 1024):
            found.update(chunk)
            if most_seen is not None:
                most_seen.append(self.worker.memory_info().rss)
        connection.close()
        # Some versions of http.client end quietly at a body that is too short when it is read in parts.
        if answer.length:
            raise http.client.IncompleteRead(b"", answer.length)
        return found.hexdigest()


def python(env: dict[str, str], code: str) -> str:
    done = subprocess.run([PYTHON, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def served(env: dict[str, str], folder) -> Iterator[Served]:
    port = free_port()
    env |= {"PORT": str(port), "WEB_CONCURRENCY": "1"}
    path, digest = python(env, BUILD).split()
    command = (PYTHON, "-m", "gunicorn", "-c", "python:lasweb.gunicorn", "lasweb.wsgi:application")
    with running(env, *command, log=folder / "gunicorn.log") as process:
        wait_for(lambda: listens(port), "gunicorn listens")
        wait_for(lambda: psutil.Process(process.pid).children(), "its worker is there")
        yield Served(port, path, digest, psutil.Process(process.pid).children()[0])


@pytest.fixture(scope="module")
def empty_site(migrated_site):
    """The empty site, which other tests want empty again."""
    yield dict(migrated_site)
    python(migrated_site, CLEAR)


@pytest.fixture(scope="module")
def on_disk(empty_site, tmp_path_factory):
    with served(dict(empty_site), tmp_path_factory.mktemp("disk")) as site:
        yield site


@pytest.fixture(scope="module")
def proxy():
    made = FaultyProxy(os.environ["S3_ENDPOINT_URL"])
    yield made
    made.close()


@pytest.fixture(scope="module")
def in_a_bucket(empty_site, tmp_path_factory, proxy):
    env = empty_site | {
        "S3_BUCKET": stores.new_bucket(),
        "S3_ENDPOINT_URL": proxy.address,
        "S3_ACCESS_KEY": os.environ["S3_ACCESS_KEY"],
        "S3_SECRET_KEY": os.environ["S3_SECRET_KEY"],
        "S3_REGION": stores.REGION,
        "S3_ADDRESSING_STYLE": "path",
    }
    with served(env, tmp_path_factory.mktemp("bucket")) as site:
        yield site


@pytest.fixture(params=["on_disk", pytest.param("in_a_bucket", marks=pytest.mark.needs("s3"))])
def site(request):
    return request.getfixturevalue(request.param)


def test_many_readers_of_a_large_file_cost_less_than_one_copy_of_it(site):
    assert site.read() == site.digest
    before, seen, hashes = site.worker.memory_info().rss, [0], []
    readers = [Thread(target=lambda: hashes.append(site.read(seen))) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert hashes == [site.digest] * READERS
    assert max(seen) - before < MOST


@pytest.mark.needs("s3")
def test_a_body_that_cannot_be_had_whole_is_broken_off_and_the_next_is_whole(in_a_bucket, proxy):
    proxy.cut(after=1_000_000, times=100)
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        in_a_bucket.read()
    proxy.heal()
    assert in_a_bucket.read() == in_a_bucket.digest


@pytest.mark.needs("s3")
def test_a_store_that_is_away_is_a_page_of_ours_that_says_when_to_come_back(in_a_bucket, proxy):
    proxy.down = True
    status, headers, body = ask(in_a_bucket.port, in_a_bucket.path)
    proxy.heal()
    assert (status, headers["retry-after"]) == (503, "60")
    assert b"not available at the moment" in body
    assert "no-store" in headers["cache-control"]
