"""Looking at the collections of a database: which there are, and some documents of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.errors import Failure, UpstreamTooLarge
from jetway.sources.kinds.firestore.described import Collection, table
from jetway.sources.kinds.firestore.query import Asked
from jetway.sources.rest.catalogue import BOUNDS, MOST_TABLES, looked_at
from jetway.sources.rest.sampled import SAMPLE
from jetway.sources.rest.session import Budget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.schema import Table
    from jetway.sources.kinds.firestore.asking import Database
    from jetway.sources.kinds.firestore.query import Document


async def look(database: Database, named: Sequence[Collection]) -> list[tuple[Collection, Table]]:
    """The collections at the root, and those that people `named`."""
    budget = Budget(BOUNDS)
    ids = await database.collection_ids(MOST_TABLES, budget)

    async def sampled(collection: Collection) -> tuple[Collection, Table]:
        documents = await _sample(database, collection, budget)
        return table(collection, [one["fields"] for one in documents])

    return await looked_at((*map(Collection, ids), *named), sampled)


async def _sample(database: Database, collection: Collection, budget: Budget) -> list[Document]:
    """Some documents; fewer where they are large."""
    asked = Asked(collection, (), None, descending=False, exact=True, sorted=True)
    refused: Failure | None = None
    for size in (SAMPLE, SAMPLE // 10, 1):
        try:
            return await database.documents(asked, size, None, budget)
        except UpstreamTooLarge as failure:
            refused = failure
    assert refused is not None
    raise refused
