"""One look at an app by a description that is not kept: the first rows, and what the app really answered."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import anyio
import msgspec
from msgspec.structs import replace

from jetway.core.errors import Failure, UnknownRow
from jetway.core.expr import TRUE, Compare, Op
from jetway.core.query import Read
from jetway.core.values import ValueRefused, read_text
from jetway.sources.rest.described import described
from jetway.sources.rest.reading import Reader
from jetway.sources.rest.source import session_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jetway.core.expr import Predicate
    from jetway.core.query import Row
    from jetway.core.schema import Table
    from jetway.outbound.exchange import Answer
    from jetway.sources import Limits
    from jetway.sources.rest.request import Call
    from jetway.sources.rest.session import Session
    from jetway.sources.rest.spec import Connector

ROWS = 20
REQUESTS = 5
SECONDS = 10.0
MOST_TOLD = 64 * 1024
FEWER = (None, ROWS, 5, 1)
"""How many items of each list are told: the most with which an answer is not too long."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A list of `collection`, with `params` beside its own, or its one record of that `key`."""

    collection: str
    key: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Tried:
    """What came of it. `failure`: why there are no more rows.

    `method`, `url`, `status` and `answer`, without secrets, are of the first request that went well, else of
    the last one. `cut`: the answer is longer than 64 KiB, of which its lists are told shorter. `size`: its
    bytes.
    """

    rows: list[Row] = field(default_factory=list)
    failure: Failure | None = None
    method: str = ""
    url: str = ""
    status: int | None = None
    answer: str = ""
    cut: bool = False
    size: int = 0
    seconds: float = 0.0
    requests: int = 0


async def tried(connector: Connector, options: object, attempt: Attempt, limits: Limits) -> Tried:
    """Ask for the first rows. A refusal is told; raises `BadSource` for an address that no app has."""
    connector = _bounded(connector, attempt)
    heard: list[tuple[Call, Answer]] = []
    session = session_with(connector, options, connector.address, limits, lambda *one: heard.append(one))
    made, began_s = Tried(), time.monotonic()
    try:
        made.rows = await _rows(connector, session, attempt)
    except Failure as failure:
        made.failure = failure
    finally:
        with anyio.CancelScope(shield=True):  # also where the time is over
            await session.close()
    made.seconds, made.requests = round(time.monotonic() - began_s, 3), len(heard)
    _tell(made, heard, connector.address, session)
    return made


def _bounded(connector: Connector, attempt: Attempt) -> Connector:
    """The app, of which only little is asked, and only what was attempted."""
    spec = connector.collections[attempt.collection]
    if spec.list.method == "GET":
        listing = replace(spec.list, params={**spec.list.params, **attempt.params})
    else:
        listing = replace(spec.list, also={**spec.list.also, **attempt.params})
    bounds = connector.limits
    limits = replace(
        bounds, requests=min(bounds.requests, REQUESTS), seconds=min(bounds.seconds, SECONDS), retries=0
    )
    collections = {**connector.collections, attempt.collection: replace(spec, list=listing)}
    return replace(connector, collections=collections, limits=limits)


async def _rows(connector: Connector, session: Session, attempt: Attempt) -> list[Row]:
    schema = described(connector)
    table = schema.tables[attempt.collection]
    read = Read(table, table.columns, _only(table, attempt.key), limit=ROWS)
    rows = [row async for row in Reader(connector, schema, session).rows(read, session.budget())]
    if attempt.key and not rows:
        raise UnknownRow("There is no such row.")
    return rows


def _only(table: Table, key: str) -> Predicate:
    """The row of the key; every row for "". Raises `UnknownRow` for a key that no row can have."""
    if not key:
        return TRUE
    column = table.column(table.key[0])
    assert column is not None
    try:
        return Compare(column, Op.EQ, read_text(column, key))
    except ValueRefused:
        raise UnknownRow("There is no such row.") from None


def _tell(made: Tried, heard: list[tuple[Call, Answer]], address: str, session: Session) -> None:
    """What was asked and heard, without secrets: an app may send back all that it was sent."""
    if heard:
        gladly = [one for one in heard if 200 <= one[1].status < 300]
        call, told = (gladly or heard[-1:])[0]
        made.method, made.url = call.method, session.scrubbed(_url(address, call))
        made.status, made.size = told.status, len(told.body)
        made.answer, made.cut = _shortened(told.body, session.scrubbed)
    try:
        made.rows = msgspec.json.decode(session.scrubbed(msgspec.json.encode(made.rows).decode()))
    except msgspec.MsgspecError:  # a secret of digits, in a number
        made.rows = []


def _url(address: str, call: Call) -> str:
    """What was asked, but for the proof of who asks."""
    url = address.rstrip("/") + call.target if call.target.startswith("/") else call.target
    return f"{url}?{urlencode(call.params)}" if call.params else url


def _shortened(body: bytes, scrubbed: Callable[[str], str]) -> tuple[str, bool]:
    """An answer, and whether something of it is left out.

    JSON without escapes that a secret could be written with, and other answers as they are.
    """
    try:
        value = msgspec.json.decode(body)
        for most in FEWER:
            text = scrubbed(msgspec.json.encode(_with_fewer(value, most)).decode())
            if len(text.encode()) <= MOST_TOLD:
                return text, most is not None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        text = scrubbed(body.decode(errors="replace"))
    told = text.encode()[:MOST_TOLD].decode(errors="ignore")
    return told, len(told) < len(text)


def _with_fewer(value: object, most: int | None) -> object:
    """The value, each list in it with its first items only; so it stays JSON."""
    match value:
        case list():
            return [_with_fewer(one, most) for one in value[:most]]
        case dict() if most is not None:
            return {name: _with_fewer(one, most) for name, one in value.items()}
        case _:
            return value
