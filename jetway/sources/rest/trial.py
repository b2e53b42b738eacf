"""One look at an app by a description that is not kept: the first rows, and what the app really answered."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
    from collections.abc import Mapping

    from jetway.core.expr import Predicate
    from jetway.core.query import Row
    from jetway.core.schema import Table
    from jetway.outbound.exchange import Answer
    from jetway.sources import Limits
    from jetway.sources.rest.session import Session
    from jetway.sources.rest.spec import Connector

ROWS = 20
REQUESTS = 5
SECONDS = 10.0
MOST_TOLD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Attempt:
    """A list of `collection`, with `params` beside its own, or its one record of that `key`."""

    collection: str
    key: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Tried:
    """What came of it. `failure`: why there are no more rows.

    `status` and `answer`, without secrets, are of the first request that went well, else of the last one.
    `cut`: only the first 64 KiB of the answer are told.
    """

    rows: list[Row] = field(default_factory=list)
    failure: Failure | None = None
    status: int | None = None
    answer: str = ""
    cut: bool = False
    seconds: float = 0.0
    requests: int = 0


async def tried(connector: Connector, options: object, attempt: Attempt, limits: Limits) -> Tried:
    """Ask for the first rows. A refusal is told; raises `BadSource` for an address that no app has."""
    connector = _bounded(connector, attempt)
    heard: list[Answer] = []
    session = session_with(connector, options, connector.address, limits, heard.append)
    made, began_s = Tried(), time.monotonic()
    try:
        made.rows = await _rows(connector, session, attempt)
    except Failure as failure:
        made.failure = failure
    finally:
        with anyio.CancelScope(shield=True):  # also where the time is over
            await session.close()
    made.seconds, made.requests = round(time.monotonic() - began_s, 3), len(heard)
    _tell(made, heard, session)
    return made


def _bounded(connector: Connector, attempt: Attempt) -> Connector:
    """The app, of which only little is asked, and only what was attempted."""
    spec = connector.collections[attempt.collection]
    listing = replace(spec.list, params={**spec.list.params, **attempt.params})
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


def _tell(made: Tried, heard: list[Answer], session: Session) -> None:
    """What was heard, without secrets: an app may send back all that it was sent."""
    if heard:
        gladly = [one for one in heard if 200 <= one.status < 300]
        told = (gladly or heard[-1:])[0]
        made.status = told.status
        text = session.scrubbed(_plain(told.body))
        made.answer = text.encode()[:MOST_TOLD].decode(errors="ignore")
        made.cut = len(made.answer) < len(text)
    try:
        made.rows = msgspec.json.decode(session.scrubbed(msgspec.json.encode(made.rows).decode()))
    except msgspec.MsgspecError:  # a secret of digits, in a number
        made.rows = []


def _plain(body: bytes) -> str:
    """JSON without escapes that a secret could be written with, and other answers as they are."""
    try:
        return msgspec.json.encode(msgspec.json.decode(body)).decode()
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return body.decode(errors="replace")
