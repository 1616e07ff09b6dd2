"""An import on a real S3-compatible server: staged, taken apart, brought in; a server that fails loses nothing."""

import pytest

from core.importing import runs
from documents.models import Document
from documents.storages import StoreUnavailableError
from tests.importing.files import HEADER, archive, checked, outcomes, pdf, problems, staged

pytestmark = [pytest.mark.django_db, pytest.mark.needs("s3")]
TABLE = HEADER + "a.pdf,A,,,A,\nb.pdf,B,,,B,\n"
PAPERS = {"papers.zip": archive({"a.pdf": pdf("a"), "b.pdf": pdf("b")})}


def test_a_zip_comes_in_from_the_bucket_to_the_bucket(bucket):
    run = checked(TABLE, PAPERS)
    assert problems(run) == []
    runs.confirm(run)
    runs.advance(run.pk)
    assert [state for _, state, _ in outcomes(run)] == ["created", "created"]
    made = Document.objects.get(reference="B")
    assert made.file.storage.open(made.file.name).read() == pdf("b")


def test_a_store_that_fails_in_the_middle_is_told_and_the_lines_can_be_tried_again(faulty):
    run = checked(TABLE, PAPERS)
    runs.confirm(run)
    faulty.error = 500
    runs.advance(run.pk)
    assert {state for _, state, _ in outcomes(run)} == {"failed"}
    assert {message for _, _, message in outcomes(run)} == {
        "The file store did not answer. Try the failed lines again later."
    }
    assert not Document.objects.exists()
    faulty.heal()
    run.refresh_from_db()
    runs.retry(run)
    runs.advance(run.pk)
    assert [state for _, state, _ in outcomes(run)] == ["created", "created"]


def test_a_store_that_fails_during_the_dry_run_leaves_the_run_to_be_checked_again(faulty):
    run = staged(TABLE, PAPERS)
    faulty.error = 500
    with pytest.raises(StoreUnavailableError):
        runs.advance(run.pk)
    run.refresh_from_db()
    assert (run.state, run.leased_until) == ("checking", None)
    faulty.heal()
    assert runs.advance(run.pk) == "checked"
    run.refresh_from_db()
    assert problems(run) == []
