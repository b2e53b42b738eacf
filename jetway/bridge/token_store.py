"""Where the bridge keeps its Project Token, sealed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from jetway.bridge.seal import seal, unseal

if TYPE_CHECKING:
    from jetway.bridge.records import Records


class Enrolment(msgspec.Struct, frozen=True):
    """What a bridge keeps of its enrolment. `control`: the address, "" where control is in this process."""

    project_token: str
    bridge: str
    control: str


@dataclass(frozen=True, slots=True)
class TokenStore:
    """One enrolment, kept where it can be. Replicas that share the database and the key share it."""

    records: Records
    key: bytes

    async def load(self) -> Enrolment | None:
        """The enrolment, or `None` for a bridge that has none."""
        sealed = await self.records.load(self._name)
        if sealed is None:
            return None
        return msgspec.json.decode(unseal(self.key, self._name, sealed), type=Enrolment)

    async def save(self, enrolment: Enrolment) -> None:
        """Keep `enrolment` in place of what was there."""
        await self.records.save(self._name, seal(self.key, self._name, msgspec.json.encode(enrolment)))

    @property
    def _name(self) -> str:
        """One record per key: installations that share a database do not overwrite each other's."""
        return f"project_token_{hashlib.sha256(self.key).hexdigest()[:16]}"
