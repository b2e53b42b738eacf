"""Which collections there are, and what is in them: asked for, and remembered for a few minutes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import anyio

from jetway.core.errors import Failure, SchemaChanged, UpstreamTooLarge
from jetway.sources.kinds.firestore.described import Collection, schema, table
from jetway.sources.kinds.firestore.query import Asked
from jetway.sources.rest.reading import first_of
from jetway.sources.rest.sampled import SAMPLE
from jetway.sources.rest.session import Budget
from jetway.sources.rest.spec import Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.schema import Schema, Table
    from jetway.sources.kinds.firestore.asking import Database
    from jetway.sources.kinds.firestore.query import Document

KEPT_S = 300.0
BOUNDS = Bounds(per_second=50.0, requests=100, seconds=20.0)
MOST_COLLECTIONS = 90
AT_ONCE = 8


class Catalogue:
    """The collections at the root, and those that people `named`."""

    def __init__(self, database: Database, named: Sequence[Collection]) -> None:
        self._database = database
        self._named = named
        self._schema: Schema | None = None
        self._collections: dict[str, Collection] = {}
        self._looked_s = 0.0
        self._lock = anyio.Lock()

    async def schema(self) -> Schema:
        """The schema; what it says is at most a few minutes old."""
        async with self._lock:
            if self._schema is None or time.monotonic() - self._looked_s > KEPT_S:
                self._schema = await self._look()
                self._looked_s = time.monotonic()
            return self._schema

    def table(self, name: str) -> Table:
        """The table of that name. Raises `SchemaChanged`."""
        if self._schema is None or name not in self._schema.tables:
            raise SchemaChanged(f"{name} is not there any more. Load the page again.")
        return self._schema.tables[name]

    def collection(self, name: str) -> Collection:
        """What the table of that name is made of. Raises `SchemaChanged`."""
        return self._collections[self.table(name).name]

    async def _look(self) -> Schema:
        budget = Budget(BOUNDS)
        ids = await self._database.collection_ids(MOST_COLLECTIONS, budget)
        wanted = {one.name: one for one in (*map(Collection, ids), *self._named)}
        found: dict[str, tuple[Collection, Table]] = {}
        limiter = anyio.CapacityLimiter(AT_ONCE)

        async def look(collection: Collection) -> None:
            async with limiter:
                documents = await self._sample(collection, budget)
                found[collection.name] = table(collection, [one["fields"] for one in documents])

        try:
            async with anyio.create_task_group() as tasks:
                for one in list(wanted.values())[:MOST_COLLECTIONS]:
                    tasks.start_soon(look, one)
        except ExceptionGroup as group:
            raise first_of(group) from None
        self._collections = {name: collection for name, (collection, _) in found.items()}
        return schema(made for _, made in found.values())

    async def _sample(self, collection: Collection, budget: Budget) -> list[Document]:
        """Some documents; fewer where they are large."""
        asked = Asked(collection, (), None, descending=False, exact=True, sorted=True)
        refused: Failure | None = None
        for size in (SAMPLE, SAMPLE // 10, 1):
            try:
                return await self._database.documents(asked, size, None, budget)
            except UpstreamTooLarge as failure:
                refused = failure
        assert refused is not None
        raise refused
