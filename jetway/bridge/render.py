"""From rows to the bytes of an answer. Rows that come as JSON pass through untouched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jetway.bridge.parse import ListRequest, Parameters
    from jetway.core.query import CountKind, Row

_encoder = msgspec.json.Encoder(decimal_format="number")
"""Decimals are text in a row; only a document holds one as a number."""

_QUOTED = str.maketrans({character: quote_plus(character) for character in map(chr, range(128))})


def rows(items: Sequence[Row]) -> bytes:
    """A JSON array of rows."""
    return _encoder.encode(items)


def array(items: Sequence[bytes]) -> bytes:
    """A JSON array of what is JSON already."""
    return b"[%b]" % b",".join(items)


def document(value: object) -> bytes:
    """Any JSON."""
    return _encoder.encode(value)


def row(item: Row) -> bytes:
    """One row as a JSON object."""
    return _encoder.encode(item)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows there are on all pages. `estimate`: about, or at least, where `count` is not known.

    `scanned`: how many were looked through here, where the source could not filter or sort by itself;
    of those that the actor may see.
    """

    kind: CountKind = "none"
    count: int | None = None
    estimate: int | None = None
    scanned: int | None = None
    stale: bool = False
    """Whether the source found them by a search of its own, which may be behind its rows."""


def envelope(
    results: bytes,
    asked: ListRequest,
    counted: Counted,
    around: Around,
    times: Times,
    notes: Sequence[Mapping[str, object]] = (),
) -> bytes:
    """A list's answer around its rows, in the order of `docs/reference/bridge-api.md`.

    `notes`: what of the rows is missing, and why.
    """
    pages = None if counted.count is None else -(-counted.count // asked.per_page)
    head: dict[str, object] = {"count": counted.count, "count_kind": counted.kind}
    if counted.kind in ("estimated", "capped"):
        head["estimate"] = counted.estimate
    if counted.scanned is not None:
        head["scanned"] = counted.scanned
    if counted.stale:
        head["stale"] = True
    head |= {"next": around.next, "previous": around.previous}
    tail: dict[str, object] = {
        "num_pages": pages,
        "per_page": asked.per_page,
        "has_more": around.next is not None,
        "data_query_time": round(times.data_s, 6),
        "count_query_time": round(times.count_s, 6),
    }
    if notes:
        tail["notes"] = notes
    return b'%b,"results":%b,%b' % (_encoder.encode(head)[:-1], results, _encoder.encode(tail)[1:])


@dataclass(frozen=True, slots=True)
class Around:
    """The addresses of the pages around this one, `None` where there is none."""

    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the pages beside this one."""

    address: str
    sent: Parameters

    def around(self, asked: ListRequest, *, has_more: bool, cursor: str | None) -> Around:
        """The pages beside the one that was asked for; by cursor there is no way back."""
        if asked.cursor is not None:
            return Around(None if cursor is None else self.behind(cursor), None)
        following = self.to(asked.page + 1) if has_more else None
        return Around(following, self.to(asked.page - 1) if asked.page > 1 else None)

    def behind(self, cursor: str) -> str:
        """The address of the page behind `cursor`."""
        pairs = [(name, text) for name, texts in self.sent.items() if name != "_cursor" for text in texts]
        return f"{self.address}?{_query([*pairs, ('_cursor', cursor)])}"

    def to(self, page: int) -> str:
        """The address of `page`, parameters in alphabetical order; page 1 is the address without one."""
        pairs = [(name, text) for name, texts in self.sent.items() if name != "page" for text in texts]
        if page > 1:
            pairs.append(("page", str(page)))
        return f"{self.address}?{_query(pairs)}" if pairs else self.address


def _query(pairs: Sequence[tuple[str, str]]) -> str:
    """The parameters in alphabetical order, percent-encoded."""
    return "&".join([f"{_quoted(name)}={_quoted(text)}" for name, text in sorted(pairs)])


def _quoted(text: str) -> str:
    """What `quote_plus` says, which looks at each character in Python."""
    return text.translate(_QUOTED) if text.isascii() else quote_plus(text)


@dataclass(frozen=True, slots=True)
class Times:
    """How long the source took, in seconds."""

    data_s: float = 0.0
    count_s: float = 0.0
