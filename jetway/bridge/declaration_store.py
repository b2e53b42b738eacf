"""What people declared of a source that it does not know itself: relations, and columns that hold files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import anyio
import msgspec

from jetway.core.files import DeclaredFile
from jetway.core.schema import Declared

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.bridge.records import Records

Some = TypeVar("Some")


class DeclarationStore(Generic[Some]):
    """All `type_` of one source, whichever bridge they were declared at. `name`: of the record of them."""

    def __init__(self, records: Records, type_: type[Some], name: str) -> None:
        self._records = records
        self._name = name
        self._type = tuple[type_, ...]  # type: ignore[valid-type]  # a type as a value
        self._lock = anyio.Lock()

    async def load(self) -> tuple[Some, ...]:
        """What was declared, in order."""
        found = await self._records.load(self._name)
        return () if found is None else msgspec.json.decode(found, type=self._type)

    async def change(self, change: Callable[[tuple[Some, ...]], tuple[Some, ...]]) -> None:
        """Keep what `change` makes of what is there, one at a time."""
        async with self._lock:
            await self._records.save(self._name, msgspec.json.encode(change(await self.load())))


@dataclass(frozen=True, slots=True)
class Declarations:
    """All that was declared of one source."""

    relations: DeclarationStore[Declared]
    files: DeclarationStore[DeclaredFile]

    async def forget(self) -> None:
        """Let go of it, as the source is removed."""
        await self.relations.change(lambda _: ())
        await self.files.change(lambda _: ())


def declarations(records: Records, source: str = "") -> Declarations:
    """Where those of a source are kept; "" is the first of the bridge."""
    behind = f"_{source}" if source else ""
    return Declarations(
        DeclarationStore(records, Declared, f"relations{behind}"),
        DeclarationStore(records, DeclaredFile, f"file_columns{behind}"),
    )
