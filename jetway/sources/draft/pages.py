"""How a list is paged, from the names of its parameters and of what it answers. A guess, to be tried."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jetway.sources.draft.document import objects_in
from jetway.sources.rest.spec import Cursor, LinkHeader, NextUrl, Offset, OnePage, PageNumber

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jetway.sources.draft.document import Document
    from jetway.sources.rest.spec import Paging

MOST = 100
"""The size of a page where nothing says how large it may be."""

_SIZES = ("limit", "perpage", "pagesize", "size", "count", "maxresults", "top", "pagelimit", "first")
_AFTER_LAST = ("startingafter",)
_CURSORS = ("cursor", "pagetoken", "after", "nexttoken", "startcursor", "continuationtoken", "pagecursor")
_NUMBERS = ("page", "pagenumber")
_OFFSETS = ("offset", "skip", "startat")
_NEXT_CURSORS = ("nextcursor", "nextpagetoken", "nexttoken", "continuationtoken", "endcursor", "nextpage")
_NEXT_URLS = ("next", "nexturl", "nextpageuri", "nextpageurl", "nextlink")


def paging_of(
    document: Document,
    params: Mapping[str, Mapping[str, object]],
    envelope: Mapping[str, object],
    key: str,
    *,
    links: bool = False,
) -> Paging:
    """The paging of a list. `params`: its parameters' schemas. `links`: whether it answers with `Link`."""
    size = _named(params, _SIZES)
    most = params[size].get("maximum") if size else None
    most = min(most, 10_000) if isinstance(most, int) and most > 0 else MOST
    if links:
        return LinkHeader(size=size, most=most)
    paths = dict(_scalars(document, envelope))
    if (param := _named(params, _AFTER_LAST)) and key:
        more = _named(paths, ("hasmore",))
        return Cursor(size=size, most=most, param=param, last=key, more=more)
    after = next(
        (path for name in _NEXT_CURSORS for path in paths if _plain(path.split(".")[-1]) == name), ""
    )
    url = next((path for name in _NEXT_URLS for path in paths if _plain(path.split(".")[-1]) == name), "")
    if (param := _named(params, _CURSORS)) and (after or url):
        return Cursor(size=size, most=most, param=param, next=after or url)
    if url:
        return NextUrl(size=size, most=most, path=url)
    if param := _named(params, _NUMBERS):
        return PageNumber(size=size, most=most, param=param, first=0 if _counts_from_0(params[param]) else 1)
    if param := _named(params, _OFFSETS):
        return Offset(size=size, most=most, param=param)
    return OnePage(size=size, most=most)


def pages(name: str) -> bool:
    """Whether a parameter of that name is about pages, hence no filter."""
    words = (*_SIZES, *_AFTER_LAST, *_CURSORS, *_NUMBERS, *_OFFSETS, "endingbefore", "before")
    return _plain(name) in words


def _counts_from_0(param: Mapping[str, object]) -> bool:
    return 0 in (param.get("minimum"), param.get("default"))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _named(there: Iterable[str], words: Iterable[str]) -> str:
    return next((name for word in words for name in there if _plain(name) == word), "")


def _scalars(document: Document, envelope: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    """The paths of an answer that may tell of its next page, one level deep."""
    for name, value in objects_in(envelope, "properties").items():
        schema = document.schema(value)
        if "." in name or schema.get("type") == "array":
            continue
        inner = objects_in(schema, "properties")
        yield from ((f"{name}.{one}", value) for one, value in inner.items() if "." not in one)
        if not inner:
            yield name, value
