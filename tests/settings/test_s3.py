"""Files on a real S3-compatible server, as the settings set it up."""

import os
import urllib.error
import urllib.request
import uuid

import boto3
import pytest
from botocore.config import Config

from tests.documents import stores
from tests.processes import environment, free_port, manage, managed

pytestmark = pytest.mark.needs("s3")

# The one region in which a bucket is made without naming one.
REGION = "us-east-1"
SAVE = """
import sys
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
names = [default_storage.save("leaflet.txt", ContentFile(text)) for text in (b"first", b"second")]
print(*[f"{name}={default_storage.open(name).read().decode()}" for name in names])
print(default_storage.anybody_may_read(names[0]), default_storage.anybody_may_list())
try:
    print(default_storage.url(names[0]))
except ValueError as refusal:
    print(refusal)
"""


@pytest.fixture
def bucket():
    client = boto3.client(
        "s3",
        endpoint_url=os.environ["S3_ENDPOINT_URL"],
        aws_access_key_id=os.environ["S3_ACCESS_KEY"],
        aws_secret_access_key=os.environ["S3_SECRET_KEY"],
        region_name=REGION,
        config=Config(s3={"addressing_style": "path"}),
    )
    name = f"test-{uuid.uuid4().hex[:12]}"
    client.create_bucket(Bucket=name)
    return name


def settings(bucket, **others):
    return {
        "S3_BUCKET": bucket,
        "S3_ENDPOINT_URL": os.environ["S3_ENDPOINT_URL"],
        "S3_ACCESS_KEY": os.environ["S3_ACCESS_KEY"],
        "S3_SECRET_KEY": os.environ["S3_SECRET_KEY"],
        "S3_REGION": REGION,
        "S3_ADDRESSING_STYLE": "path",
    } | others


def test_two_uploads_of_one_name_are_two_files_and_nobody_else_can_have_them(bucket, tmp_path):
    stored, anybody, address = managed(
        environment(tmp_path, **settings(bucket)), "shell", "-v", "0", "-c", SAVE
    ).strip().splitlines()  # fmt: skip
    files = dict(pair.split("=") for pair in stored.split())
    assert len(files) == 2
    assert sorted(files.values()) == ["first", "second"]
    assert anybody == "False False"
    assert "has no address" in address
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{os.environ['S3_ENDPOINT_URL']}/{bucket}/{next(iter(files))}", timeout=10)
    assert refused.value.code == 403


def test_the_check_stores_reads_and_deletes_a_file(bucket, tmp_path):
    said = managed(environment(tmp_path, **settings(bucket)), "check_services")
    assert f"ok          bucket {bucket}" in said


def test_the_check_fails_where_strangers_may_read_the_bucket(bucket, tmp_path):
    stores.open_to_everybody(bucket)
    done = manage(environment(tmp_path, **settings(bucket)), "check_services")
    assert done.returncode == 1
    assert "strangers may read the bucket" in done.stdout


def test_a_bucket_that_is_not_there_and_a_server_that_is_away_are_said_plainly(bucket, tmp_path):
    done = manage(environment(tmp_path, **settings("no-such-bucket")), "check_services")
    assert done.returncode == 1
    assert "NoSuchBucket" in done.stdout
    away = f"http://127.0.0.1:{free_port()}"
    done = manage(environment(tmp_path, **settings(bucket, S3_ENDPOINT_URL=away)), "check_services", timeout=60)
    assert done.returncode == 1
    assert "Could not connect to the endpoint URL" in done.stdout
