"""Open sources: each described once, described again when its schema may have changed, closed at the end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import anyio

from jetway.bridge import render
from jetway.core.links import declare
from jetway.sources import ReadsJson

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.bridge.relation_store import RelationStore
    from jetway.core.query import Read
    from jetway.core.schema import Declared, Schema
    from jetway.sources import Source

REDESCRIBE_S = 30.0


class OpenSource:
    """A source and its schema as last described."""

    def __init__(self, source: Source, relations: RelationStore) -> None:
        self.source = source
        self._relations = relations
        # Asked once: `isinstance` with a protocol looks at every name each time.
        self.json_rows = source.read_json if isinstance(source, ReadsJson) else self._rendered
        """The rows of a `Read`, each as a JSON object."""
        self.running: set[bytes] = set()
        """Names of the changes that run now and are to be made once."""
        self.forget_at_s = 0.0
        """When kept answers are next to be forgotten, on the monotonic clock."""
        self._schema: Schema | None = None
        self._described_at_s = 0.0
        self._lock = anyio.Lock()

    async def schema(self, *, not_older_than_s: float = float("inf")) -> Schema:
        """The schema, described again where the last time is too long ago; one description at a time."""
        if self._schema is not None and self._young(not_older_than_s):
            return self._schema
        async with self._lock:
            if self._schema is None or not self._young(not_older_than_s):
                schema = declare(await self.source.describe(), await self._relations.load())
                # What is made of a schema is kept with it: one that is equal is no new one.
                self._schema = self._schema if schema == self._schema else schema
                self._described_at_s = time.monotonic()
            return self._schema

    async def redeclare(self, change: Callable[[tuple[Declared, ...]], tuple[Declared, ...]]) -> None:
        """Change the declared relations; they hold at once here, elsewhere at the next description."""
        await self._relations.change(change)
        await self.schema(not_older_than_s=0)

    async def _rendered(self, read: Read) -> list[bytes]:
        return [render.row(row) async for row in self.source.read(read)]

    def _young(self, not_older_than_s: float) -> bool:
        return time.monotonic() - self._described_at_s <= not_older_than_s

    async def close(self) -> None:
        """Let go of the source."""
        await self.source.close()
