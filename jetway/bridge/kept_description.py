"""A source's description in the state folder, so that the next start need not ask for it again."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

import jetway
from jetway.sources.address import without_password

if TYPE_CHECKING:
    from pathlib import Path

FILE = "description.msgpack"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptDescription:
    """One file of the state folder. `address`: of the source that is described."""

    state: Path
    address: str

    async def load(self, stamp: str) -> bytes | None:
        """The description that was kept under that stamp, of that source, by this version; else `None`."""
        try:
            kept = await anyio.Path(self._path).read_bytes()
        except OSError:
            return None
        seal, packed = kept[:32], kept[32:]
        return packed if seal == self._seal(stamp, packed) else None

    async def save(self, stamp: str, packed: bytes) -> None:
        """Keep it in place of what was there. Where that fails, the next start takes a little longer."""
        try:
            await anyio.to_thread.run_sync(partial(self._write, self._seal(stamp, packed) + packed))
        except OSError as error:
            log.info("The description of the database cannot be kept: %s.", error)

    @property
    def _path(self) -> Path:
        return self.state / FILE

    def _write(self, data: bytes) -> None:
        self.state.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_bytes(data)
        new.replace(self._path)

    def _seal(self, stamp: str, packed: bytes) -> bytes:
        whose = (jetway.__version__, without_password(self.address), stamp)
        digest = hashlib.sha256(repr(whose).encode(errors="backslashreplace"))
        digest.update(packed)
        return digest.digest()
