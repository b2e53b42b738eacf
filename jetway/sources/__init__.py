"""What every source of rows can do, and the small extras that some can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from jetway.sources.limits import Limits as Limits

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Sequence

    from jetway.core.audit import Event, Head, Trail
    from jetway.core.errors import Failure
    from jetway.core.export import Cell, Form
    from jetway.core.load import Load, Outcome
    from jetway.core.operation import Run
    from jetway.core.ordering import Move, Numbering
    from jetway.core.promise import Promise
    from jetway.core.query import Aggregate, Read, Row, Trial, Write
    from jetway.core.schema import Schema, Table
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

        With `all_or_none`, nothing is kept where one is refused, and the list ends with that refusal.
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
class TakesLonger(Protocol):
    """A source whose reads have a time limit of their own, and end by it with what there is to say."""

    @property
    def read_s(self) -> float:
        """How long one read may take."""
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
class KeepsRecords(Protocol):
    """A source that can hold a few records of Jetway's own, beside the customer's tables and hidden.

    All raise `PermissionDenied` or `SourceReadOnly` where the login may not write such a table.
    """

    async def load_record(self, name: str) -> bytes | None:
        """The record of that name, or `None`."""
        ...

    async def save_record(self, name: str, value: bytes) -> None:
        """Keep `value` under `name`, in place of what was there."""
        ...

    async def add_record(self, name: str, value: bytes) -> bool:
        """Keep `value` under `name`. False where something is there: somebody was faster."""
        ...

    async def replace_record(self, name: str, old: bytes, new: bytes) -> bool:
        """Keep `new` in place of `old`. False where `old` is not there: somebody was faster."""
        ...


@runtime_checkable
class RunsOperations(Protocol):
    """A source that does more than reading and writing rows: what `Schema.operations` names."""

    async def operate(self, run: Run, trail: Trail) -> Row | None:
        """Do it. What the answer shows of a row; `None` where it shows none.

        Raises `UnknownRow` where there is no such row.
        """
        ...


@runtime_checkable
class KeepsAnswers(Protocol):
    """A source that can keep what changes were answered with, beside the customer's tables and hidden."""

    async def prepare_answers(self) -> None:
        """Have the table for it. Raises `PermissionDenied` or `SourceReadOnly` where it cannot be made."""
        ...

    async def forget_answers(self, before_s: int, most: int) -> None:
        """Forget answers older than `before_s` (seconds since 1970), and all but about the latest `most`."""
        ...


class TakesEvents(Protocol):
    """Where the events of a source go that keeps no audit itself."""

    async def note(self, events: Sequence[Event]) -> None:
        """Add events."""
        ...


@runtime_checkable
class AuditsElsewhere(Protocol):
    """A source that tells another keeper of its changes, just before they are made for good."""

    def audit_in(self, keeper: TakesEvents) -> None:
        """Keep the audit there from now on. What is not done after all has an event `undone` behind it."""
        ...


@runtime_checkable
class KeepsAudit(Source, AuditsElsewhere, Protocol):
    """A source that can hold the audit, beside the customer's tables and hidden, or in another's stead."""

    @property
    def audit_table(self) -> Table:
        """The lines of the audit (`core.audit.Line`), which `read` and `lines` take like any table."""
        ...

    async def make_audit(self) -> None:
        """Make what the audit is kept in. Raises `PermissionDenied`, `SourceReadOnly`."""
        ...

    async def note(self, events: Sequence[Event]) -> None:
        """Add events that are no changes of rows here."""
        ...

    async def audit_head(self) -> Head:
        """Where the chain ends and begins."""
        ...

    async def forget_audit(self, before: str, most: int) -> int:
        """Let go of lines older than `before`, of `most` at once; how many those were."""
        ...
