"""The two stores a site may keep its files in, each real."""

import json
import os
import secrets
from contextlib import contextmanager

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.client import Config
from django.core.files.storage import storages
from django.test import override_settings

REGION = "us-east-1"


def new_bucket() -> str:
    """Make a bucket on the real server."""
    name = f"test-{secrets.token_hex(6)}"
    client().create_bucket(Bucket=name)
    return name


def client():
    """A client of the real server, past every proxy."""
    return boto3.client(
        "s3", endpoint_url=os.environ["S3_ENDPOINT_URL"], region_name=REGION,
        aws_access_key_id=os.environ["S3_ACCESS_KEY"], aws_secret_access_key=os.environ["S3_SECRET_KEY"],
        config=Config(s3={"addressing_style": "path"}),
    )  # fmt: skip


def bucket_storage(bucket: str, endpoint: str = "", **options) -> dict:
    """The storage as the settings make it, but more impatient."""
    config = Config(
        connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 2, "mode": "standard"},
        s3={"addressing_style": "path"}, signature_version="s3v4",
    )  # fmt: skip
    chosen = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or os.environ["S3_ENDPOINT_URL"],
        "access_key": os.environ["S3_ACCESS_KEY"],
        "secret_key": os.environ["S3_SECRET_KEY"],
        "region_name": REGION,
        "file_overwrite": False,
        "querystring_expire": 30,
        "client_config": config,
        "transfer_config": TransferConfig(use_threads=False),
    }
    return {"BACKEND": "documents.storages.BucketFiles", "OPTIONS": chosen | options}


@contextmanager
def stored_in(storage: dict):
    """Keep files there meanwhile."""
    with override_settings(STORAGES=storages.backends | {"default": storage}):
        yield


def open_to_everybody(bucket: str) -> None:
    """Give the bucket a policy that lets anybody list and read it: the mistake that the proof is for."""
    everything = f"arn:aws:s3:::{bucket}"
    allow = {"Effect": "Allow", "Principal": "*"}
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            allow | {"Action": "s3:ListBucket", "Resource": everything},
            allow | {"Action": "s3:GetObject", "Resource": f"{everything}/*"},
        ],
    }
    client().put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))


def close_to_everybody(bucket: str) -> None:
    """Take that policy away again."""
    client().delete_bucket_policy(Bucket=bucket)
