"""What of Jetway's own a source can keep, beside the customer's tables and hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from jetway.sources import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.audit import Event, Head
    from jetway.core.schema import Table


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
