"""One record of the bridge's, unreadable without the host's key, that several change at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jetway.core.errors import Conflict
from jetway.seal import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.bridge.records import Records

TRIES = 10


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A record of that title. Replicas that share the first source and the key share it."""

    records: Records
    key: bytes
    title: str

    async def load(self) -> bytes | None:
        """What is kept. Raises `BadSource` where it was sealed on another host."""
        return self._unsealed(await self.records.load(self._name))

    async def change(self, change: Callable[[bytes | None], bytes | None]) -> None:
        """Keep what `change` makes of what is there; made anew where somebody else was faster."""
        for _ in range(TRIES):
            sealed = await self.records.load(self._name)
            before = self._unsealed(sealed)
            made = change(before)
            if made is None or made == before:
                return
            if await self.records.exchange(self._name, sealed, self._sealed(made)):
                return
        raise Conflict(f"Others change the {self.title} at this very moment. Try again.")

    def _sealed(self, value: bytes) -> bytes:
        return seal(self.key, self._name, value)

    def _unsealed(self, sealed: bytes | None) -> bytes | None:
        return None if sealed is None else unseal(self.key, self._name, sealed)

    @property
    def _name(self) -> str:
        """One record per key: installations that share a database do not read each other's."""
        return f"{self.title}_{hashlib.sha256(self.key).hexdigest()[:16]}"
