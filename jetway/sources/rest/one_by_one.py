"""The half of a source that changes rows, for apps: one row at a time, in no transaction."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Protocol

from jetway.core.errors import Failure, OneAtATime
from jetway.core.query import DeleteMany, UpdateMany
from jetway.sources.rest.line_by_line import load_lines
from jetway.sources.rest.many import change_many

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from jetway.core.audit import Trail
    from jetway.core.load import Load, Outcome
    from jetway.core.promise import Promise
    from jetway.core.query import Delete, Insert, Read, Row, Update, Write
    from jetway.sources.keeping import TakesEvents


class ChangesRows(Protocol):
    """What makes the changes, and has each noted by `keeper`."""

    keeper: TakesEvents | None

    async def write(self, write: Insert | Update | Delete, trail: Trail | None) -> Row:
        """The row as it is then; `{}` for a deletion."""
        ...


class OneByOne(ABC):
    """Changes of an app that people call `title`."""

    def __init__(self, title: str, writer: ChangesRows) -> None:
        self._title = title
        self._writer = writer

    @abstractmethod
    def read(self, read: Read) -> AsyncIterator[Row]:
        """Rows for `read`, lazily."""
        ...

    async def load(
        self,
        load: Load,
        lines: AsyncIterator[list[tuple[object, ...]]],
        outcome: Outcome,
        trail: Trail | None = None,
    ) -> None:
        """Add and change rows, one after the other."""
        await load_lines(self, load, lines, outcome, trail)

    async def write(
        self, writes: Sequence[Write], trail: Trail | None = None, promise: Promise | None = None
    ) -> list[Row]:
        """One change: several cannot be made together. It keeps no answers, hence takes no `promise`.

        The same to many rows is done one after the other, and `ChangesStopped` where that ends in between.
        """
        assert promise is None
        if not writes:
            return []
        if len(writes) > 1:
            raise self._one_at_a_time()
        return [await self._made(writes[0], trail)]

    async def write_each(
        self,
        writes: Sequence[Write],
        *,
        all_or_none: bool,
        trail: Trail | None = None,
        promise: Promise | None = None,
    ) -> list[Row | Failure]:
        """Each change by itself, in turn; what was done stays done.

        The list ends with why where whoever began it may not go on.
        """
        assert promise is None
        if all_or_none and len(writes) > 1:
            raise self._one_at_a_time()
        done: list[Row | Failure] = []
        for write in writes:
            if trail is not None:
                try:
                    await trail.still()
                except Failure as ended:
                    return [*done, ended]
            try:
                done.append(await self._made(write, trail))
            except Failure as failure:
                done.append(failure)
        return done

    @property
    def keeper(self) -> TakesEvents | None:
        """What the changes are noted in."""
        return self._writer.keeper

    def audit_in(self, keeper: TakesEvents) -> None:
        """Have changes noted there."""
        self._writer.keeper = keeper

    async def _made(self, write: Write, trail: Trail | None) -> Row:
        make = partial(self._writer.write, trail=trail)
        if isinstance(write, UpdateMany | DeleteMany):
            return await change_many(self.read, write, make, trail)
        return await make(write)

    def _one_at_a_time(self) -> Failure:
        return OneAtATime(f"{self._title} changes one row at a time. Send each change by itself.")
