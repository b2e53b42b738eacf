"""Open sources: described once, looked at again and again for changes, closed at the end."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, NoReturn

import anyio

from jetway.bridge import render
from jetway.core.errors import Failure
from jetway.core.files import with_files
from jetway.core.links import declare
from jetway.sources import KeepsDescription, ReadsJson

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.bridge.declaration_store import Declarations
    from jetway.bridge.kept_description import KeptDescription
    from jetway.core.files import DeclaredFile
    from jetway.core.query import Read
    from jetway.core.schema import Declared, Schema
    from jetway.sources import Source

LOOK_S = 20.0
"""How often a source is asked whether its schema has changed."""

ESTIMATES_S = 600.0
"""How old estimates of rows become: no change of the schema comes with theirs."""

log = logging.getLogger(__name__)


class OpenSource:
    """A source and its schema as last described. `kept`: where the description waits for the next start.

    `file_bytes`: the size of the largest file that is kept beside the source; 0 where none are.
    """

    def __init__(
        self,
        source: Source,
        declared: Declarations,
        kept: KeptDescription | None = None,
        file_bytes: int = 0,
    ) -> None:
        self.source = source
        self.declared = declared
        """What people declared, also what does not fit."""
        self._file_bytes = file_bytes
        self._kept = kept
        # Asked once: `isinstance` with a protocol looks at every name each time.
        self.json_rows = source.read_json if isinstance(source, ReadsJson) else self._rendered
        """The rows of a `Read`, each as a JSON object."""
        self.running: set[bytes] = set()
        """Names of the changes that run now and are to be made once."""
        self.files = 0
        """How many files are made of its rows right now, whose lines it does not build itself."""
        self.forget_at_s = 0.0
        """When kept answers are next to be forgotten, on the monotonic clock."""
        self._stamps = source if isinstance(source, KeepsDescription) else None
        self._stamp: str | None = None
        self._bare: Schema | None = None
        self._schema: Schema | None = None
        self._looked_at_s = self._described_at_s = 0.0
        self._lock = anyio.Lock()

    async def schema(self, *, not_older_than_s: float = float("inf")) -> Schema:
        """The schema; described again where it has changed, if the last look was too long ago."""
        since_s = time.monotonic() - not_older_than_s
        if self._schema is None or self._looked_at_s < since_s:
            async with self._lock:  # one look at a time, which serves all who wait for it
                if self._schema is None or self._looked_at_s < since_s:
                    await self._look()
        assert self._schema is not None
        return self._schema

    async def described_again(self) -> Schema:
        """The schema as it is now, whatever the source says of changes."""
        since_s = time.monotonic()
        async with self._lock:
            if self._described_at_s < since_s:
                self._stamp = None
                await self._look()
        return await self.schema()

    async def watch(self, every_s: float = LOOK_S) -> NoReturn:
        """Take up every change of the schema, for ever. While that fails, what was found last is served."""
        while True:
            await anyio.sleep(every_s)
            await self.take_changes()

    async def take_changes(self) -> None:
        """Look now whether the schema has changed. Where that fails, it is told in the log."""
        try:
            await self.schema(not_older_than_s=0)
        except Failure as failure:
            log.warning("%s Changes of the schema are looked for again.", failure.detail)
        except Exception:  # a catalogue that changes while it is read can tell what does not fit together
            log.exception("The database cannot be described. Changes of the schema are looked for again.")

    async def redeclare(self, change: Callable[[tuple[Declared, ...]], tuple[Declared, ...]]) -> None:
        """Change the declared relations; they hold at once here, elsewhere at the next look."""
        await self.declared.relations.change(change)
        await self.schema(not_older_than_s=0)

    async def redeclare_files(
        self, change: Callable[[tuple[DeclaredFile, ...]], tuple[DeclaredFile, ...]]
    ) -> None:
        """Change the columns that are declared to hold files, in the same way."""
        await self.declared.files.change(change)
        await self.schema(not_older_than_s=0)

    async def close(self) -> None:
        """Let go of the source."""
        await self.source.close()

    async def _look(self) -> None:
        """Describe the source where it has changed; what people declared is declared anew at any rate."""
        now_s = time.monotonic()
        stamp = await self._stamps.stamp() if self._stamps else None
        old = now_s - self._described_at_s > ESTIMATES_S
        if self._bare is None or stamp is None or stamp != self._stamp or old:
            self._bare = await self._described(stamp)
            self._stamp, self._described_at_s = stamp, now_s
        schema = declare(self._bare, await self.declared.relations.load())
        if self._file_bytes:
            schema = with_files(schema, await self.declared.files.load(), self._file_bytes)
        # What is made of a schema is kept with it: one that is equal is no new one.
        self._schema = self._schema if schema == self._schema else schema
        self._looked_at_s = now_s

    async def _described(self, stamp: str | None) -> Schema:
        """From an earlier start, where nothing has changed since, else from the source."""
        if self._stamps is None or stamp is None or self._kept is None:
            return await self.source.describe()
        if self._bare is None and (packed := await self._kept.load(stamp)) is not None:
            try:
                return self._stamps.unpack(packed)
            except ValueError:
                log.info("The kept description of the database cannot be read; it is described anew.")
        schema = await self.source.describe()
        await self._kept.save(stamp, self._stamps.pack())
        return schema

    async def _rendered(self, read: Read) -> list[bytes]:
        return [render.row(row) async for row in self.source.read(read)]
