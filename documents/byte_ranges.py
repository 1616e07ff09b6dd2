"""Parts of a file, as a PDF reader asks for them (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


@dataclass(frozen=True)
class ByteRange:
    """The bytes from `start` up to, not including, `stop`."""

    start: int
    stop: int

    @property
    def length(self) -> int:
        """How many bytes it holds."""
        return self.stop - self.start


class RangeNotSatisfiableError(ValueError):
    """The range asked for lies outside the file."""


def parse_range(header: str, size: int) -> ByteRange | None:
    """Return the single range that a Range header asks of a file of `size` bytes.

    None when there is none, when it is not understood, or when it asks for several: the whole file is the answer then.
    Raises RangeNotSatisfiableError for a range that holds no byte of the file.
    """
    found = _SINGLE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, stop = max(0, size - int(found[2])), size
    else:
        start, stop = int(found[1]), min(size, int(found[2]) + 1 if found[2] else size)
        if found[2] and int(found[2]) < start:
            return None
    if start >= stop:
        raise RangeNotSatisfiableError
    return ByteRange(start, stop)
