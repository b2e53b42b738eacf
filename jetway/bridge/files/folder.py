"""A folder of files, each under its id alone. It knows nothing of who may have one, nor of its name."""

from __future__ import annotations

import os
import time
import uuid
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import IO, TYPE_CHECKING

import anyio
from anyio import to_thread
from starlette.responses import FileResponse

from jetway.bridge.files.part import part_of, within
from jetway.core.errors import BadSource, StorageUnavailable, UnknownFile
from jetway.core.file_type import HEAD_BYTES, Begun

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from jetway.bridge.files.thumbnails import Thumbnails

INCOMING = "incoming"
UNFINISHED_S = 24 * 3600
"""What arrives takes minutes: what is older than this was left behind by a process that was killed."""

BUFFER_BYTES = 1024 * 1024


class Incoming:
    """A file that arrives. It is there for nobody until it is kept."""

    def __init__(self, file: IO[bytes], path: Path, place: Path) -> None:
        self.id = place.name
        self._file = file
        self._path = path
        self._place = place

    async def write(self, chunk: bytes) -> None:
        """Add to it. Raises `StorageUnavailable`."""
        with _in_our_words():
            await to_thread.run_sync(self._file.write, chunk)

    async def keep(self) -> None:
        """It is whole: on the disk, and under its id. Raises `StorageUnavailable`."""
        with _in_our_words():
            await to_thread.run_sync(self._keep)

    def _keep(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._place.parent.mkdir(exist_ok=True, mode=0o700)
        self._path.replace(self._place)


class _Part(FileResponse):
    """A file, or the part of it that is named here and not by the header, which may make no sense."""

    def __init__(self, place: Path, part: str, headers: Mapping[str, str]) -> None:
        super().__init__(place, headers=headers)
        self._part = [(b"range", part.encode())] if part else []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give it."""
        others = [header for header in scope["headers"] if header[0] != b"range"]
        await super().__call__({**scope, "headers": [*others, *self._part]}, receive, send)


class Folder:
    """The folder. Replicas of a bridge share it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def open(self) -> None:
        """Make it where it is missing, and let go of what never arrived whole. Raises `BadSource`."""
        incoming = self._root / INCOMING
        try:
            incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
            _remove_unfinished(incoming)
        except OSError as error:
            raise BadSource(
                f"The folder for files, {self._root}, cannot be used: {error.strerror}."
            ) from None

    @asynccontextmanager
    async def incoming(self) -> AsyncIterator[Incoming]:
        """A new file. What was not kept at the end is removed. Raises `StorageUnavailable`."""
        id_ = str(uuid.uuid4())
        path = self._root / INCOMING / id_
        with _in_our_words():
            file = await to_thread.run_sync(_created, path)
        try:
            yield Incoming(file, path, self.place(id_))
        finally:
            # No await: nothing may come between, also where whoever sends has left.
            with suppress(OSError):
                path.unlink()
            with suppress(OSError):
                file.close()

    def place(self, name: str) -> Path:
        """Where the file of that name is, or would be: an id, or an id and a width."""
        return self._root / name[:2] / name

    async def look(self, ids: Sequence[str]) -> dict[str, Begun]:
        """Those that are there: how they begin, and how large they are."""
        return await to_thread.run_sync(self._looked, ids)

    async def give(self, name: str, request: Request, headers: Mapping[str, str]) -> Response:
        """The file, or the part of it that is asked for. Raises `UnknownFile`, `PartBeyond`."""
        place = self.place(name)
        await _require(place)
        part = part_of(request.headers.get("range", ""))
        if part:
            part = within(part, (await anyio.Path(place).stat()).st_size)
        return _Part(place, part, headers)

    async def shrunk(self, id_: str, width: int, thumbnails: Thumbnails) -> str:
        """The name of the picture made smaller, which is there.

        Raises `UnknownFile`, `ImageTooLarge`, `ImageRefused`.
        """
        name = f"{id_}.{width}"
        if not await anyio.Path(self.place(name)).is_file():
            await _require(self.place(id_))
            await thumbnails.shrink(self.place(id_), self.place(name), width)
        return name

    def _looked(self, ids: Sequence[str]) -> dict[str, Begun]:
        found = {}
        for id_ in ids:
            with suppress(OSError), self.place(id_).open("rb") as file:
                found[id_] = Begun(file.read(HEAD_BYTES), os.fstat(file.fileno()).st_size)
        return found


async def _require(place: Path) -> None:
    if not await anyio.Path(place).is_file():
        raise UnknownFile("The storage does not hold this file any more.")


def _remove_unfinished(incoming: Path) -> None:
    for left in incoming.iterdir():
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > UNFINISHED_S:
                left.unlink()


def _created(path: Path) -> IO[bytes]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "wb", buffering=BUFFER_BYTES)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageUnavailable(
            "The file cannot be kept: the storage is full, or not there. Tell who runs the bridge."
        ) from error
