"""Where a bridge keeps its audit: in the customer's database, else in a file of the state folder."""

from __future__ import annotations

import logging
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import anyio

from jetway.background import background
from jetway.core.audit import Line, moment_text, require_end, walked
from jetway.core.errors import Failure, PermissionDenied, SourceReadOnly
from jetway.core.expr import Compare, Op, both
from jetway.core.query import Order, Read
from jetway.core.source_scope import FIRST_SOURCE, SourceScope
from jetway.sources import Limits
from jetway.sources.keeping import AuditsElsewhere, KeepsAudit
from jetway.sources.kinds import open_source

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Sequence
    from pathlib import Path

    from jetway.core.audit import Event, Head
    from jetway.core.expr import Predicate
    from jetway.core.schema import Column
    from jetway.sources import Source

FILE = "audit.sqlite"
AT_ONCE = 5000
EVERY_S = 3600.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SourceAudit:
    """A bridge's one chain as one of its sources knows it: by the names that its tables have there."""

    keeper: KeepsAudit
    source: SourceScope = FIRST_SOURCE

    async def note(self, events: Sequence[Event]) -> None:
        """Add events, before or after what they tell of."""
        prefix = self.source.prefix
        named = [replace(event, table=f"{prefix}{event.table}") for event in events] if prefix else events
        await self.keeper.note(named)

    async def lines(self, where: Predicate, limit: int) -> AsyncGenerator[Line, None]:
        """The newest lines of the source that satisfy `where`; among those of the first are others'."""
        prefix = self.source.prefix
        ours = Compare(self.column("table_name"), Op.STARTS_WITH, prefix) if prefix else None
        async for line in lines_of(self.keeper, both(ours, where), limit, newest=True):
            yield line._replace(table_name=line.table_name.removeprefix(prefix))

    def of_table(self, name: str) -> Predicate:
        """What holds for the lines of one table."""
        return Compare(self.column("table_name"), Op.EQ, f"{self.source.prefix}{name}")

    def column(self, name: str) -> Column:
        """A column of the lines, which must be there."""
        column = self.keeper.audit_table.column(name)
        assert column is not None
        return column


@asynccontextmanager
async def kept_audit(source: Source, state: Path, days: int = 0) -> AsyncIterator[KeepsAudit]:
    """What keeps the audit of `source`: itself, so that a change and its event share a transaction.

    Where its login may not make tables, a file of the state folder. Lines older than `days` are let go of,
    unless it is 0.
    """
    keeper = await _keeper(source, state)
    try:
        async with background() as tasks:
            tasks.start_soon(_keep_forgetting, keeper, days)
            yield keeper
    finally:
        if keeper is not source:
            await keeper.close()


async def open_audit_file(state: Path) -> KeepsAudit:
    """The audit of the state folder, made where there is none."""
    path = state / FILE
    path.touch(mode=0o600)
    keeper = await open_source(f"sqlite:///{path.absolute()}", Limits())
    assert isinstance(keeper, KeepsAudit)
    return keeper


async def lines_of(
    keeper: KeepsAudit, where: Predicate, limit: int | None = None, *, newest: bool
) -> AsyncGenerator[Line, None]:
    """The lines that satisfy `where`, lazily."""
    table = keeper.audit_table
    [number] = table.key_columns
    order = (Order(number, descending=newest),)
    async for row in keeper.read(Read(table, table.columns, where, order, limit)):
        yield Line(**row)  # type: ignore[arg-type]  # its columns are those of a line


async def verify(keeper: KeepsAudit) -> Head:
    """Walk the chain, and tell where it ends. Raises `AuditBroken` with the number of the first bad line."""
    head = await keeper.audit_head()
    number, previous = head.kept_from, head.kept_hash
    [column] = keeper.audit_table.key_columns
    within = Compare(column, Op.LTE, head.number)
    async with aclosing(lines_of(keeper, within, newest=False)) as lines:
        async for line in lines:
            number, previous = walked(line, number, previous)
    require_end(head, number, previous)
    return head


async def _keep_forgetting(keeper: KeepsAudit, days: int) -> None:
    while days:
        before = moment_text(datetime.now(UTC) - timedelta(days=days))
        try:
            while await keeper.forget_audit(before, AT_ONCE):
                pass
        except Failure as failure:
            log.warning("Old lines of the audit could not be deleted: %s", failure.detail)
        await anyio.sleep(EVERY_S)


async def _keeper(source: Source, state: Path) -> KeepsAudit:
    if isinstance(source, KeepsAudit) and not (state / FILE).exists():
        try:
            await source.make_audit()
        except (PermissionDenied, SourceReadOnly):
            log.info("The database takes no table of ours; the audit stays in %s.", state)
        else:
            return source
    keeper = await open_audit_file(state)
    await keeper.make_audit()
    if isinstance(source, AuditsElsewhere):
        source.audit_in(keeper)
    return keeper
