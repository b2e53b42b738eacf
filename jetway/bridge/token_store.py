"""Where the bridge keeps its Project Token: sealed, in the customer's database or in the state folder."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from jetway.bridge.seal import seal, unseal
from jetway.core.errors import PermissionDenied, SourceReadOnly
from jetway.sources import KeepsRecords

if TYPE_CHECKING:
    from pathlib import Path

    from jetway.sources import Source


log = logging.getLogger(__name__)


class Enrolment(msgspec.Struct, frozen=True):
    """What a bridge keeps of its enrolment. `control`: the address, "" where control is in this process."""

    project_token: str
    bridge: str
    control: str


@dataclass(frozen=True, slots=True)
class TokenStore:
    """One enrolment, kept where it can be. Replicas that share the database and the key share it."""

    source: Source
    state: Path
    key: bytes

    async def load(self) -> Enrolment | None:
        """The enrolment, or `None` for a bridge that has none."""
        sealed = await self._load_sealed()
        if sealed is None:
            return None
        return msgspec.json.decode(unseal(self.key, self._name, sealed), type=Enrolment)

    async def save(self, enrolment: Enrolment) -> None:
        """Keep `enrolment` in place of what was there."""
        sealed = seal(self.key, self._name, msgspec.json.encode(enrolment))
        if isinstance(self.source, KeepsRecords):
            try:
                await self.source.save_record(self._name, sealed)
            except (PermissionDenied, SourceReadOnly):
                log.info("The database takes no table of ours; the Project Token stays in %s.", self.state)
            else:
                return
        self._path.touch(mode=0o600)
        self._path.write_bytes(sealed)

    async def _load_sealed(self) -> bytes | None:
        if isinstance(self.source, KeepsRecords):
            try:
                sealed = await self.source.load_record(self._name)
            except PermissionDenied:
                sealed = None
            if sealed is not None:
                return sealed
        return self._path.read_bytes() if self._path.exists() else None

    @property
    def _name(self) -> str:
        """One record per key: installations that share a database do not overwrite each other's."""
        return f"project_token_{hashlib.sha256(self.key).hexdigest()[:16]}"

    @property
    def _path(self) -> Path:
        return self.state / f"{self._name}.sealed"
