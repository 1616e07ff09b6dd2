"""What looks personal is taken out of a comment; what does not stays as it was written."""

import pytest

from home.masking import is_nhs_number, masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Write to ada.mason@example.org please", "Write to [email address removed] please"),
        ("ada (at) example.org", "[email address removed]"),
        ("A.O'Neil+x@mail.example.co.uk.", "[email address removed]."),
        ("my number is 943 476 5919", "my number is [NHS number removed]"),
        ("NHS 9434765919!", "NHS [NHS number removed]!"),
        ("943-476-5919", "[NHS number removed]"),
        ("call 020 7946 0018", "call [phone number removed]"),
        ("call +44 (0)20 7946 0018, or (020) 79460018", "call [phone number removed], or [phone number removed]"),
        ("07700 900123", "[phone number removed]"),
        ("07700–900–123", "[phone number removed]"),
        ("card 4111 1111 1111 1111", "card [number removed]"),
        ("943 476 5918", "[number removed]"),  # no NHS number: its last digit is wrong
        ("I live at SE1 8SD", "I live at [postcode removed]"),
        ("ec1a1bb", "[postcode removed]"),
        (
            "0207 946 0018 and ada@example.org in N1 9GU",
            "[phone number removed] and [email address removed] in [postcode removed]",
        ),
    ],
)
def test_it_is_taken_out(text, kept):
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Call 999 or 111 for help",
        "The figures of 2024/25 and 2025/26",
        "On 24/11/2026 at 12:30",
        "on 24.11.2026",
        "It cost £1,234,567.89 in 2026",
        "Category 1 mean 6:40, Category 2 mean 30:46",
        "Page 300 of 320, section 4.2",
        "the A12 and the M25, buses N1 and N2",
        "@ambulance is your name there",
        "Line one\nline two",
        "",
    ],
)
def test_it_stays(text):
    assert masked(text) == text


@pytest.mark.parametrize("number", ["9434765919", "4010232137", "9876543210"])
def test_the_check_digit_tells_an_nhs_number(number):
    assert is_nhs_number(number)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not is_nhs_number(wrong)


@pytest.mark.parametrize("text", ["", "943476591", "94347659190", "94347x5919", "٩٤٣٤٧٦٥٩١"])
def test_other_strings_are_none(text):
    assert not is_nhs_number(text)


def test_long_input_is_fast():
    for text in ("1 " * 5_000, "a" * 10_000, "a." * 5_000 + "@", "(at)" * 2_000):
        masked(text)
