"""Relations that people declared, kept beside the tables that they relate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import msgspec

from jetway.core.schema import Declared

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.bridge.records import Records


class RelationStore:
    """All of one source, whichever bridge they were declared at. `name`: of the record that holds them."""

    def __init__(self, records: Records, name: str = "relations") -> None:
        self._records = records
        self._name = name
        self._lock = anyio.Lock()

    async def load(self) -> tuple[Declared, ...]:
        """What was declared, in order."""
        found = await self._records.load(self._name)
        return () if found is None else msgspec.json.decode(found, type=tuple[Declared, ...])

    async def change(self, change: Callable[[tuple[Declared, ...]], tuple[Declared, ...]]) -> None:
        """Keep what `change` makes of what is there, one at a time."""
        async with self._lock:
            await self._records.save(self._name, msgspec.json.encode(change(await self.load())))
