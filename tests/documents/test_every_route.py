"""Every known way in which a Wagtail site lets a file out too early or too long has a test here, by its number.

The numbers are those of the field's notes on publishing (section b: routes; section d: what the index of references
gets wrong). What stands beside a number is the test that closes it; a test that is renamed or lost fails this one.
"""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, CollectionViewRestriction

from documents.models import Document
from tests.documents.files import document, image
from tests.documents.test_serving import cited
from tests.routes import lost

HERE = "test_every_route"
ROUTES = {
    1: ["test_serving:test_an_uploaded_document_is_private_until_a_public_page_cites_it"],
    2: ["test_checks:test_no_address_leads_to_an_original", "test_storages:test_no_file_has_an_address_of_the_store"],
    3: ["test_checks:test_wagtails_ways_of_serving_are_refused"],
    4: ["test_s3:test_a_document_is_streamed_through_us_and_never_by_an_address_of_the_bucket"],
    5: ["test_s3:test_two_uploads_of_one_name_never_share_a_file"],
    6: [
        "test_checks:TestABucket.test_that_would_be_open_is_refused",
        "test_proof:TestABucket.test_that_anybody_may_read_and_list_is_found",
    ],
    7: ["test_versions:TestReplacing.test_keeps_the_address_and_serves_the_new_file_there"],
    8: ["test_versions:TestReplacing.test_by_plain_code_is_a_version_as_well"],
    9: [
        "test_versions:TestReplacing.test_makes_the_copy_that_visitors_keep_out_of_date",
        "test_serving:test_a_document_replaced_by_code_has_another_etag",
    ],
    10: [
        "test_privacy_matrix:test_a_file_is_public_by_each_way_in_exactly_while_something_public_cites_it",
        "test_byte_ranges:test_a_range_header_names_a_part_or_nothing",
    ],
    11: [
        "test_deletions:test_the_file_of_a_deleted_document_goes_at_the_next_run",
        "test_proof:TestTheStore.test_a_file_that_no_row_names_is_a_stray_unless_it_is_new",
    ],
    12: [
        "test_deletions:test_a_half_finished_upload_goes_with_its_row",
        "test_scanning:test_what_nobody_finished_is_deleted_after_a_day",
    ],
    13: [f"{HERE}:test_a_collection_with_a_restriction_neither_opens_nor_tells_of_a_file"],
    14: [f"{HERE}:test_a_move_to_another_collection_opens_nothing"],
    15: ["test_checks:test_the_names_of_wagtails_views_for_files_lead_nowhere"],
    16: ["test_store_outages:test_a_size_made_for_a_preview_is_private_until_its_page_is_public"],
    17: ["test_serving:test_a_replaced_picture_leaves_no_older_size_behind"],
    18: [
        "test_serving:test_the_original_of_a_picture_has_no_address",
        "test_uploads:test_a_picture_is_turned_upright_and_says_nothing_of_place_or_camera",
    ],
    19: [
        "test_privacy_matrix:test_no_other_spelling_and_no_address_of_the_store_answers_anything_in_any_state",
        "test_serving:test_other_spellings_of_an_address_are_no_addresses",
    ],
    20: ["test_checks:test_an_address_that_asks_nobody_is_refused"],
    21: ["test_checks:test_no_address_of_the_site_is_answered_by_wagtails_own_views_for_files"],
    25: ["test_serving:test_a_page_past_its_expiry_closes_the_document_with_no_scheduler"],
    37: ["test_versions:TestWithdrawing.test_outlasts_republishing_and_a_new_citation"],
    42: ["test_citing:TestSnippets.test_that_are_not_live_publish_nothing"],
    43: ["test_serving:test_a_page_outside_every_site_gives_no_document_away"],
    49: [
        "test_privacy_matrix:TestInCommittedTransactions.test_the_page_cache_keeps_neither_the_file_nor_the_list_of_what_was_withdrawn"
    ],
    52: ["test_privacy_matrix:test_an_editor_previews_private_documents_of_drafts"],
    61: [
        "test_citing:TestWritesThatSendNoSignals.test_a_text_that_was_given_its_link_by_an_update_opens_the_file_when_texts_are_read_again"
    ],
    62: [
        "test_citing:test_each_way_of_citing_opens_and_closes_with_the_page",
        "test_citing:TestWritesThatSendNoSignals.test_migrations_are_followed_by_a_reading_of_all_texts",
    ],
    64: ["test_links:test_a_deleted_document_leaves_no_link_either"],
}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", ROUTES)
def test_each_route_has_its_test(number):
    assert lost([f"documents.{name}" for name in ROUTES[number]]) == []


def test_a_collection_with_a_restriction_neither_opens_nor_tells_of_a_file(client, home_page):
    closed = Collection.get_first_root_node().add_child(name="Embargoed")
    restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Nobody"))
    paper, crew = document(collection=closed), image(collection=closed)
    right, wrong = client.get(paper.url), client.get(f"/documents/{paper.pk}/another-name")
    assert right.status_code == wrong.status_code == 404
    assert client.get(crew.get_rendition("width-20").url).status_code == 404
    cited(home_page, paper)
    assert client.get(paper.url).status_code == 200, "a page that everybody may see decides, not the collection"


def test_a_move_to_another_collection_opens_nothing(client):
    root = Collection.get_first_root_node()
    closed, other = (root.add_child(name=name) for name in ("Embargoed", "Open"))
    below = closed.add_child(name="Papers")
    paper = document(collection=below)
    below.move(other, "sorted-child")
    assert client.get(paper.url).status_code == 404
    Document.objects.filter(pk=paper.pk).update(collection=root)  # as the bulk action does it, without a signal
    assert client.get(paper.url).status_code == 404
