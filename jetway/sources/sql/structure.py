"""What an engine brings along to change tables and columns, and what is told of its refusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from jetway.core.errors import NameTaken, StillNeeded, TableBusy, ValuesInTheWay

if TYPE_CHECKING:
    from jetway.core.errors import Failure
    from jetway.core.structure import Change
    from jetway.sources.sql.session import Session


@dataclass(frozen=True, slots=True)
class Alteration:
    """The statements of a change, in order.

    `lost`: what to select the rows from that hold what would be lost, "" where nothing is. `misfits`: what
    must have no rows when all is done. `told`: what a preview shows, where the statements repeat what stays.
    """

    statements: tuple[str, ...]
    lost: str = ""
    misfits: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


class Structure(Protocol):
    """How an engine changes tables and columns. Each waits `Limits.lock_s` for a lock."""

    async def open(self) -> Session:
        """A connection for changes, whose statements may take `Limits.structure_s`."""
        ...

    async def begin(self, session: Session, change: Change) -> None:
        """Start a transaction where there are such, with the table for this change alone."""
        ...

    async def alteration(self, session: Session, change: Change) -> Alteration:
        """What makes `change`. Raises `InvalidInput` for what the engine does not have."""
        ...

    async def finish(self, session: Session) -> None:
        """Check what is to hold, and keep what was done. Raises `ValuesInTheWay`."""
        ...

    def refused(self, error: Any) -> Failure | None:  # noqa: ANN401  # the driver's own
        """What an error means of a change; `None` where it means the same as of any statement."""
        ...


def name_taken() -> Failure:
    """Something has the name."""
    return NameTaken("The database has something of that name already. Choose another.")


def busy() -> Failure:
    """A lock was not to be had."""
    return TableBusy("Others use the table. Nothing was changed; try again in a moment.", retry_after_s=2)


def still_needed() -> Failure:
    """Something depends on it."""
    return StillNeeded(
        "Something depends on it: a view, a foreign key, an index, a check or a trigger. Remove that "
        "first, or send a new name by itself."
    )


def in_the_way() -> Failure:
    """Values do not fit."""
    return ValuesInTheWay("Values that are there do not fit. Nothing was changed; change these values first.")
