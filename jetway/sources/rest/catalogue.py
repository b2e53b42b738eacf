"""What an app without a schema holds, as it was found by looking, and remembered for a few minutes."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar

import anyio

from jetway.core.errors import SchemaChanged
from jetway.core.told import told
from jetway.sources.rest.reading import first_of, require_comparable, sliced
from jetway.sources.rest.spec import Bounds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from jetway.core.query import Read, Row
    from jetway.core.schema import Schema, Table
    from jetway.sources.rest.session import Budget

KEPT_S = 300.0
BOUNDS = Bounds(per_second=50.0, requests=100, seconds=20.0)
"""What looking may cost."""

MOST_TABLES = 90
AT_ONCE = 8


class Named(Protocol):
    """What a table is made of, in the app's words."""

    @property
    def name(self) -> str:
        """The table's name."""
        ...


Part = TypeVar("Part", bound=Named)
Found: TypeAlias = "tuple[Part, Table]"


class Catalogue(Generic[Part]):
    """The tables by what `look` finds, and what each is made of."""

    def __init__(
        self, look: Callable[[], Awaitable[list[Found[Part]]]], schema: Callable[[Iterable[Table]], Schema]
    ) -> None:
        self._look = look
        self._made = schema
        self._schema: Schema | None = None
        self._parts: dict[str, Part] = {}
        self._looked_s = 0.0
        self._lock = anyio.Lock()

    async def schema(self) -> Schema:
        """The schema; what it says is at most a few minutes old."""
        async with self._lock:
            if self._schema is None or time.monotonic() - self._looked_s > KEPT_S:
                found = await self._look()
                self._parts = {part.name: part for part, _ in found}
                self._schema = self._made(table for _, table in found)
                self._looked_s = time.monotonic()
            return self._schema

    def table(self, name: str) -> Table:
        """The table of that name. Raises `SchemaChanged`."""
        if self._schema is None or name not in self._schema.tables:
            raise SchemaChanged(f"{name} is not there any more. Load the page again.")
        return self._schema.tables[name]

    def part(self, name: str) -> Part:
        """What the table of that name is made of. Raises `SchemaChanged`."""
        return self._parts[self.table(name).name]


class CatalogueReader(ABC, Generic[Part]):
    """Reads the rows of what a catalogue holds."""

    def __init__(self, catalogue: Catalogue[Part]) -> None:
        self._catalogue = catalogue

    async def describe(self) -> Schema:
        """What was found by looking."""
        return await self._catalogue.schema()

    def table(self, name: str) -> Table:
        """The whole table, whatever a role sees of it."""
        return self._catalogue.table(name)

    async def rows(self, read: Read, budget: Budget) -> AsyncIterator[Row]:
        """The rows of `read`, as they are told."""
        async for _, raw in self.found(read, budget):
            yield {column.name: told(column, raw[column.name]) for column in read.columns}

    async def found(self, read: Read, budget: Budget) -> AsyncIterator[tuple[object, Row]]:
        """The records of `read`, and all columns of each."""
        require_comparable(read)
        async for one in sliced(self._matching(read, budget), read):
            yield one

    @abstractmethod
    def _matching(self, read: Read, budget: Budget) -> AsyncIterator[tuple[object, Row]]:
        """The same of all pages, in the order of `read`."""


async def looked_at(
    parts: Iterable[Part], look: Callable[[Part], Awaitable[Found[Part] | None]]
) -> list[Found[Part]]:
    """What is found of the first parts of each name, a few at a time."""
    found: list[Found[Part]] = []
    limiter = anyio.CapacityLimiter(AT_ONCE)

    async def take(part: Part) -> None:
        async with limiter:
            one = await look(part)
        if one is not None:
            found.append(one)

    try:
        async with anyio.create_task_group() as tasks:
            for part in list({one.name: one for one in parts}.values())[:MOST_TABLES]:
                tasks.start_soon(take, part)
    except ExceptionGroup as group:
        raise first_of(group) from None
    return found
