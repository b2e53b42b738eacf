"""Where a bridge keeps the sources that were added to it, sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from jetway.bridge.sealed_record import SealedRecord
from jetway.bridge.sources.definition import Definition, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.bridge.records import Records

Definitions: TypeAlias = tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class SourceStore:
    """All definitions in one record. Replicas that share the first source and the key share them."""

    records: Records
    key: bytes

    async def load(self) -> Definitions:
        """The definitions, in the order in which they were added."""
        return _unpacked(await self._record.load())

    async def change(self, change: Callable[[Definitions], Definitions]) -> Definitions:
        """Keep what `change` makes of the definitions; made anew where somebody else was faster."""
        made: Definitions = ()

        def changed(before: bytes | None) -> bytes:
            nonlocal made
            made = change(_unpacked(before))
            return packed(made)

        await self._record.change(changed)
        return made

    @property
    def _record(self) -> SealedRecord:
        return SealedRecord(self.records, self.key, "sources")


def _unpacked(data: bytes | None) -> Definitions:
    return () if data is None else unpacked(data)
