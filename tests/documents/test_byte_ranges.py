import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.byte_ranges import ByteRange, RangeNotSatisfiableError, parse_range


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None),
        ("bytes=0-0", ByteRange(0, 1)),
        ("bytes=5-", ByteRange(5, 10)),
        ("bytes=-3", ByteRange(7, 10)),
        ("bytes=-30", ByteRange(0, 10)),
        ("bytes=2-99", ByteRange(2, 10)),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,3-4", None),
        ("lines=1-2", None),
        ("bytes=٣-", None),
    ],
)
def test_a_range_header_names_a_part_or_nothing(header, part):
    assert parse_range(header, 10) == part


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-11", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(header):
    with pytest.raises(RangeNotSatisfiableError):
        parse_range(header, 10)


@given(st.text(), st.integers(min_value=0, max_value=10**12))
def test_whatever_is_asked_the_part_lies_in_the_file(text, size):
    try:
        part = parse_range(f"bytes={text}", size)
    except RangeNotSatisfiableError:
        return
    assert part is None or 0 <= part.start < part.stop <= size
