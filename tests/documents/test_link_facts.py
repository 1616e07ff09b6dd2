"""What stands beside a link to a file, in a block and in text, and how another format of it is asked for."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from documents.enums import AccessibilityFault
from documents.facts import DocumentFacts
from documents.languages import language_name, language_tag
from documents.link_facts import facts_in_words
from documents.models import Document, FileReading
from documents.services import replace_file
from home.models import OrganisationSettings
from tests.documents.files import PDF, document
from tests.documents.test_links import block, page_with, shown, text
from tests.factories import publish

UNSUITABLE = "may not be suitable for users of assistive technology"


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PAGE_CACHE_ENABLED = False


def told(file, **facts):
    """Let a document's file have told this of itself."""
    file.read_facts = DocumentFacts(**facts).keep(file.version)
    Document.objects.filter(pk=file.pk).update(read_facts=file.read_facts)
    return file


def untagged(**fields):
    return told(document(**fields), pages=3, faults=(AccessibilityFault.NOT_TAGGED,))


@pytest.mark.parametrize(
    ("extension", "size", "facts", "words"),
    [
        ("pdf", 1_258_291, {"pages": 12, "language": "en-GB"}, "PDF, 1.2\xa0MB, 12 pages, English"),
        ("pdf", 2048, {"pages": 1}, "PDF, 2.0\xa0KB, 1 page"),
        ("pdf", 2048, {"pages": 1234, "language": "cy"}, "PDF, 2.0\xa0KB, 1,234 pages, Welsh"),
        ("xlsx", 2048, {"pages": 3, "unit": "sheet"}, "XLSX, 2.0\xa0KB, 3 sheets"),
        ("pptx", 2048, {"pages": 1, "unit": "slide"}, "PPTX, 2.0\xa0KB, 1 slide"),
        ("docx", 2048, {"pages": 7, "unit": "part", "language": "pl-PL"}, "DOCX, 2.0\xa0KB, Polish"),
        ("pdf", None, {}, "PDF"),
        ("", 2048, {}, "2.0\xa0KB"),
        ("pdf", 2048, {"pages": 0, "language": "x-none"}, "PDF, 2.0\xa0KB"),
    ],
)
def test_facts_are_said_in_words_and_what_is_not_known_is_left_out(extension, size, facts, words):
    assert facts_in_words(extension, size, DocumentFacts(**facts)) == words


@pytest.mark.parametrize(
    ("declared", "tag", "name"),
    [
        ("cy", "cy", "Welsh"), ("cy-GB", "cy", "Welsh"), ("EN_us", "en", "English"), ("en-UK", "en", "English"),
        ("zh-Hant-HK", "zh-Hant", "Chinese (traditional)"), ("zh-TW", "zh-Hant", "Chinese (traditional)"),
        ("zh-CN", "zh-Hans", "Chinese (simplified)"), ("zh", "zh", "Chinese"), (" so ", "so", "Somali"),
        ("", "", ""), ("und", "", ""), ("English", "", ""),
        ('en" onclick="x', "", ""), ("q", "", ""), ("zz-ZZ", "", ""),
    ],
)  # fmt: skip
def test_a_language_is_named_where_its_tag_is_one_that_we_know(declared, tag, name):
    assert (language_tag(declared), language_name(declared)) == (tag, name)


@pytest.mark.django_db
class TestOnAPage:
    def test_a_link_in_a_block_and_one_in_text_say_the_same_of_the_file(self, client, home_page):
        file = told(document(title="Adroddiad"), pages=12, language="cy-GB")
        html = shown(client, page_with(home_page, block(file), text(file)))
        assert html.count("(PDF, 77\xa0bytes, 12 pages, Welsh)</span></a>") == 2
        assert html.count(f'href="/documents/{file.pk}/adroddiad" hreflang="cy"') == 2
        assert "data-file" not in html
        assert "data-unsuitable" not in html

    def test_the_words_of_a_link_are_said_to_be_in_another_language_only_where_the_editor_says_so(
        self, client, home_page
    ):
        file = told(document(title="Adroddiad"), language="cy")
        html = shown(client, page_with(home_page, block(file), block(file, in_its_language=True)))
        assert html.count('lang="cy"') - html.count('hreflang="cy"') == 1
        assert '<span lang="cy">Adroddiad</span>' in html

    def test_a_file_that_was_not_read_or_is_newer_than_what_was_read_says_type_and_size(self, client, home_page):
        file = told(document(), pages=12, faults=("not_tagged",))
        replace_file(file, ContentFile(PDF + b"% 2", name="a.pdf"))
        html = shown(client, page_with(home_page, block(file), text(file)))
        assert html.count("(PDF, 80\xa0bytes)") == 2
        assert UNSUITABLE not in html

    def test_a_file_that_shuts_people_out_says_so_and_whom_to_ask_as_the_settings_have_it_now(self, client, home_page):
        page = page_with(home_page, block(untagged(title="Fees & “charges”")))
        settings = OrganisationSettings.objects.create(site=home_page.get_site(), accessibility_email="a@example.org")
        html = shown(client, page)
        assert html.count(UNSUITABLE) == 1
        assert "Request an accessible format<" in html
        assert 'href="mailto:a@example.org?subject=Accessible%20format%3A%20Fees%20%26%20%E2%80%9Ccharges' in html
        settings.accessibility_email = "b@example.org"
        settings.save()
        html = shown(client, page)
        assert "mailto:b@example.org" in html
        assert "a@example.org" not in html

    def test_without_a_mailbox_it_leads_to_the_contact_page_and_without_either_just_says_it(self, client, home_page):
        page = page_with(home_page, block(untagged()))
        assert "Ask us if you cannot use this file" in shown(client, page)
        contact = publish(home_page, "contact")
        OrganisationSettings.objects.create(site=home_page.get_site(), contact_page=contact)
        assert '<a href="/contact/">contact page</a>' in shown(client, page)

    def test_a_text_with_several_such_links_says_it_once_after_the_text(self, client, home_page):
        files = [untagged(title="One <b>"), untagged(title="Two"), told(document(title="Three"), pages=2)]
        links = "".join(f'<p><a linktype="document" id="{each.pk}">a paper</a></p>' for each in (*files, files[0]))
        html = shown(client, page_with(home_page, {"type": "text", "value": links}))
        assert html.count(UNSUITABLE) == 1
        assert "Some of these files may not be suitable" in html
        assert "“One &lt;b&gt;”, “Two”" in html
        assert "“Three”" not in html

    def test_an_earlier_version_says_its_own_facts(self, client, home_page):
        file = document(title="Annual report")
        first = file.versions.get()
        FileReading.objects.update_or_create(version=first, defaults={"page_count": 9, "language": "en"})
        replace_file(file, ContentFile(PDF + b"% 2", name="a.pdf"), keep_replaced_open=True)
        FileReading.objects.update_or_create(version=first, defaults={"page_count": 9, "language": "en"})
        html = shown(client, page_with(home_page, block(file, show_versions=True)))
        assert "(PDF, 77\xa0bytes, 9 pages, English)" in html

    def test_fifty_documents_with_all_there_is_to_say_cost_no_query_more_than_one_that_says_nothing(
        self, client, home_page
    ):
        def queries(files, slug):
            links = "".join(text(each)["value"] for each in files)
            page = publish(home_page, slug)
            page.body = page.body.stream_block.to_python([*map(block, files), {"type": "text", "value": links}])
            page.save_revision().publish()
            client.get(page.url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page.url).status_code == 200
            return len(captured)

        silent = queries([document()], "one")
        assert queries([untagged() for _ in range(50)], "fifty") == silent


@pytest.mark.django_db
def test_outside_a_request_the_default_sites_settings_say_whom_to_ask(home_page):
    OrganisationSettings.objects.create(site=home_page.get_site(), accessibility_email="a@example.org")
    value = text(untagged())["value"]
    html = Template("{% load wagtailcore_tags %}{{ value|richtext }}").render(Context({"value": value}))
    assert "mailto:a@example.org" in html


@pytest.mark.django_db
def test_a_page_of_a_pdf_has_an_address_and_one_of_another_file_has_not():
    assert document(title="Pack").page_url(12).endswith("/pack#page=12")
    assert document("a.csv", b"a,b\n", title="Table").page_url(2).endswith("/table")
