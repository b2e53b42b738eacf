"""Where a bridge keeps the little that is its own: in the customer's database, else in the state folder."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jetway.core.errors import PermissionDenied, SourceReadOnly
from jetway.sources.keeping import KeepsRecords

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
        self._write(name, value)

    async def exchange(self, name: str, old: bytes | None, new: bytes) -> bool:
        """Keep `new` in place of `old`, where it was found; `None` where nothing was.

        False where somebody changed it first.
        """
        if isinstance(self.source, KeepsRecords):
            with suppress(PermissionDenied, SourceReadOnly):
                if old is None:
                    return await self.source.add_record(name, new)
                if await self.source.load_record(name) is not None:
                    return await self.source.replace_record(name, old, new)
        if await self.load(name) != old:
            return False
        self._write(name, new)
        return True

    def _write(self, name: str, value: bytes) -> None:
        """Whole or not at all, and its owner's only."""
        unnamed = self._path(name).with_suffix(".new")
        unnamed.touch(mode=0o600)
        unnamed.write_bytes(value)
        unnamed.replace(self._path(name))

    def _path(self, name: str) -> Path:
        return self.state / f"{name}.record"
