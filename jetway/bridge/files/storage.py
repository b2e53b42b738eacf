"""Where a bridge keeps files, and what keeping them takes: one thing, opened once."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from weakref import WeakValueDictionary

from anyio import CapacityLimiter

from jetway.bridge.files.bucket import Bucket
from jetway.bridge.files.folder import Folder
from jetway.bridge.files.signing import Signer
from jetway.bridge.files.thumbnails import Thumbnails, can_shrink
from jetway.bridge.grants import remember
from jetway.core.errors import TooManyRequests
from jetway.core.file_type import BINARY, type_of
from jetway.outbound.guard import guarded_client
from jetway.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.bridge.files.s3_signature import Credentials
    from jetway.core.file_type import Begun
    from jetway.core.files import Kept
    from jetway.outbound.reach import Reach

BURST = 100
EVERY_S = 1.0
AT_ONCE = 4
"""How many files one person may send at once; and `BURST` quickly, then one `EVERY_S`."""

KNOWN_S = 3600.0
MOST_KNOWN = 20_000
"""What is kept under an id never changes: for so long the storage is not asked whether it is still there."""

TURNS = 6
"""How many one person may load at once, as many as a browser does. Connections to a bucket are few."""


class Arriving(Protocol):
    """A file that arrives. It is there for nobody until it is kept."""

    id: str

    async def write(self, chunk: bytes) -> None:
        """Add to it. Raises `StorageUnavailable`."""
        ...

    async def keep(self) -> None:
        """It is whole. Raises `StorageUnavailable`."""
        ...


class Storage(Protocol):
    """Where files lie, each under its id alone. It knows nothing of who may have one, nor of its name."""

    def incoming(self) -> AbstractAsyncContextManager[Arriving]:
        """A new file. What was not kept at the end is removed. Raises `StorageUnavailable`."""
        ...

    async def look(self, ids: Sequence[str]) -> dict[str, Begun]:
        """Those that are there: how they begin, and how large they are."""
        ...

    async def give(self, name: str, request: Request, headers: Mapping[str, str]) -> Response:
        """The file of a name, or the part of it that is asked for. Raises `UnknownFile`, `PartBeyond`."""
        ...

    async def shrunk(self, id_: str, width: int, thumbnails: Thumbnails) -> str:
        """The name of the picture made smaller, which is there.

        Raises `UnknownFile`, `ImageTooLarge`, `ImageRefused`.
        """
        ...


@dataclass(frozen=True, slots=True)
class Bucketed:
    """A bucket: the address of all that is in it, what requests are signed with, and where they may go."""

    root: str
    credentials: Credentials
    reach: Reach


@dataclass(frozen=True, slots=True)
class Looked:
    """A file as it is now. `size`: in bytes."""

    kept: Kept
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a bridge, none larger than `most_bytes`. `thumbnails`: what makes pictures smaller."""

    storage: Storage
    most_bytes: int
    signer: Signer
    thumbnails: Thumbnails | None
    pace: Throttle = field(default_factory=partial(Throttle, BURST, EVERY_S, time.monotonic))
    sending: Counter[str] = field(default_factory=Counter)
    _turns: WeakValueDictionary[str, CapacityLimiter] = field(default_factory=WeakValueDictionary)
    _known: OrderedDict[Kept, tuple[float, Looked]] = field(default_factory=OrderedDict)

    @contextmanager
    def one_more(self, person: str) -> Iterator[None]:
        """Room for a file that `person` sends. Raises `TooManyRequests`."""
        self.pace.take(person)
        if self.sending[person] >= AT_ONCE:
            raise TooManyRequests(f"You send {AT_ONCE} files already. Wait for one of them.", retry_after_s=1)
        self.sending[person] += 1
        try:
            yield
        finally:
            self.sending[person] -= 1
            if not self.sending[person]:
                del self.sending[person]

    def turns(self, person: str) -> CapacityLimiter:
        """What a file waits for that `person` loads: who reads slowly keeps nobody else waiting."""
        return self._turns.setdefault(person, CapacityLimiter(TURNS))

    async def looked(self, those: Iterable[Kept]) -> list[Looked]:
        """Those of the files that are there, or were `KNOWN_S` ago."""
        wanted, now_s = dict.fromkeys(those), time.monotonic()
        kept = {one: self._known[one] for one in wanted if one in self._known}
        found = {one: looked for one, (until_s, looked) in kept.items() if until_s > now_s}
        asked = [one for one in wanted if one not in found]
        there = await self.storage.look([one.id for one in asked]) if asked else {}
        for one in asked:
            if (begun := there.get(one.id)) is not None:
                found[one] = Looked(one, type_of(begun.head, one.name) or BINARY, begun.size)
                self.know(found[one])
        return [found[one] for one in wanted if one in found]

    def know(self, file: Looked) -> None:
        """Remember what the file is."""
        remember(self._known, file.kept, (time.monotonic() + KNOWN_S, file), MOST_KNOWN)


@asynccontextmanager
async def opened_files(place: Path | Bucketed, most_bytes: int, key: bytes) -> AsyncIterator[Files]:
    """The files of a folder, or of a bucket. Raises `BadSource`. `key`: the host's."""
    thumbnails = Thumbnails() if can_shrink() else None
    if isinstance(place, Path):
        folder = Folder(place)
        folder.open()
        yield Files(folder, most_bytes, Signer(key), thumbnails)
        return
    async with guarded_client(place.reach) as http:
        yield Files(Bucket(place.root, place.credentials, http), most_bytes, Signer(key), thumbnails)
