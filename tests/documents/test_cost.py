"""What the rule costs: the same queries for a file on a site of 20 pages and documents and on one of 2,000."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Citation, Document, DocumentVersion
from documents.visibility import visible_documents
from home.models import NewsIndexPage, NewsPage, StandardPage
from tests.documents.files import document, image
from tests.documents.test_serving import cited
from tests.factories import publish, publish_many

pytestmark = pytest.mark.django_db
MOST = 6
FEW, MANY = 20, 2_000


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PAGE_CACHE_ENABLED = False


def grow(parent, count):
    """Add pages that cite a document each, as if published."""
    now, like = timezone.now(), document()
    columns = {"file": like.file.name, "sha256": like.sha256, "file_size": 1, "file_changed_at": now}
    papers = Document.objects.bulk_create(
        Document(title=f"Paper {number}", slug="paper", **columns) for number in range(count)
    )
    DocumentVersion.objects.bulk_create(
        DocumentVersion(document=each, number=1, file=each.file.name, content_type="x", created_at=now)
        for each in papers
    )
    keys = iter(papers)
    publish_many(parent, count, body=lambda number: [
        {"type": "document", "value": {"document": next(keys).pk, "title": ""}, "id": f"b{number}"}
    ])  # fmt: skip
    assert not Citation.objects.exclude(target_type=ContentType.objects.get_for_model(Document)).exists()
    return papers


def asked(action):
    action()
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


def test_a_file_costs_the_same_however_many_there_are(client, home_page):
    file, crew = document(title="Board paper"), image()
    section = publish(home_page, "section")
    cited(section, file)
    index = publish(home_page, "news", NewsIndexPage)
    publish(index, "item", NewsPage, image=crew, image_alt_text="A crew")
    size = crew.get_rendition("width-30")
    archive = publish(home_page, "archive", StandardPage)

    def costs():
        listed = asked(lambda: visible_documents(Document.objects.order_by("-pk")[:50]))
        private = document(title="Private")
        return {
            "document": asked(lambda: list(client.get(file.url))),
            "picture": asked(lambda: list(client.get(size.url))),
            "private": asked(lambda: client.get(private.url)),
            "version": asked(lambda: client.get(f"/documents/{file.pk}/versions/1/")),
            "listing of fifty": listed,
        }

    grow(archive, FEW)
    few = costs()
    grow(archive, MANY - FEW)
    many = costs()
    assert few == many
    assert all(many[name] <= MOST for name in ("document", "picture", "version", "listing of fifty")), many
    assert len(visible_documents(Document.objects.filter(slug="paper").order_by("-pk")[:50])) == 50


def test_a_document_that_very_many_pages_cite_costs_no_more(client, home_page):
    file = document(title="Privacy notice")
    archive = publish(home_page, "archive", StandardPage)
    publish_many(
        archive, MANY // 5, body=[{"type": "document", "value": {"document": file.pk, "title": ""}, "id": "b"}]
    )
    assert asked(lambda: list(client.get(file.url))) <= MOST
