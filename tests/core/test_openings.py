"""Cards show the opening of a summary: whole sentences, not words cut off in the middle of a thought."""

import pytest

from core.templatetags.core_tags import opening


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Short enough.", "Short enough."),
        ("One sentence here. Another one that is too long for the card.", "One sentence here."),
        ("One. Two. Three is what goes beyond the forty characters.", "One. Two."),
        ("We measure e.g. response times. And everything else we do.", "We measure e.g. response times."),
        ("“We came.” So said the crew, who had been out all of the night.", "“We came.”"),
        ("Where ambulance stations are, which hospitals crews work with", "Where ambulance stations are, which hos…"),
        ("", ""),
    ],
)
def test_whole_sentences_as_far_as_they_fit(text, shown):
    assert opening(text, 40) == shown
