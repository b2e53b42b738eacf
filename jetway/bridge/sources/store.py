"""Where a bridge keeps the sources that were added to it, sealed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from jetway.bridge.sources.definition import Definition, packed, unpacked
from jetway.core.errors import Conflict
from jetway.seal import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.bridge.records import Records

Definitions: TypeAlias = tuple[Definition, ...]
TRIES = 10


@dataclass(frozen=True, slots=True)
class SourceStore:
    """All definitions in one record. Replicas that share the first source and the key share them."""

    records: Records
    key: bytes

    async def load(self) -> Definitions:
        """The definitions, in the order in which they were added."""
        return self._unsealed(await self.records.load(self._name))

    async def change(self, change: Callable[[Definitions], Definitions]) -> Definitions:
        """Keep what `change` makes of the definitions; made anew where somebody else was faster."""
        for _ in range(TRIES):
            sealed = await self.records.load(self._name)
            made = change(self._unsealed(sealed))
            if await self.records.exchange(self._name, sealed, seal(self.key, self._name, packed(made))):
                return made
        raise Conflict("Others change the sources at this very moment. Try again.")

    def _unsealed(self, sealed: bytes | None) -> Definitions:
        return () if sealed is None else unpacked(unseal(self.key, self._name, sealed))

    @property
    def _name(self) -> str:
        """One record per key: installations that share a database do not read each other's."""
        return f"sources_{hashlib.sha256(self.key).hexdigest()[:16]}"
