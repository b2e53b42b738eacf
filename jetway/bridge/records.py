"""Where a bridge keeps the little that is its own: in the customer's database, else in the state folder."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jetway.core.errors import PermissionDenied, SourceReadOnly
from jetway.sources import KeepsRecords

if TYPE_CHECKING:
    from pathlib import Path

    from jetway.sources import Source

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Records:
    """Records by name. Replicas that share the database share them."""

    source: Source
    state: Path

    async def load(self, name: str) -> bytes | None:
        """The record, or `None`."""
        if isinstance(self.source, KeepsRecords):
            try:
                found = await self.source.load_record(name)
            except PermissionDenied:
                found = None
            if found is not None:
                return found
        path = self._path(name)
        return path.read_bytes() if path.exists() else None

    async def save(self, name: str, value: bytes) -> None:
        """Keep `value` in place of what was there."""
        if isinstance(self.source, KeepsRecords):
            try:
                await self.source.save_record(name, value)
            except (PermissionDenied, SourceReadOnly):
                log.info("The database takes no table of ours; %s stays in %s.", name, self.state)
            else:
                return
        path = self._path(name)
        path.touch(mode=0o600)
        path.write_bytes(value)

    def _path(self, name: str) -> Path:
        return self.state / f"{name}.record"
