"""What a file of 20 MB costs the server on each store: memory while four visitors read it at once, and its speed."""

import http.client
import os
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Thread
from typing import Any

import boto3
import psutil
from botocore.config import Config

from bench.load import Server, fetch

READERS = 4
MEGABYTE = 1_000_000
LARGE = 20 * MEGABYTE
TITLE = "Large file of make bench"
REGION = "us-east-1"
BUILD = f"""
import django; django.setup()
from django.core.files.base import ContentFile
from wagtail.models import Site
from documents.models import Document
from home.models import StandardPage
content = b"%PDF-1.7" + bytes({LARGE} - 13) + b"%%EOF"
document = Document.objects.create(title={TITLE!r}, file=ContentFile(content, name="large.pdf"))
home = Site.objects.get(is_default_site=True).root_page
page = home.add_child(instance=StandardPage(title={TITLE!r}, summary="It goes again."))
cites = {{"type": "document", "value": {{"document": document.pk, "title": ""}}}}
page.body = page.body.stream_block.to_python([cites])
page.save_revision().publish()
print(document.url)
"""
CLEAR = f"""
import django; django.setup()
from wagtail.models import Page
from documents.deletions import delete_noted
from documents.models import Document
for page in Page.objects.filter(title={TITLE!r}):
    page.delete()
Document.objects.filter(title={TITLE!r}).delete()
delete_noted()
"""

Python = Callable[..., str]
Serve = Callable[..., AbstractContextManager[Server]]


def large_files(python: Python, serve: Serve) -> None:
    """Print a line for each store; a bucket is asked for where S3_ENDPOINT_URL names a server."""
    print(f"\nA file of {LARGE // MEGABYTE} MB, read by {READERS} at once; memory beyond what the worker has before\n")
    row = "{:<28} {:>12} {:>9}"
    print(row.format("store", "memory MB", "MB/s"))
    for name, environment in {"folder": {"S3_BUCKET": ""}, **_bucket()}.items():
        path = python(BUILD, **environment).strip()
        try:
            with serve("lasweb.wsgi", **environment) as server:
                memory, speed = _read_by_many(server, path)
        finally:
            python(CLEAR, **environment)
        print(row.format(name, f"{memory:.1f}", f"{speed:.0f}"))


def _bucket() -> dict[str, dict[str, str]]:
    endpoint = os.environ.get("S3_ENDPOINT_URL", "")
    if not endpoint:
        return {}
    name = f"bench-{secrets.token_hex(6)}"
    boto3.client(
        "s3", endpoint_url=endpoint, region_name=REGION, config=Config(s3={"addressing_style": "path"}),
        aws_access_key_id=os.environ["S3_ACCESS_KEY"], aws_secret_access_key=os.environ["S3_SECRET_KEY"],
    ).create_bucket(Bucket=name)  # fmt: skip
    return {"bucket": {"S3_BUCKET": name, "S3_REGION": REGION, "S3_ADDRESSING_STYLE": "path"}}


def _read_by_many(server: Server, path: str) -> tuple[float, float]:
    for _ in range(READERS * 2):  # each worker has read one
        fetch(server.port, path)
    workers = psutil.Process(server.pid).children()
    before, seen = _memory(workers), [0]
    readers = [Thread(target=_read, args=(server.port, path, workers, seen)) for _ in range(READERS)]
    started = time.monotonic()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return (max(seen) - before) / MEGABYTE, READERS * LARGE / MEGABYTE / (time.monotonic() - started)


def _read(port: int, path: str, workers: list[Any], seen: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    while answer.read(MEGABYTE):
        seen.append(_memory(workers))
    connection.close()


def _memory(workers: list[Any]) -> int:
    return sum(worker.memory_info().rss for worker in workers)
