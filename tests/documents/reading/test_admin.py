"""What editors see of reading on a document's pages: how it stands, why, what to do, and what the file says."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from documents import services
from documents.enums import AccessibilityFault, ReadingReason, ReadingState
from documents.models import Document, FileReading, FileScan, ScanState
from documents.reading.words import FAULT_WORDS, REASON_WORDS, STATE_WORDS
from tests.documents.files import PDF, document, office
from tests.documents.reading.readings import read, scanned, with_faults_found

pytestmark = pytest.mark.django_db

CLOSED = [
    (ReadingState.NO_TEXT, ReadingReason.SCANNED),
    (ReadingState.NO_TEXT, ReadingReason.EMPTY),
    (ReadingState.LOCKED, ReadingReason.PASSWORD),
    (ReadingState.BROKEN, ReadingReason.DAMAGED),
    (ReadingState.BROKEN, ReadingReason.STOPPED_READER),
    (ReadingState.BROKEN, ReadingReason.MISSING),
    (ReadingState.TOO_LARGE, ReadingReason.TOO_SLOW),
    (ReadingState.TOO_LARGE, ReadingReason.TOO_MUCH_MEMORY),
    (ReadingState.TOO_LARGE, ReadingReason.TOO_MANY_PAGES),
    (ReadingState.TOO_LARGE, ReadingReason.TOO_MUCH_TEXT),
]
# The same file asks for the same password, and has still nothing on its pages.
NO_USE_TO_READ_AGAIN = {ReadingReason.PASSWORD, ReadingReason.EMPTY}


def at(name, file):
    return reverse(f"documents_{name}", args=[file.pk])


def words(response):
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def edit_page(browser, file):
    return words(browser.get(reverse("wagtaildocs:edit", args=[file.pk])))


def state_page(browser, file):
    return words(browser.get(at("history", file)))


class TestHowItStands:
    def test_every_reason_is_looked_at_here(self):
        assert {reason for _, reason in CLOSED} == set(ReadingReason)
        assert {state for state, _ in CLOSED} | {"waiting", "reading", "read"} == set(ReadingState)

    @pytest.mark.parametrize(("state", "reason"), CLOSED)
    def test_a_file_without_text_says_why_what_follows_and_what_to_do(self, keeper, state, reason):
        file = document(title="Winter plan")
        read(file, state, reason)
        told = REASON_WORDS[reason]
        for shown in (state_page(keeper, file), edit_page(keeper, file)):
            assert f">{state.label}</span>" in shown
            for sentence in (told.what, told.means, told.to_do):
                assert sentence in shown
            assert (at("read_again", file) in shown) == (reason not in NO_USE_TO_READ_AGAIN)
            assert at("text", file) not in shown

    @pytest.mark.parametrize("state", [ReadingState.WAITING, ReadingState.READING])
    def test_a_file_that_is_under_way_says_how_long_it_takes_and_offers_to_look_again(self, keeper, state):
        file = document()
        read(file, state)
        for shown in (state_page(keeper, file), edit_page(keeper, file)):
            assert STATE_WORDS[state].what in shown
            assert "a minute" in shown
            assert "Look again" in shown
            assert at("read_again", file) not in shown, "it is being done already"

    def test_a_scan_tells_how_far_recognising_it_has_come(self, keeper):
        file = document()
        read(file, ReadingState.WAITING, pages=[{"text": "Winter", "is_recognised": True}] * 2)
        assert "The text of 2 pages has been recognised so far." in state_page(keeper, file)
        assert "Winter" not in words(keeper.get(at("text", file)))

    def test_a_file_that_was_read_tells_what_it_is(self, keeper):
        file = document()
        read(
            file, pages=["Winter", {"text": "", "clean_text": ""}], pages_without_text=1, title="Winter plan",
            language="cy-GB", is_tagged=True, headings=4, tables=3, tables_without_headers=1, characters=1234,
        )  # fmt: skip
        shown = state_page(keeper, file)
        for name, value in {
            "Pages": "2", "Pages that are pictures without text": "1", "Characters of text": "1,234",
            "Title in its properties": "Winter plan", "Language": "Welsh", "Tagged": "yes", "Headings": "4",
            "Tables": "3, 1 without a header row",
        }.items():  # fmt: skip
            assert f"<dt>{name}</dt><dd>{value}</dd>" in shown
        assert at("text", file) in shown
        assert at("read_again", file) in shown, "text recognition may have come since"

    def test_what_a_kind_of_file_cannot_say_is_left_out(self, keeper):
        file = document("Figures.xlsx", office("xlsx"))
        read(file, pages=["a", "b"], unit="sheet", is_tagged=None, headings=None, tables=0, characters=2)
        shown = state_page(keeper, file)
        assert "<dt>Sheets</dt><dd>2</dd>" in shown
        assert "<dt>Title in its properties</dt><dd>none</dd>" in shown
        for absent in ("Language", "Tagged", "Headings", "Tables", "Pages"):
            assert f"<dt>{absent}</dt>" not in shown
        assert at("read_again", file) not in shown, "there is nothing more in it"

    def test_a_table_of_bare_text_tells_nothing_but_its_length(self, keeper):
        file = document("Figures.csv", b"a,b\n1,2\n")
        read(file, pages=["a,b"], unit="part", characters=1500)
        shown = state_page(keeper, file)
        assert "<dt>Characters of text</dt><dd>1,500</dd>" in shown
        assert shown.count("<dt>") == 1

    def test_what_its_author_wrote_into_the_file_is_shown_as_text(self, keeper):
        file = document()
        read(file, pages=["a"], title="<script>alert(1)</script>", language='en" onclick="x')
        page = keeper.get(at("history", file)).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert 'onclick="x' not in page

    def test_a_file_that_nobody_has_asked_to_be_read_can_be_read_at_once(self, keeper):
        file = document()
        FileReading.objects.all().delete()
        shown = state_page(keeper, file)
        assert "The file has not been read." in shown
        assert at("read_again", file) in shown

    @pytest.mark.parametrize(
        ("scan", "told"),
        [
            (ScanState.WAITING, "The file waits for the virus scan, and is read after it."),
            (ScanState.INFECTED, "Get a clean copy from whoever made it."),
            (ScanState.CLEAN, "The file waits to be read."),
        ],
    )
    def test_a_file_that_the_virus_scan_holds_says_so(self, keeper, scan, told):
        file = document()
        read(file, ReadingState.WAITING)
        FileScan.objects.create(file=file.file.name, state=scan)
        assert told in state_page(keeper, file)

    def test_a_file_that_the_store_did_not_give_is_tried_again(self, keeper):
        file = document()
        read(file, ReadingState.WAITING, not_before=timezone.now() + timedelta(hours=1))
        assert "it could not be had when it was its turn" in state_page(keeper, file)


class TestFaults:
    @pytest.mark.parametrize("fault", AccessibilityFault)
    def test_each_says_what_it_is_why_it_matters_and_what_to_do(self, keeper, fault):
        file = with_faults_found(fault)
        told = FAULT_WORDS[fault]
        guide = f"{reverse('editors_guide_page', args=['accessible-files'])}#{told.anchor}"
        for shown in (state_page(keeper, file), edit_page(keeper, file)):
            for part in (told.what, told.why, told.to_do_with("pdf"), guide):
                assert part in shown

    def test_what_to_do_is_told_for_the_program_that_makes_such_files(self, keeper):
        file = document("Figures.xlsx", office("xlsx"))
        read(file, pages=["1"], unit="sheet", faults=["tables_without_headers"])
        assert "tick “My table has headers”" in state_page(keeper, file)

    def test_a_scan_is_told_once_and_its_other_faults_beside(self, keeper):
        file = scanned()
        read(file, ReadingState.NO_TEXT, ReadingReason.SCANNED, faults=["no_text", "no_title"])
        shown = state_page(keeper, file)
        assert FAULT_WORDS[AccessibilityFault.NO_TEXT].why not in shown
        assert "What else keeps people from it" in shown
        assert FAULT_WORDS[AccessibilityFault.NO_TITLE].why in shown
        assert "accessible-files/#no-text" in shown

    def test_without_any_the_guide_says_what_else_to_look_for(self, keeper):
        assert "A program sees no fault in it." in state_page(keeper, with_faults_found())


class TestReadAgain:
    def test_it_waits_again_and_says_what_was_found_before(self, keeper):
        file = with_faults_found("no_title")
        read(file, ReadingState.BROKEN, ReadingReason.STOPPED_READER, page_count=3, faults=["no_title"])
        shown = words(keeper.post(at("read_again", file), follow=True))
        assert "is read again, mostly within a minute" in shown
        assert "Waiting to be read" in shown
        assert "What was found when it was read before:" in shown
        assert FAULT_WORDS[AccessibilityFault.NO_TITLE].what in shown
        assert FileReading.objects.get().state == ReadingState.WAITING
        entry = ModelLogEntry.objects.get(action=services.READ_AGAIN)
        assert entry.user.username == "keeper"
        assert entry.message

    def test_only_those_who_may_change_the_document_may_and_only_by_a_button(self, keeper, editor, guest, client):
        file = scanned()
        assert keeper.get(at("read_again", file)).status_code == 405
        for browser in (editor, guest, client):
            assert browser.post(at("read_again", file)).status_code == 302
        assert FileReading.objects.get().state == ReadingState.NO_TEXT


class TestWhatItSays:
    @pytest.fixture
    def board_pack(self):
        file = document(title="Board pack")
        pages = [{"label": "iv", "text": "Win-\nter\nPage iv", "clean_text": "Winter"}]
        pages += [{"text": f"raw {number}", "clean_text": f"Text {number}"} for number in range(2, 43)]
        pages[2]["is_recognised"] = True
        pages[3] = {"text": "", "clean_text": ""}
        read(file, pages=pages, characters=400, language="en-GB")
        return file

    def test_each_page_has_its_number_its_label_and_the_way_to_it_in_the_file(self, keeper, board_pack):
        shown = words(keeper.get(at("text", board_pack)))
        assert "Page 1, called “iv”" in shown
        assert 'lang="en">Winter</div>' in shown
        for number in range(1, 21):
            assert f'href="{board_pack.url}#page={number}"' in shown
        assert "Text 20<" in shown
        assert "Text 21<" not in shown
        assert "Pages 1 to 20 of 42." in shown
        assert "<p>No text.</p>" in shown
        assert shown.count("Recognised in a picture") == 1

    def test_the_file_opens_for_those_who_come_from_here_though_it_is_private(self, editor, client, board_pack):
        assert board_pack.url in words(editor.get(at("text", board_pack)))
        assert editor.get(board_pack.url).status_code == 200
        assert client.get(board_pack.url).status_code == 404

    def test_long_files_come_in_parts_of_twenty_pages(self, keeper, board_pack):
        last = words(keeper.get(at("text", board_pack) + "?p=3"))
        assert "Pages 41 to 42 of 42." in last
        assert "Text 42<" in last
        assert 'href="?p=2"' in last
        assert "Pages 41 to 42 of 42." in words(keeper.get(at("text", board_pack) + "?p=99")), "the last there is"

    def test_it_is_shown_as_the_file_has_it_on_demand(self, keeper, board_pack):
        first = words(keeper.get(at("text", board_pack)))
        assert 'href="?as=original"' in first
        raw = words(keeper.get(at("text", board_pack) + "?as=original&p=2"))
        assert "raw 21<" in raw
        assert 'href="?p=2">Show it as it is searched' in raw
        assert 'href="?as=original&p=3"' in raw

    def test_it_costs_the_same_queries_however_long_it_is(self, keeper, board_pack, django_assert_max_num_queries):
        with django_assert_max_num_queries(20):
            keeper.get(at("text", board_pack))

    def test_a_sheet_as_long_as_a_book_is_cut_and_says_so(self, keeper):
        file = document("Figures.xlsx", office("xlsx"))
        read(file, pages=[{"label": "May", "text": "x", "clean_text": "y" * 30_000}], unit="sheet", characters=30_000)
        shown = words(keeper.get(at("text", file)))
        assert "Sheet 1, called “May”" in shown
        assert "y" * 20_000 + "<" in shown
        assert "the first 20,000 of 30,000 characters" in shown
        assert "#page=" not in shown, "only a PDF opens at a page"

    def test_what_stands_in_it_is_shown_as_text(self, keeper):
        file = document()
        read(file, pages=["<script>alert(1)</script>"], characters=25)
        assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in keeper.get(at("text", file)).content

    def test_without_text_it_says_why_and_what_to_do(self, keeper):
        shown = words(keeper.get(at("text", scanned())))
        assert REASON_WORDS[ReadingReason.SCANNED].to_do in shown
        waiting = document()
        read(waiting, ReadingState.WAITING)
        assert "Look again" in words(keeper.get(at("text", waiting)))

    def test_those_who_may_choose_or_change_it_may_read_it_and_nobody_else(
        self, keeper, editor, author, guest, client, board_pack
    ):
        for browser in (keeper, editor):
            assert browser.get(at("text", board_pack)).status_code == 200
        assert at("history", board_pack) not in words(editor.get(at("text", board_pack))), "they may not go there"
        for browser in (author, guest, client):
            assert browser.get(at("text", board_pack)).status_code == 302
        assert keeper.get(at("text", board_pack).replace(str(board_pack.pk), "99")).status_code == 404


class TestAfterAnUpload:
    @pytest.mark.parametrize("form", ["add_multiple", "add"])
    def test_the_form_says_where_what_was_read_is_shown(self, author, form):
        shown = words(author.get(reverse(f"wagtaildocs:{form}")))
        assert "Each file is read by itself, mostly within a minute" in shown
        assert f"{reverse('wagtaildocs:index')}?ordering=-created_at" in shown

    def test_one_upload_leads_to_the_page_that_shows_how_reading_stands(self, author):
        sent = {"title": "Winter plan", "file": ContentFile(PDF, name="a.pdf"), "collection": 1}
        added = words(author.post(reverse("wagtaildocs:add"), sent, follow=True))
        file = Document.objects.get()
        assert reverse("wagtaildocs:edit", args=[file.pk]) in added
        assert "Waiting to be read" in edit_page(author, file)
