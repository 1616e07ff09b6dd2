"""A file is given to the public only while a page that the public may see cites it."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Site

from home.models import HomePage, OrganisationSettings, StandardPage
from tests.documents.files import PDF, document, image, picture
from tests.factories import draft, publish

pytestmark = pytest.mark.django_db


def linking(file):
    return [{"type": "document", "value": {"document": file.pk, "title": ""}}]


def cited(home_page, file, slug="papers", parent=None, **fields):
    page = publish(parent or home_page, slug, **fields)
    page.body = page.body.stream_block.to_python(linking(file))
    page.save_revision().publish()
    return page


def test_an_uploaded_document_is_private_until_a_public_page_cites_it(client, home_page):
    file = document()
    assert client.get(file.url).status_code == 404
    cited(home_page, file)
    response = client.get(file.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF


def test_a_document_that_only_a_draft_cites_is_private(client, home_page):
    file = document()
    page = draft(home_page, "papers")
    page.body = page.body.stream_block.to_python(linking(file))
    page.save()
    ReferenceIndex.create_or_update_for_object(page)
    assert client.get(file.url).status_code == 404


def test_a_document_cited_only_in_the_newer_draft_of_a_live_page_is_private(client, home_page):
    file = document()
    page = publish(home_page, "papers")
    page.body = page.body.stream_block.to_python(linking(file))
    page.save_revision()
    assert client.get(file.url).status_code == 404


def test_unpublishing_the_page_closes_the_document_at_once(client, home_page):
    file = document()
    page = cited(home_page, file)
    page.unpublish()
    assert client.get(file.url).status_code == 404


def test_a_page_past_its_expiry_closes_the_document_with_no_scheduler(client, home_page):
    file = document()
    page = cited(home_page, file)
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert client.get(file.url).status_code == 404


def test_an_unpublished_parent_closes_the_documents_of_the_pages_below_it(client, home_page):
    file = document()
    parent = publish(home_page, "section")
    cited(home_page, file, parent=parent)
    parent.unpublish()
    assert client.get(file.url).status_code == 404


def test_a_restricted_page_gives_no_document_away(client, home_page):
    file = document()
    page = cited(home_page, file)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(file.url).status_code == 404


def test_a_page_outside_every_site_gives_no_document_away(client, home_page):
    file = document()
    other = HomePage(title="Elsewhere", slug="elsewhere")
    Page.objects.get(depth=1).add_child(instance=other)
    cited(home_page, file, parent=other)
    assert client.get(file.url).status_code == 404


def test_a_stale_row_in_the_reference_index_gives_no_document_away(client, home_page):
    file = document()
    page = cited(home_page, file)
    StandardPage.objects.filter(pk=page.pk).update(body=[])
    assert ReferenceIndex.get_references_to(file).exists()
    assert client.get(file.url).status_code == 404


def test_a_private_document_and_one_that_never_was_look_the_same(client, home_page):
    file = document()
    private, never = client.get(file.url), client.get(f"/documents/999/{file.slug}")
    assert private.status_code == never.status_code == 404
    assert private["Cache-Control"] == never["Cache-Control"] == "no-store, private"
    assert "ETag" not in private
    assert client.get(file.url, headers={"If-None-Match": f'"{file.sha256}"'}).status_code == 404


def test_an_editor_sees_a_private_document_and_nobody_may_keep_it(editor, guest, home_page):
    file = document()
    response = editor.get(file.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert guest.get(file.url).status_code == 404


def test_a_public_document_says_what_it_is_and_how_long_it_may_be_kept(client, home_page):
    file = document("Board paper (final).pdf", title="Board paper (final)")
    cited(home_page, file)
    response = client.get(file.url)
    assert file.url == f"/documents/{file.pk}/board-paper-final"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="board-paper-final.pdf"'
    assert response["Content-Length"] == str(len(PDF))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["ETag"] == f'"{file.sha256}"'
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=30"
    assert "Cookie" not in response.get("Vary", "")


def test_no_lifetime_reaches_past_the_moment_at_which_the_page_expires(client, home_page):
    file = document()
    cited(home_page, file, expire_at=timezone.now() + timedelta(seconds=10))
    shared = int(client.get(file.url)["Cache-Control"].rpartition("=")[2])
    assert shared <= 10


@pytest.mark.parametrize(
    ("name", "content_type", "disposition"),
    [
        ("a.txt", "text/plain; charset=utf-8", "inline"),
        ("a.csv", "text/csv; charset=utf-8", "attachment"),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
        ("a.html", "application/octet-stream", "attachment"),
        ("a.svg", "application/octet-stream", "attachment"),
    ],
)
def test_no_file_is_served_as_a_type_that_runs_scripts(client, home_page, name, content_type, disposition):
    file = document(name, b"text")
    cited(home_page, file)
    response = client.get(file.url)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith(disposition)


def test_a_visitor_who_has_the_document_is_not_sent_it_again(client, home_page):
    file = document()
    cited(home_page, file)
    response = client.get(file.url, headers={"If-None-Match": f'"{file.sha256}"'})
    assert (response.status_code, response["Cache-Control"]) == (304, "public, max-age=0, s-maxage=30")


def test_a_document_replaced_by_code_has_another_etag(client, home_page):
    from django.core.files.base import ContentFile

    file = document()
    cited(home_page, file)
    before = client.get(file.url)["ETag"]
    file.file = ContentFile(PDF + b"redacted", name="board-paper.pdf")
    file.save()
    assert client.get(file.url, headers={"If-None-Match": before}).status_code == 200


def test_head_answers_as_get_without_the_bytes(client, home_page):
    file = document()
    cited(home_page, file)
    response = client.head(file.url)
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(PDF))


def test_a_reader_may_ask_for_a_part(client, home_page):
    file = document()
    cited(home_page, file)
    response = client.get(file.url, headers={"Range": "bytes=1-3"})
    assert response.status_code == 206
    assert b"".join(response.streaming_content) == b"PDF"
    assert response["Content-Range"] == f"bytes 1-3/{len(PDF)}"
    assert client.get(file.url, headers={"Range": "bytes=9999-"}).status_code == 416
    assert client.get(file.url, headers={"Range": "bytes=1-3", "If-Range": '"older"'}).status_code == 200


def test_other_methods_are_refused(client, home_page):
    file = document()
    cited(home_page, file)
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(file.url).status_code == 405


@pytest.mark.parametrize(
    "spelling",
    ["/documents/0{pk}/{name}", "/documents/{pk}/{name}/", "/documents/{pk}/other", "//documents/{pk}/{name}",
     "/documents/{pk}/", "/Documents/{pk}/{name}", "/documents/99999999999999999999999/{name}",
     "/documents/{pk}/{name}.pdf", "/documents/{pk}/versions/01/", "/documents/{pk}/versions/2/",
     "/documents/{pk}/versions/99999999999999999999999/"],
)  # fmt: skip
def test_other_spellings_of_an_address_are_no_addresses(client, home_page, spelling):
    file = document()
    cited(home_page, file)
    address = spelling.format(pk=file.pk, name=file.slug)
    # Whatever is asked for without a slash at its end is sent to the same with one, as anywhere on the site.
    assert client.get(address, follow=True).status_code == 404


def test_what_cannot_be_told_apart_by_path_is_sent_to_the_one_address(client, home_page):
    file = document()
    cited(home_page, file)
    assert client.get(file.url + "?a=1")["Location"] == file.url
    assert client.get(file.url, RAW_URI=f"/documents/%3{file.pk}/x")["Location"] == file.url
    assert client.get(file.url, RAW_URI=file.url).status_code == 200


def test_a_document_that_the_store_has_lost_is_a_404_and_a_line_in_the_log(client, home_page, caplog):
    file = document()
    cited(home_page, file)
    file.file.storage.remove(file.file.name)
    assert client.get(file.url).status_code == 404
    assert [record.name for record in caplog.records if record.levelname == "ERROR"] == ["documents.responses"]


def test_two_uploads_of_one_name_never_share_a_file(home_page):
    first, second = document(content=PDF), document(content=PDF + b"embargoed")
    assert first.file.name != second.file.name
    second.delete()
    assert first.file.storage.exists(first.file.name)


def test_a_rendition_is_public_only_with_its_image(client, editor, home_page):
    picture_of_crew = image()
    rendition = picture_of_crew.get_rendition("width-30")
    assert rendition.url.startswith("/images/")
    assert client.get(rendition.url).status_code == 404
    assert editor.get(rendition.url)["Cache-Control"] == "private, no-store"
    home_page.hero_image = picture_of_crew
    home_page.save_revision().publish()
    response = client.get(rendition.url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=30"
    home_page.hero_image = None
    home_page.save_revision().publish()
    assert client.get(rendition.url).status_code == 404


def test_the_logo_is_public_although_no_page_cites_it(client, home_page):
    logo = image()
    rendition = logo.get_rendition("width-30")
    OrganisationSettings.objects.create(site=Site.objects.get(), logo=logo)
    assert client.get(rendition.url).status_code == 200


def test_the_original_of_a_picture_has_no_address(client, editor, home_page):
    picture_of_crew = image()
    home_page.hero_image = picture_of_crew
    home_page.save_revision().publish()
    for address in (f"/{picture_of_crew.file.name}", f"/images/{picture_of_crew.file.name}",
                    f"/images/{picture_of_crew.file.name.removeprefix('originals/')}"):  # fmt: skip
        assert client.get(address).status_code == 404
        assert editor.get(address).status_code == 404


def test_a_replaced_picture_leaves_no_older_size_behind(client, home_page):
    from django.core.files.base import ContentFile

    picture_of_crew = image()
    old = picture_of_crew.get_rendition("width-30").url
    picture_of_crew.file = ContentFile(picture(size=(80, 80)), name="Crew.png")
    picture_of_crew.save()
    home_page.hero_image = picture_of_crew
    home_page.save_revision().publish()
    assert client.get(old).status_code == 404


def test_a_rendition_is_found_by_one_indexed_query(client, home_page, django_assert_max_num_queries):
    picture_of_crew = image()
    rendition = picture_of_crew.get_rendition("width-30")
    home_page.hero_image = picture_of_crew
    home_page.save_revision().publish()
    client.get(rendition.url)
    with django_assert_max_num_queries(8) as queries:
        client.get(rendition.url)
    assert sum("documents_rendition" in query["sql"] for query in queries.captured_queries) == 1


@override_settings(PAGE_CACHE_ENABLED=True)
def test_the_page_cache_keeps_no_file(client, home_page):
    file = document()
    page = cited(home_page, file)
    assert client.get(file.url).status_code == 200
    StandardPage.objects.filter(pk=page.pk).update(live=False)
    assert client.get(file.url).status_code == 404
