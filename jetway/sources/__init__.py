"""What every source of rows can do, and the small extras that some can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from jetway.sources.limits import Limits as Limits

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Sequence

    from jetway.core.audit import Trail
    from jetway.core.errors import Failure
    from jetway.core.export import Cell, Form
    from jetway.core.load import Load, Outcome
    from jetway.core.operation import Run
    from jetway.core.ordering import Move, Numbering
    from jetway.core.promise import Promise
    from jetway.core.query import Aggregate, Read, Row, Trial, Write
    from jetway.core.schema import Schema
    from jetway.core.statement import Planned, Ran, Statement
    from jetway.core.structure import Change, Preview


class Source(Protocol):
    """An open source. Calls run side by side; a cancelled call cancels its statement in the source too.

    Every call raises `SourceFailure`s only: `SourceUnavailable` where the source cannot be reached,
    `QueryTimeout` past its time limit, `SchemaChanged` where a table or column is not there any more.
    """

    async def describe(self) -> Schema:
        """Everything the source holds, linked (`core.schema.link`), its capabilities included."""
        ...

    def read(self, read: Read) -> AsyncIterator[Row]:
        """Rows for `read`, lazily. Only operators that `describe` named are ever asked for."""
        ...

    def aggregate(self, aggregate: Aggregate) -> AsyncIterator[Row]:
        """Rows for `aggregate`, lazily: `group`, `group_2`, … and each measure by its name."""
        ...

    async def write(
        self, writes: Sequence[Write], trail: Trail | None = None, promise: Promise | None = None
    ) -> list[Row]:
        """Do all of `writes` in one transaction, or none. The rows as they now are; `{}` for a deletion.

        With a `trail`, here and below, what is done goes into the audit within the same transaction.
        With a `promise`, of a source that `KeepsAnswers`, it is done once: later it is `AnsweredBefore`.

        A `Reference` of a write that finds no row is `InvalidReference`, whether the database minds or not.
        """
        ...

    async def write_each(
        self,
        writes: Sequence[Write],
        *,
        all_or_none: bool,
        trail: Trail | None = None,
        promise: Promise | None = None,
    ) -> list[Row | Failure]:
        """Each of `writes` by itself, in one transaction: its row, or why it was refused.

        With `all_or_none`, nothing is kept where one is refused, and the list ends with that refusal. Where
        no transaction holds them together, it also ends with what `trail.still` raises.
        """
        ...

    async def close(self) -> None:
        """Let go of every connection. Idempotent."""
        ...


@runtime_checkable
class ReadsJson(Protocol):
    """A source that can build the JSON itself."""

    async def read_json(self, read: Read) -> list[bytes]:
        """The rows that `read` would yield, each as a JSON object: the same values in the same order."""
        ...


@runtime_checkable
class Advises(Protocol):
    """A source that learns how it could be asked for less."""

    def advice(self) -> Sequence[str]:
        """Addresses of pages where people who run it can do something about it."""
        ...


@runtime_checkable
class NeedsConsent(Protocol):
    """A source whose app takes what a person has agreed to."""

    def require_consent(self) -> None:
        """Raises `AppNotConnected` where that was missing, or did not hold, when it was last looked for."""
        ...


@runtime_checkable
class TriesClauses(Protocol):
    """A source that can tell which parts of a condition hold for a row."""

    async def held(self, trial: Trial) -> list[bool] | None:
        """Whether each clause holds, in one statement; `None` where there is no such row."""
        ...


@runtime_checkable
class PutsInOrder(Protocol):
    """A source that can change the places of many rows at once."""

    async def move(self, move: Move, trail: Trail | None = None) -> None:
        """Give one row another place. `UnknownRow` where a row that it names is not there."""
        ...

    async def number(self, numbering: Numbering, trail: Trail | None = None) -> None:
        """Give all rows their places anew."""
        ...


@runtime_checkable
class Exports(Protocol):
    """A source that can build the lines of a file itself."""

    def lines(self, read: Read, cells: Sequence[Cell], form: Form) -> AsyncGenerator[list[bytes], None]:
        """The rows of `read` in batches, each row as a line of `form` without its end; `cells` is for CSV.

        All rows are of one moment. Not more than `Limits.exports` run at once, else `PoolTimeout`.
        """
        ...


@runtime_checkable
class RunsSql(Protocol):
    """A source that takes SQL of a person's own, read-only by its own means."""

    async def run(self, statement: Statement, planned: Planned) -> Ran:
        """What came of everything that `planned` asks of the statement, in one transaction.

        Raises `SqlFailed` with the source's own words, `AnswerTooLarge`, and `InvalidInput` for parameters.
        """
        ...


@runtime_checkable
class Loads(Protocol):
    """A source that takes many rows at once."""

    async def load(
        self,
        load: Load,
        lines: AsyncIterator[list[tuple[object, ...]]],
        outcome: Outcome,
        trail: Trail | None = None,
    ) -> None:
        """Do `load` in one transaction, and tell in `outcome` how it goes.

        A line: its number, then a value for each of `load.columns`. Where lines are wrong, nothing stays done
        unless `load.skip_errors`; and nothing for a dry run.
        """
        ...


@runtime_checkable
class KeepsDescription(Protocol):
    """A source that says cheaply whether its schema is still what was described, also by another process."""

    async def stamp(self) -> str:
        """A text that is another after every change of what `describe` tells, but for estimates."""
        ...

    def pack(self) -> bytes:
        """What `describe` told last."""
        ...

    def unpack(self, packed: bytes) -> Schema:
        """What `describe` told, from `pack`, in its place. Raises `ValueError` for what is no such thing."""
        ...


@runtime_checkable
class TellsItself(Protocol):
    """A source that is known again, whatever address and login lead to it."""

    async def identity(self) -> str:
        """What tells it from all others of its kind; "" where its address does."""
        ...


@runtime_checkable
class DigestsRows(Protocol):
    """A source whose marks of rows (`Table.mark`) are digests, which hold as long as their key does."""

    def mark_with(self, key: bytes) -> None:
        """Make them with a key of the host; else they end with the process."""
        ...


@runtime_checkable
class ChangesStructure(Protocol):
    """A source whose tables and columns can be changed."""

    async def restructure(self, change: Change, *, losing: bool) -> None:
        """Make the change whole or not at all. `losing`: whether data may go.

        Raises `ConfirmationRequired`, `NameTaken`, `TableBusy`, `StillNeeded`, `ValuesInTheWay`.
        """
        ...

    async def preview(self, change: Change) -> Preview:
        """What `change` would do."""
        ...


@runtime_checkable
class RunsOperations(Protocol):
    """A source that does more than reading and writing rows: what `Schema.operations` names."""

    async def operate(self, run: Run, trail: Trail) -> Row | None:
        """Do it. What the answer shows of a row; `None` where it shows none.

        Raises `UnknownRow` where there is no such row.
        """
        ...
