"""The audit's chain as tables: its place, and adding lines to it inside a transaction."""
# ruff: noqa: S608 - every name in these statements is ours

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from jetway.core.audit import Event, Head, Line, chained, content_of, hashed_text, moment_text
from jetway.core.query import Update, UpdateMany
from jetway.core.schema import Column, Table, Type
from jetway.sources.sql.session import ManyRows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from jetway.core.audit import Trail
    from jetway.core.query import Delete, DeleteMany
    from jetway.sources.sql.grammar import Grammar
    from jetway.sources.sql.session import AuditTables, Session

PENDING = 4 * 2**20
"""Bytes of details that wait for the end of their transaction; with more, the chain is locked earlier."""

LARGEST_VALUE = 64 * 1024
"""Bytes of JSON; of a value that takes more only its size is kept."""

_encode = msgspec.json.Encoder(enc_hook=str).encode
_COLUMNS = Line._fields
_HEAD = tuple(field.name for field in fields(Head))


def audit_table(tables: AuditTables) -> Table:
    """The lines, as the core knows tables."""
    types = {"number": Type.INTEGER}
    columns = [Column(name, types.get(name, Type.TEXT), "", n) for n, name in enumerate(_COLUMNS)]
    name = tables.lines
    return Table(name, name, tuple(columns), schema=tables.schema, key=("number",))


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of one database, in the words of its engine."""

    tables: AuditTables
    grammar: Grammar

    async def make(self, session: Session) -> None:
        """Make the tables where they are not there yet."""
        if await session.fetch(self.tables.exists):
            return
        for statement in self.tables.create:
            await session.change(statement)

    async def add(self, session: Session, events: Sequence[tuple[Event, str]]) -> None:
        """Put `events` behind the last line, which nobody else can until the transaction ends."""
        if not events:
            return
        if len(events) == 1:
            await self._add_one(session, *events[0])
            return
        head = await self.head(session, locked=True)
        lines = chained(events, head.number, head.hash, moment_text(datetime.now(UTC)))
        await session.insert_many(self._insert, lines)
        change = f"UPDATE {self._head} SET number = {self._place(1)}, hash = {self._place(2)}"
        await session.change(change, (lines[-1].number, lines[-1].hash))

    async def _add_one(self, session: Session, event: Event, details: str) -> None:
        """The same for one event, with fewer questions: the database makes the hash."""
        content = content_of(event, details, moment_text(datetime.now(UTC)))
        first, *rest = self.tables.add
        if rest:
            await session.send(first, (hashed_text(content),))
            await session.send(rest[0], content)
        else:
            await session.send(first, (hashed_text(content), *content))

    async def head(self, session: Session, *, locked: bool = False) -> Head:
        """Where the chain ends and begins."""
        text = f"SELECT {', '.join(_HEAD)} FROM {self._head}"
        [cells] = await session.fetch(text + (self.grammar.locked if locked else ""))
        return Head(*cells)

    async def forget(self, session: Session, before: str, most: int) -> int:
        """Let go of lines older than `before`, of `most` at once; how many those were."""
        head = await self.head(session, locked=True)
        query = f"SELECT number, hash FROM {self._lines} WHERE at < {self._place(1)} AND number <= "
        text = f"{query}{self._place(2)} ORDER BY number DESC LIMIT 1"
        found = await session.fetch(text, (before, head.kept_from + most))
        if not found:
            return 0
        [(number, hash_)] = found
        await session.change(f"DELETE FROM {self._lines} WHERE number <= {self._place(1)}", (number,))
        places = f"kept_from = {self._place(1)}, kept_hash = {self._place(2)}"
        await session.change(f"UPDATE {self._head} SET {places}", (number, hash_))
        return int(number) - head.kept_from

    @property
    def _insert(self) -> ManyRows:
        listed = ", ".join(_COLUMNS)
        text = f"INSERT INTO {self._lines} ({listed}) VALUES ({self._places(_COLUMNS)})"
        return ManyRows(text, self._lines, listed)

    @property
    def _lines(self) -> str:
        return self._named(self.tables.lines)

    @property
    def _head(self) -> str:
        return self._named(self.tables.head)

    def _named(self, name: str) -> str:
        return f"{self.tables.schema}.{name}" if self.tables.schema else name

    def _places(self, names: Sequence[str]) -> str:
        return ", ".join(self._place(number) for number in range(1, len(names) + 1))

    def _place(self, number: int) -> str:
        """From 1 on."""
        return self.grammar.placeholder(number - 1)


def details_text(details: Mapping[str, object]) -> str:
    """The JSON of `details`, without values that are too large."""
    text = _encode(details)
    if len(text) > LARGEST_VALUE:
        text = _encode({name: _shortened(inner) for name, inner in details.items()})
    return text.decode()


def _shortened(inner: object) -> object:
    """Values are two deep, by column; only their size is kept where they are large."""
    return (
        {name: _short(value) for name, value in inner.items()} if isinstance(inner, dict) else _short(inner)
    )


def _short(value: object) -> object:
    size = len(_encode(value))
    return value if size <= LARGEST_VALUE else {"$bytes": size}


class Notes:
    """The events of one transaction, which go into the chain at its end, or earlier where they are many."""

    def __init__(self, trail: Trail, add: Callable[[Sequence[tuple[Event, str]]], Awaitable[None]]) -> None:
        self.trail = trail
        self.added = 0
        self.committed = False
        self._add = add
        self._pending: list[tuple[Event, str]] = []
        self._size = 0

    def note(self, event: Event | None, text: str = "") -> None:
        """Something was done, or, with `None`, nothing after all. `text`: its details, where that is made."""
        if event is not None:
            text = text or details_text(event.details)
            self._pending.append((event, text))
            self._size += len(text)

    def of_before(self, write: Update | Delete | UpdateMany | DeleteMany) -> tuple[Column, ...]:
        """What has to be known of a row before `write`, its key first; without a key, all of it names it."""
        table = self.trail.table(write.table.name)
        if table.key and isinstance(write, Update | UpdateMany):
            names = {column.name for column, _ in write.values}
            others = tuple(column for column in table.columns if column.name in names)
        else:
            others = self.trail.columns(table.name)
        key = table.key_columns
        return key + tuple(column for column in others if column not in key)

    async def pour(self) -> None:
        """Write what waits, where it is much."""
        if self._size > PENDING:
            await self.write()

    async def write(self) -> None:
        """Write what waits."""
        if self._pending:
            await self._add(self._pending)
            self.added += len(self._pending)
            self._pending, self._size = [], 0

    def mark(self) -> int:
        """Where the events stand, for `back`."""
        return len(self._pending)

    def back(self, mark: int) -> None:
        """Forget the events behind `mark`: what they tell of was rolled back."""
        self._size -= sum(len(text) for _, text in self._pending[mark:])
        del self._pending[mark:]
