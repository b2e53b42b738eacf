"""The audit: who did what to which row, as events, and the chain of lines that they are kept in."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import quote

from jetway.core.errors import AuditBroken

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from jetway.core.ceiling import Ceiling
    from jetway.core.query import Row
    from jetway.core.schema import Column, Schema, Table

FIRST_HASH = "0" * 64
"""What the first line of a chain goes on from."""


LONGEST_KEY = 500

Content: TypeAlias = tuple[str, str, str, str, str, str, str, str, str]
"""The fields of a line between its number and its hash."""


class Action(StrEnum):
    """What was done. `open`: addresses of files were given.

    `undone`: the database did not keep the changes told just before, after all.
    """

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    ORDER = "order"
    EXPORT = "export"
    RUN = "run"
    STRUCTURE = "structure"
    UPLOAD = "upload"
    OPEN = "open"
    DENIED = "denied"
    UNDONE = "undone"


class Way(StrEnum):
    """How it was done: from a page, by an API token, or by a request of a special kind."""

    PAGE = "page"
    TOKEN = "token"  # noqa: S105 - no secret
    BULK = "bulk"
    IMPORT = "import"
    EXPORT = "export"
    ORDER = "order"
    RESTORE = "restore"
    SQL = "sql"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts, in which role, and which way. `name` is what they were called then."""

    actor: str
    name: str
    role: str
    way: Way


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done. `key`: the row's, as `key_text` writes it.

    Of a change, `details` are `from` and `to`, columns by name, `row`: what a changed row without a key held,
    and `secret`: columns set or changed whose values nobody may read.
    """

    author: Author
    action: str
    table: str = ""
    key: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


class Line(NamedTuple):
    """An event in its chain, as a row of cells. `at`: UTC, of fixed width; `details`: JSON."""

    number: int
    at: str
    actor: str
    name: str
    role: str
    way: str
    action: str
    table_name: str
    row_key: str
    details: str
    hash: str

    def follows(self, number: int, previous: str) -> bool:
        """Whether it is the line behind line `number`, whose hash is `previous`, as it was written."""
        content = (self.at, self.actor, self.name, self.role, self.way, self.action)
        whole = (*content, self.table_name, self.row_key, self.details)
        return self.number == number + 1 and self.hash == _digest(previous + hashed_text(whole))


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of a chain, and the one before its first: older lines were let go of."""

    number: int
    hash: str
    kept_from: int
    kept_hash: str


async def _always() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Trail:
    """Who writes rows, and which of their values may be written down: none that the ceiling hides.

    `endpoint`: by which they do it. `still`: asked before each of many changes that no transaction holds
    together; raises where they may not do it any longer.
    """

    author: Author
    schema: Schema
    ceiling: Ceiling
    endpoint: str = ""
    still: Callable[[], Awaitable[None]] = _always

    def table(self, name: str) -> Table:
        """The table with all its columns, whatever the author sees of it."""
        return self.schema.tables[name]

    def columns(self, name: str) -> tuple[Column, ...]:
        """The columns of a table whose values may be written down."""
        table = self.table(name)
        secret = self.ceiling.hidden(name, [column.name for column in table.columns])
        return tuple(column for column in table.columns if column.name not in secret)

    def secret(self, name: str, columns: Iterable[Column]) -> list[str]:
        """Those of the columns whose values may not be written down, by name."""
        return sorted(self.ceiling.hidden(name, [column.name for column in columns]))

    def created(self, table: Table, row: Row, secret: Sequence[str]) -> Event:
        """A new row as it is stored, without the columns in `secret` that were set too."""
        details: dict[str, object] = {"to": row}
        return self._event(Action.CREATE, table, row, details | ({"secret": secret} if secret else {}))

    def updated(self, table: Table, before: Row, after: Row) -> Event | None:
        """What differs; `None` where nothing does. `before` has the key too; without a key, the whole row."""
        changed = [name for name, value in before.items() if name in after and after[name] != value]
        if not changed:
            return None
        details: dict[str, object] = {
            "from": {name: before[name] for name in changed},
            "to": {name: after[name] for name in changed},
        }
        if not self.table(table.name).key:
            details["row"] = before
        return self._event(Action.UPDATE, table, {**before, **after}, details)

    def deleted(self, table: Table, row: Row) -> Event:
        """The end of a row."""
        return self._event(Action.DELETE, table, row, {"from": row})

    def moved(self, table: Table, row: Row, column: Column, place: int) -> Event:
        """A row at another place of an order that people make; others made room."""
        return self._event(Action.ORDER, table, row, {"to": {column.name: place}})

    def many(self, action: Action, table: Table, rows: int) -> Event:
        """A change to rows that cannot be told apart."""
        return Event(self.author, action, table.name, "", {"rows": rows})

    def _event(self, action: Action, table: Table, row: Row, details: Mapping[str, object]) -> Event:
        return Event(self.author, action, table.name, key_of(self.table(table.name), row), details)


def key_of(table: Table, row: Row) -> str:
    """The key of a row, "" where the table has none; of one that is very long, its digest."""
    try:
        text = key_text([row[name] for name in table.key]) if table.key else ""
    except KeyError:
        return ""
    return text if len(text) <= LONGEST_KEY else hashlib.sha256(text.encode()).hexdigest()


def key_text(values: Sequence[object]) -> str:
    """The values of a key as a path has them, always in the same way.

    >>> key_text([12, "a/b"]), key_text([".."])
    ('12,a%2Fb', '=..')
    """
    text = ",".join(map(_key_part, values))
    return f"={text}" if text in ("", ".", "..") else text


def _key_part(value: object) -> str:
    if type(value) is int:
        return str(value)
    return quote(value if isinstance(value, str) else json.dumps(value, default=str), safe="")


def moment_text(moment: datetime) -> str:
    """A moment with a zone as a line has it: texts that sort as moments do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def walked(line: Line, number: int, previous: str) -> tuple[int, str]:
    """Where the chain stands behind `line`. Raises `AuditBroken` where it does not follow `number`."""
    if not line.follows(number, previous):
        raise AuditBroken(f"Line {number + 1} of the audit is missing, or not as it was written.")
    return line.number, line.hash


def require_end(head: Head, number: int, previous: str) -> None:
    """Raises `AuditBroken` where the lines end before, or otherwise than, the chain does."""
    if (number, previous) != (head.number, head.hash):
        raise AuditBroken(f"Line {number + 1} of the audit is missing, or not as it was written.")


def details_json(details: Mapping[str, object]) -> str:
    """Small details as JSON."""
    return json.dumps(details, default=str, separators=(",", ":"))


def content_of(event: Event, details: str, at: str) -> Content:
    """The fields of an event's line, from `at` to `details`, in their order."""
    return (*_beginning(event, at), event.key, details)


def chained(events: Iterable[tuple[Event, str]], number: int, previous: str, at: str) -> list[Line]:
    """The lines behind line `number`, whose hash is `previous`; with each event, its details as text."""
    lines = []
    for _, alike in groupby(events, _beginning_of):
        some = list(alike)
        beginning = _beginning(some[0][0], at)
        text = hashed_text(beginning)  # the same in all of them
        for event, details in some:
            number, previous = number + 1, _digest(previous + text + hashed_text((event.key, details)))
            lines.append(Line._make((number, *beginning, event.key, details, previous)))
    return lines


def hashed_text(content: Sequence[str]) -> str:
    """What of a line is hashed behind the hash before it; some engines do so themselves.

    Each field has its length in front, so that nothing can move from one into the next.
    """
    return "".join([f"{len(field)}:{field}" for field in content])


def _beginning(event: Event, at: str) -> tuple[str, str, str, str, str, str, str]:
    author = event.author
    who = (author.actor, author.name, author.role, author.way.value)
    return (at, *who, str(event.action), event.table)


def _beginning_of(noted: tuple[Event, str]) -> tuple[Author, str, str]:
    event, _ = noted
    return event.author, event.action, event.table


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
