"""One connection to a database as the shared code sees it, and what an engine brings along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence

    from jetway.core.errors import Failure
    from jetway.core.query import Write
    from jetway.core.schema import Column, Schema
    from jetway.outbound.tunnel import Tunnel
    from jetway.sources.sql.element import Element
    from jetway.sources.sql.grammar import Grammar
    from jetway.sources.sql.statement import Statements
    from jetway.sources.sql.structure import Structure

Cells: TypeAlias = tuple[Any, ...]

Constraints: TypeAlias = "Mapping[tuple[str | None, str, str], tuple[str, ...]]"
"""The columns of every constraint and unique index, by schema, table and its own name."""


class Session(Protocol):
    """A connection. Raises the driver's own errors. Cancelling a call cancels the statement."""

    async def fetch(self, text: str, parameters: Sequence[object] = ()) -> list[Cells]:
        """Every row at once."""
        ...

    async def column(self, text: str, parameters: Sequence[object] = ()) -> list[bytes | None]:
        """The only value of every row, as the bytes that the database sends for it; lists go this way."""
        ...

    def stream(self, text: str, parameters: Sequence[object] = ()) -> AsyncGenerator[Cells, None]:
        """Rows as they come, in little memory. The time limit holds for each batch, not for all."""
        ...

    def lines(self, text: str, parameters: Sequence[object] = ()) -> AsyncGenerator[list[bytes], None]:
        """The only value of every row, in batches as they come; what is not read yet waits in the server."""
        ...

    async def change(self, text: str, parameters: Sequence[object] = ()) -> int:
        """How many rows the statement found, changed or not."""
        ...

    async def send(self, text: str, parameters: Sequence[object] = ()) -> None:
        """A statement that nothing is asked of: done with the next one at the latest, which raises for it."""
        ...

    async def insert_many(self, insert: ManyRows, rows: Sequence[Sequence[object]]) -> None:
        """Put all of `rows` into a table, or none where one is refused."""
        ...

    async def begin(self) -> None:
        """Start a transaction, at the latest with the next statement."""
        ...

    async def commit(self) -> None:
        """Keep what was done in it."""
        ...

    def alive(self) -> bool:
        """Whether the connection looks usable, without asking the server."""
        ...

    def clean(self) -> bool:
        """Whether the connection can be lent out again as it is. Costs nothing; `tidy` does the rest."""
        ...

    async def tidy(self) -> bool:
        """Roll back what is open, whatever happened; False where the connection is of no more use."""
        ...

    async def close(self) -> None:
        """Never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Described:
    """A schema, and the names of constraints that errors will mention."""

    schema: Schema
    constraints: Constraints


@dataclass(frozen=True, slots=True)
class RecordTable:
    """Statements about Jetway's own table: `create` in order, `load` by name, `save` name and value.

    `add` takes the same, and does nothing where there is one; `replace` takes the new value, the name and the
    value that must be there.
    """

    exists: str
    create: tuple[str, ...]
    load: str
    save: str
    add: str
    replace: str


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Statements about the table of kept answers.

    `claim`: a name and a time; finds one row where the name was free. `load`: by name. `keep`: value and
    name. `last`: the time of the first answer behind so many. `forget`: some of those before a time.
    """

    exists: str
    create: tuple[str, ...]
    claim: str
    load: str
    keep: str
    last: str
    forget: str


@dataclass(frozen=True, slots=True)
class AuditTables:
    """The audit's two tables, made by `create` in order: its lines, and one row about where they end.

    `add` puts one line behind the last: its first parameter is what is hashed behind the last hash, and the
    others are the line's fields; of two statements, the first takes the first.
    """

    exists: str
    create: tuple[str, ...]
    add: tuple[str, ...]
    lines: str
    head: str
    schema: str | None = None


@dataclass(frozen=True, slots=True)
class ManyRows:
    """An INSERT of one row, and the table and columns that it is about, as SQL names them."""

    text: str
    table: str
    columns: str


@dataclass(frozen=True, slots=True)
class Staging:
    """How an engine keeps the lines of an import until they are in their table.

    `schema`: where temporary tables are. Of the templates, `{0}` is the staging table, aliased `s`, `{1}` the
    target, aliased `t`, `{2}` columns, `{3}` a condition, in `create` the column of line numbers. `filled`
    comes when the lines are there. `qualified`: SET names the table. `differs`: whether two values do.
    """

    schema: str | None
    create: tuple[str, ...]
    filled: tuple[str, ...]
    drop: str
    update: str
    delete: str
    qualified: bool
    differs: Callable[[Column, Element, Element], Element]


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything about an engine that the shared source needs.

    `open` takes whether the session is for writing, `open_lasting` makes one whose statements may take
    `Limits.export_s`. `one_writer`: writes go through one connection. `stamp`: see `KeepsDescription`.
    `failure` makes of an error in `errors` what is told, given the write that it came from.
    `identity`: statements whose rows are those of this one database, by whatever address and login.
    `tunnel`: what the sessions go through, which ends with the source.
    """

    grammar: Grammar
    open: Callable[[bool], Awaitable[Session]]
    open_lasting: Callable[[], Awaitable[Session]]
    describe: Callable[[Session], Awaitable[Described]]
    stamp: Callable[[Session], Awaitable[str]]
    errors: tuple[type[BaseException], ...]
    failure: Callable[[Any, Write | None, Constraints], Failure]
    records: RecordTable
    answers: AnswerTable
    audit: AuditTables
    statements: Statements
    staging: Staging
    structure: Structure
    one_writer: bool = False
    identity: tuple[str, ...] = ()
    tunnel: Tunnel | None = None
