"""What editors and the public are told: complete, short, and where the guide has it at length."""

import re

import pytest
from django.urls import reverse

from documents.enums import AccessibilityFault, ReadingReason, ReadingState
from documents.reading.accessibility import CLOSED_RULES, OPEN_RULES
from documents.reading.words import (
    FAULT_WORDS,
    GUIDE_PAGE,
    REASON_WORDS,
    STATE_WORDS,
    fault_words,
    public_sentence,
    reading_words,
)

START = "This file may not be suitable for users of assistive technology because it "


def sentences(text):
    return re.split(r"(?<=[.?!])\s+", text)


def test_nothing_is_without_words():
    assert set(FAULT_WORDS) == set(AccessibilityFault)
    assert set(STATE_WORDS) == set(ReadingState)
    assert set(REASON_WORDS) == set(ReadingReason)


@pytest.mark.parametrize("rule", OPEN_RULES + CLOSED_RULES, ids=lambda rule: rule.fault)
def test_each_fault_says_what_to_do_in_the_program_of_each_kind_that_can_have_it(rule):
    words = FAULT_WORDS[rule.fault]
    for extension in rule.kinds:
        to_do = words.to_do_with(extension)
        others = {"pdf": ("Impress",), "docx": ("Acrobat", "LibreOffice"), "odt": ("Acrobat", "File, Info")}
        assert len(to_do) > 20
        assert not any(name in to_do for name in others.get(extension, ()))


@pytest.mark.parametrize("words", FAULT_WORDS.values(), ids=list(FAULT_WORDS))
def test_editors_in_a_hurry_read_few_sentences(words):
    for text in (words.what, words.why, *words.to_do.values()):
        assert text.endswith(".")
        assert len(sentences(text)) <= 4
        assert len(text) <= 420


@pytest.mark.parametrize("words", [*STATE_WORDS.values(), *REASON_WORDS.values()], ids=lambda words: words.what)
def test_each_state_is_a_full_sentence_and_says_what_to_do(words):
    assert re.fullmatch(r"The file .*\.", words.what)
    assert words.to_do.endswith((".", "?")) or words is STATE_WORDS[ReadingState.READ]


def test_a_reason_says_more_than_a_state():
    assert reading_words("broken", "damaged").what == "The file is damaged."
    assert reading_words("broken").what == "The file cannot be read."
    assert reading_words(ReadingState.WAITING).to_do.startswith("Nothing")


class TestThePublicsLine:
    def test_one_fault_ends_the_sentence(self):
        assert public_sentence(["no_headings"]) == f"{START}has no headings to move by."

    def test_several_are_one_sentence_the_gravest_first(self):
        assert public_sentence(["no_language", "no_title", "not_tagged"]) == (
            f"{START}is not tagged for screen readers, has no title that says what it is "
            "and does not say which language it is in."
        )

    def test_a_file_without_a_known_fault_gets_none(self):
        assert public_sentence([]) == ""

    def test_codes_of_another_release_are_passed_over(self):
        assert public_sentence(["wrong_contrast"]) == ""
        assert [fault for fault, _ in fault_words(["wrong_contrast", "locked"])] == [AccessibilityFault.LOCKED]

    @pytest.mark.parametrize("words", FAULT_WORDS.values(), ids=list(FAULT_WORDS))
    def test_each_reason_can_be_joined_to_others(self, words):
        assert words.public[0].islower()
        assert not set(words.public) & set(",.;:")


def test_the_guide_has_one_section_a_fault_at_the_anchor_that_is_linked(client, django_user_model, db):
    client.force_login(django_user_model.objects.create_superuser("editor", password="x"))
    page = client.get(reverse("editors_guide_page", args=[GUIDE_PAGE])).content.decode()
    for words in FAULT_WORDS.values():
        assert page.count(f'<h2 id="{words.anchor}">') == 1
