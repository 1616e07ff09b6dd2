"""What the rule about files costs on a small site and on one of 10,000 pages and documents, each in a new database.

usage: python -m bench.files COUNT   prints JSON, one object for each kind of request; LASWEB_VAR_DIR is a new folder
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

ROUNDS = 40
WARM_UP = 3
AT_ONCE = 500


def main() -> None:
    """Build the site, ask for its files, print what that cost."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    print(json.dumps(measure(int(sys.argv[1]))))


def measure(count: int) -> list[dict[str, Any]]:
    """Return queries and median CPU time (milliseconds) of each kind of request on a site of `count` documents."""
    from bench.in_process import ask
    from documents.models import Document
    from documents.visibility import is_public, visible_documents
    from lasweb.wsgi import application

    documents, private = build(count)
    middle = documents[len(documents) // 2]
    fifty = Document.objects.filter(pk__in=[each.pk for each in documents[-50:]])
    return [
        cost("public document", lambda: ask(application, middle.url)),
        cost("is_public, of a private one", lambda: is_public(private)),
        cost("visible_documents of 50", lambda: visible_documents(fifty)),
    ]


def cost(name: str, action: Callable[[], object]) -> dict[str, Any]:
    """Do it again and again."""
    from bench.in_process import count_queries

    for _ in range(WARM_UP):
        action()
    queries, times = count_queries(action), []
    for _ in range(ROUNDS):
        start = time.process_time()
        action()
        times.append((time.process_time() - start) * 1000)
    return {"name": name, "queries": queries, "cpu_ms": statistics.median(times)}


def build(count: int) -> tuple[list[Any], Any]:
    """Make `count` public pages that offer a document each, and a document that nothing offers."""
    from django.core.files.base import ContentFile
    from wagtail.models import Page, Site

    from documents.citations import reconcile
    from documents.models import Document
    from home.models import HomePage

    home = HomePage(title="Home", slug="bench-home")
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    private = Document.objects.create(title="Private", file=ContentFile(b"%PDF-1.7\n%%EOF\n", name="a.pdf"))
    columns = {"file": private.file.name, "sha256": private.sha256, "file_size": private.file_size, "slug": "paper"}
    documents = Document.objects.bulk_create(
        (Document(title=f"Paper {number}", **columns) for number in range(count)), batch_size=AT_ONCE
    )
    _publish(home, documents)
    reconcile()
    return documents, private


def _publish(home: Any, documents: Iterable[Any]) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from home.models import StandardPage

    kind = ContentType.objects.get_for_model(StandardPage)
    pages = Page.objects.bulk_create(
        (
            Page(
                title=f"Page {number}", draft_title="", slug=f"page-{number}", live=True, content_type=kind,
                locale_id=home.locale_id, path=Page._get_path(home.path, home.depth + 1, number),
                depth=home.depth + 1, url_path=f"{home.url_path}page-{number}/",
            )
            for number, _ in enumerate(documents, 1)
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip
    rows = [
        StandardPage(page_ptr_id=page.pk, body=[{"type": "document", "value": {"document": each.pk, "title": ""}}])
        for page, each in zip(pages, documents, strict=True)
    ]
    # Django does not offer to make many rows of a child table at once; this is what its own save() calls.
    fields = StandardPage._meta.local_concrete_fields
    for first in range(0, len(rows), AT_ONCE):
        StandardPage._base_manager._insert(rows[first : first + AT_ONCE], fields=fields, using="default")
    Page.objects.filter(pk=home.pk).update(numchild=len(rows))


if __name__ == "__main__":
    main()
