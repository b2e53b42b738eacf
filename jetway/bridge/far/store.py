"""Relations between sources that people declared, kept beside the definitions of the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import msgspec

from jetway.core.errors import Conflict
from jetway.core.far import DeclaredFar

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.bridge.records import Records

All: TypeAlias = tuple[DeclaredFar, ...]
NAME = "far_relations"
TRIES = 10


class FarStore:
    """All of one bridge and its replicas, in one record of the first source."""

    def __init__(self, records: Records) -> None:
        self._records = records

    async def load(self) -> All:
        """What was declared, in order."""
        return _decoded(await self._records.load(NAME))

    async def change(self, change: Callable[[All], All]) -> All:
        """Keep what `change` makes of what is there; made anew where somebody else was faster."""
        for _ in range(TRIES):
            kept = await self._records.load(NAME)
            made = change(_decoded(kept))
            if await self._records.exchange(NAME, kept, msgspec.json.encode(made)):
                return made
        raise Conflict("Others declare relations at this very moment. Try again.")


def _decoded(kept: bytes | None) -> All:
    return () if kept is None else msgspec.json.decode(kept, type=All)
