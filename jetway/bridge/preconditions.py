"""What a change goes by: `If-Match` for the row, `was` in the body for some columns; and ETags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jetway.core.change import Precondition
from jetway.core.errors import InvalidBody, InvalidParameter
from jetway.core.version import version_of

if TYPE_CHECKING:
    from jetway.bridge.asked import Asked
    from jetway.core.query import Row

CHANGE = "application/vnd.jetway.change+json"
"""The media type of a body that says what columns were: `{"set": {…}, "was": {…}}`."""

_TAGS = re.compile(r'\s*((W/)?"[^"]*"|\*)\s*(,|\Z)')


def etag_of(row: Row) -> str:
    """The ETag of a row with every column that the caller sees."""
    return f'"{version_of(row)}"'


def versions(asked: Asked) -> frozenset[str] | None:
    """What `If-Match` names; `None` for anything. A weak tag is like no version: it says too little."""
    headers = asked.request.headers.getlist("if-match")
    if not headers:
        return None
    text = ",".join(headers)
    tags = [match[1] for match in _TAGS.finditer(text)]
    if not tags or _TAGS.sub("", text).strip():
        raise InvalidParameter('If-Match takes the ETag of a row: "…", several with commas between, or *.')
    if "*" in tags:
        return None
    return frozenset(tag.strip('"') for tag in tags if not tag.startswith("W/"))


async def changes_of(asked: Asked) -> tuple[dict[str, object], Precondition]:
    """The columns to set, and what the change goes by."""
    media_type = asked.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != CHANGE:
        return await asked.body(), Precondition(versions(asked))
    body = await asked.body(CHANGE)
    match body:
        case {"set": dict(columns), "was": dict(was), **rest} if not rest:
            return columns, Precondition(versions(asked), was)
        case _:
            raise InvalidBody(f'A body of {CHANGE} holds two objects by column: "set" and "was".')
