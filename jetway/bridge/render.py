"""From rows to the bytes of an answer. Rows that come as JSON pass through untouched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.bridge.parse import ListRequest, Parameters
    from jetway.core.query import Row

_encoder = msgspec.json.Encoder()


def rows(items: Sequence[Row]) -> bytes:
    """A JSON array of rows."""
    return _encoder.encode(items)


def row(item: Row) -> bytes:
    """One row as a JSON object."""
    return _encoder.encode(item)


def envelope(
    results: bytes, asked: ListRequest, *, count: int | None, has_more: bool, links: Links, times: Times
) -> bytes:
    """A list's answer around its rows, in the order of `docs/reference/bridge-api.md`."""
    pages = None if count is None else -(-count // asked.per_page)
    head = {
        "count": count,
        "count_kind": "none" if count is None else "exact",
        "next": links.to(asked.page + 1) if has_more else None,
        "previous": links.to(asked.page - 1) if asked.page > 1 else None,
    }
    tail = {
        "num_pages": pages,
        "per_page": asked.per_page,
        "has_more": has_more,
        "data_query_time": round(times.data_s, 6),
        "count_query_time": round(times.count_s, 6),
    }
    return b'%b,"results":%b,%b' % (_encoder.encode(head)[:-1], results, _encoder.encode(tail)[1:])


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the pages beside this one."""

    address: str
    sent: Parameters

    def to(self, page: int) -> str:
        """The address of `page`, parameters in alphabetical order; page 1 is the address without one."""
        pairs = [(name, text) for name, texts in self.sent.items() if name != "page" for text in texts]
        if page > 1:
            pairs.append(("page", str(page)))
        return f"{self.address}?{urlencode(sorted(pairs))}" if pairs else self.address


@dataclass(frozen=True, slots=True)
class Times:
    """How long the source took, in seconds."""

    data_s: float = 0.0
    count_s: float = 0.0
