"""Where the bridge keeps its Project Token, sealed."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from jetway.seal import seal, unseal

if TYPE_CHECKING:
    from jetway.bridge.directory import Enrolled
    from jetway.bridge.records import Records


class Enrolment(msgspec.Struct, frozen=True):
    """What a bridge keeps of its enrolment. `control`: the address, "" where control is in this process.

    `next_token`: one that the bridge made, and that control may know already. `rotated_at`: in seconds
    since 1970, when the Project Token was new.
    """

    project_token: str
    bridge: str
    control: str
    next_token: str = ""
    rotated_at: int = 0


def new_enrolment(enrolled: Enrolled, control: str) -> Enrolment:
    """What to keep of an enrolment that has just been let in."""
    return Enrolment(enrolled.project_token, enrolled.bridge, control, rotated_at=int(time.time()))


@dataclass(frozen=True, slots=True)
class TokenStore:
    """One enrolment, kept where it can be. Replicas that share the database and the key share it."""

    records: Records
    key: bytes

    async def load(self) -> Enrolment | None:
        """The enrolment, or `None` for a bridge that has none."""
        sealed = await self.records.load(self._name)
        return None if sealed is None else self._unsealed(sealed)

    async def save(self, enrolment: Enrolment) -> None:
        """Keep `enrolment` in place of what was there."""
        await self.records.save(self._name, self._sealed(enrolment))

    async def exchange(self, old: Enrolment, new: Enrolment) -> bool:
        """Keep `new` in place of `old`. False where another replica changed it first."""
        sealed = await self.records.load(self._name)
        if sealed is None or self._unsealed(sealed) != old:
            return False
        return await self.records.exchange(self._name, sealed, self._sealed(new))

    def _sealed(self, enrolment: Enrolment) -> bytes:
        return seal(self.key, self._name, msgspec.json.encode(enrolment))

    def _unsealed(self, sealed: bytes) -> Enrolment:
        return msgspec.json.decode(unseal(self.key, self._name, sealed), type=Enrolment)

    @property
    def _name(self) -> str:
        """One record per key: installations that share a database do not overwrite each other's."""
        return f"project_token_{hashlib.sha256(self.key).hexdigest()[:16]}"
