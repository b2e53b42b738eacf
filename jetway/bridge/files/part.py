"""Which part of a file is asked for: RFC 9110, section 14. Who asks for several gets the whole file."""

from __future__ import annotations

import re

from jetway.core.errors import PartBeyond

_PART = re.compile(r"bytes=(?P<first>[0-9]{0,15})-(?P<last>[0-9]{0,15})", re.IGNORECASE)


def part_of(header: str) -> str:
    """The part, as storages take it; "" for the whole file, also where the header makes no sense."""
    found = _PART.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return ""
    first, last = found["first"], found["last"]
    if first and last and int(last) < int(first):
        return ""
    return f"bytes={first}-{last}"


def within(part: str, size: int) -> str:
    """The part of a file of that size, with both ends told. Raises `PartBeyond`.

    >>> within("bytes=-99", 10), within("bytes=2-99", 10)
    ('bytes=0-9', 'bytes=2-9')
    """
    first, last = part.removeprefix("bytes=").split("-")
    start = int(first) if first else max(0, size - int(last))
    if start >= size:
        raise beyond(size)
    return f"bytes={start}-{min(int(last), size - 1) if first and last else size - 1}"


def beyond(size: int | None) -> PartBeyond:
    """None of the part is in the file, whose size may not be known."""
    return PartBeyond("The file has no such part: it ends before.", size=size)
