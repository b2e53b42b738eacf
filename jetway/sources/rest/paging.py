"""From one page of an app's list to the next. Pure: what to ask for, from what was answered."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jetway.core.errors import AppChanged
from jetway.sources.rest.record import at
from jetway.sources.rest.spec import Cursor, LinkHeader, NextUrl, Offset, OnePage, PageNumber

if TYPE_CHECKING:
    from jetway.sources.rest.request import Call
    from jetway.sources.rest.spec import Listing, Paging

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_REL = re.compile(r""";\s*rel\s*=\s*["']?([^"';,]*)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer's body, the header `Link` it came with, and its records. `before`: those of earlier pages."""

    body: object
    link: str
    records: list[object]
    number: int
    before: int


def page_of(listing: Listing, body: object, link: str, previous: Page | None) -> Page:
    """The page in an answer. Raises `AppChanged` where it holds no list of records, or `previous` again."""
    records = at(body, listing.records)
    if not isinstance(records, list):
        where = f"at {listing.records!r}" if listing.records else "as its answer"
        raise AppChanged(f"The app sent no list {where}. Its description is out of date.")
    if listing.item:
        records = [at(one, listing.item) for one in records]
    if previous is None:
        return Page(body, link, records, 0, 0)
    if records and records == previous.records:
        raise AppChanged(
            "The app sent the same page twice. Its description is wrong about how the list goes on."
        )
    return Page(body, link, records, previous.number + 1, previous.before + len(previous.records))


def first(call: Call, paging: Paging, wanted: int) -> Call:
    """The first page, no larger than needed; the only one as large as it may be, for it is filtered here."""
    if not paging.size:
        return call
    return call.having(paging.size, paging.most if isinstance(paging, OnePage) else min(paging.most, wanted))


def cut_at(listing: Listing, page: Page, behind: Call | None) -> int:
    """How many records an app has listed that may have more of them, and lists no more; 0 where it does."""
    count = page.before + len(page.records)
    if isinstance(listing.paging, OnePage):
        return count if listing.paging.size and count >= listing.paging.most else 0
    return count if behind is not None and listing.ceiling and count >= listing.ceiling else 0


def following(call: Call, paging: Paging, page: Page) -> Call | None:
    """The page behind `page`, of a list whose first page `call` was; `None` behind the last one."""
    match paging:
        case OnePage():
            return None
        case LinkHeader():
            return _elsewhere(call, _next_link(page.link))
        case NextUrl(path=path):
            return _elsewhere(call, at(page.body, path))
        case Cursor(param=param):
            cursor = _cursor(paging, page)
            return None if cursor in (None, "") else call.having(param, cursor)
        case PageNumber(param=param, first=number):
            return call.having(param, number + page.number + 1) if page.records else None
        case Offset(param=param):
            return call.having(param, page.before + len(page.records)) if page.records else None


def _cursor(paging: Cursor, page: Page) -> object:
    if paging.more and at(page.body, paging.more) is not True:
        return None
    if paging.last:
        return at(page.records[-1], paging.last) if page.records else None
    return at(page.body, paging.next)


def _next_link(header: str) -> str | None:
    return next((url for url, about in _LINK.findall(header) if "next" in _relations(about)), None)


def _relations(about: str) -> list[str]:
    found = _REL.search(about)
    return found[1].lower().split() if found else []


def _elsewhere(call: Call, address: object) -> Call | None:
    return replace(call, target=address, params=()) if isinstance(address, str) and address else None
