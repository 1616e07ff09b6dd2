"""Documents by what reading their newest file has found."""

import pytest
from django.core.files.base import ContentFile

from documents.enums import ReadingState
from documents.models import Document
from documents.querysets import in_reading_states, with_fault, with_faults
from documents.services import replace_file
from tests.documents.files import PDF, document
from tests.documents.reading.readings import read, scanned, with_faults_found

pytestmark = pytest.mark.django_db


def titles(documents):
    return sorted(documents.values_list("title", flat=True))


def test_a_document_has_faults_when_reading_its_newest_file_found_some():
    with_faults_found("not_tagged", "no_title", title="Two faults")
    with_faults_found(title="None")
    scanned(title="A scan")
    document(title="Unread")
    assert titles(with_faults()) == ["A scan", "Two faults"]


def test_a_better_file_takes_the_document_off_the_list_though_the_former_stays_open():
    file = with_faults_found("not_tagged", title="Mended")
    replace_file(file, ContentFile(PDF + b"%", name="b.pdf"), keep_replaced_open=True)
    assert titles(with_faults()) == [], "nothing is known of the new one yet"
    read(file, pages=["Winter plan"])
    assert titles(with_faults()) == []


def test_a_fault_is_found_by_its_whole_name():
    with_faults_found("no_text", title="No text")
    with_faults_found("some_pages_without_text", "no_title", title="Some")
    assert titles(with_fault(with_faults(), "no_text")) == ["No text"]
    assert titles(with_fault(with_faults(), "no_title")) == ["Some"]
    assert titles(with_fault(with_faults(), "no%")) == []


def test_documents_are_found_by_how_far_their_reading_has_come():
    scanned(title="A scan")
    with_faults_found(title="Read")
    assert titles(in_reading_states(Document.objects.all(), {ReadingState.NO_TEXT})) == ["A scan"]
    both = {ReadingState.NO_TEXT, ReadingState.READ}
    assert titles(in_reading_states(Document.objects.all(), both)) == ["A scan", "Read"]
