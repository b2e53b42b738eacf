"""The half of a source that changes rows, for apps: one row at a time, in no transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from jetway.core.errors import Failure, OneAtATime
from jetway.core.query import DeleteMany, UpdateMany

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.audit import Trail
    from jetway.core.promise import Promise
    from jetway.core.query import Delete, Insert, Row, Update, Write
    from jetway.sources import TakesEvents


class ChangesRows(Protocol):
    """What makes the changes, and has each noted by `keeper`."""

    keeper: TakesEvents | None

    async def write(self, write: Insert | Update | Delete, trail: Trail | None) -> Row:
        """The row as it is then; `{}` for a deletion."""
        ...


class OneByOne:
    """Changes of an app that people call `title`."""

    def __init__(self, title: str, writer: ChangesRows) -> None:
        self._title = title
        self._writer = writer

    async def write(
        self, writes: Sequence[Write], trail: Trail | None = None, promise: Promise | None = None
    ) -> list[Row]:
        """One change: several cannot be made together. It keeps no answers, hence takes no `promise`."""
        assert promise is None
        if not writes:
            return []
        if len(writes) > 1:
            raise self._one_at_a_time()
        return [await self._writer.write(self._single(writes[0]), trail)]

    async def write_each(
        self,
        writes: Sequence[Write],
        *,
        all_or_none: bool,
        trail: Trail | None = None,
        promise: Promise | None = None,
    ) -> list[Row | Failure]:
        """Each change by itself, in turn; what was done stays done."""
        assert promise is None
        if all_or_none and len(writes) > 1:
            raise self._one_at_a_time()
        done: list[Row | Failure] = []
        for write in writes:
            try:
                done.append(await self._writer.write(self._single(write), trail))
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

    def _single(self, write: Write) -> Insert | Update | Delete:
        if isinstance(write, UpdateMany | DeleteMany):
            raise self._one_at_a_time()
        return write

    def _one_at_a_time(self) -> Failure:
        return OneAtATime(f"{self._title} changes one row at a time. Send each change by itself.")
