"""Take out of a visitor's words what looks like personal details, before they are stored.

People are told to write none, and some do all the same. What is recognised by its form is taken out: email addresses,
NHS numbers, telephone and other long numbers, postcodes. Names and illnesses have no form.
"""

import re

NHS_NUMBER_LENGTH = 10
# So many digits in a row, with what people write between them: no year, time or price is as long.
_LONG_NUMBER = re.compile(r"(?<![\w/])\(?\+?\d(?:[ \-.()\u2010-\u2014\u00a0]{0,3}\d){8,}(?![\w/])")
_EMAIL = re.compile(r"[\w.+'\-]+(?:@|\s*(?:\(at\)|\[at\])\s*)[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE)
# https://www.gov.uk/government/publications/bulk-data-transfer-for-sponsors-xml-schema (the form of a postcode)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_WEIGHTS = range(NHS_NUMBER_LENGTH, 1, -1)


def masked(text: str) -> str:
    """Return the text with what looks personal replaced by what it was, in brackets."""
    text = _EMAIL.sub("[email address removed]", text)
    text = _LONG_NUMBER.sub(_name_of_number, text)
    return _POSTCODE.sub("[postcode removed]", text)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number: the last one checks the others, modulus 11 (NHS Data Dictionary)."""
    if len(digits) != NHS_NUMBER_LENGTH or not digits.isdecimal():
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return check != NHS_NUMBER_LENGTH and int(digits[-1]) == check % 11


def _name_of_number(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    if is_nhs_number(digits) and not digits.startswith("0"):
        return "[NHS number removed]"
    return "[phone number removed]" if re.match(r"[(+]?(?:0|44)", found[0]) else "[number removed]"
