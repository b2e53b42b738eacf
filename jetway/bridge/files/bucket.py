"""A bucket of files at a storage that speaks S3, each under its id alone."""

from __future__ import annotations

import hashlib
import io
import logging
import re
import tempfile
import uuid
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

import anyio
import httpx2
from anyio import to_thread
from starlette.responses import StreamingResponse

from jetway.bridge.files.part import beyond, part_of
from jetway.bridge.files.s3_signature import NOTHING_SHA256, signed
from jetway.core.errors import StorageUnavailable, UnknownFile
from jetway.core.file_type import HEAD_BYTES, Begun

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.bridge.files.s3_signature import Credentials
    from jetway.bridge.files.thumbnails import Thumbnails

AT_ONCE = 8
LOOK_S = 30.0
"""How long a look at the files of a page may take in all."""

CHUNK_BYTES = 256 * 1024
_PASSED_ON = ("content-length", "content-range", "etag", "last-modified", "accept-ranges")
_BYTES = re.compile(r"[0-9]{1,15}")
_FOUND = frozenset({200, 206})
NOT_THERE = 404
BEYOND = 416
"""What is asked for lies behind the end of the file."""

_EXPECTED = _FOUND | {NOT_THERE, BEYOND}

log = logging.getLogger(__name__)


class Incoming:
    """A file that arrives. It waits on the disk without a name, and is there for nobody until it is kept."""

    def __init__(self, bucket: Bucket, file: IO[bytes]) -> None:
        self.id = str(uuid.uuid4())
        self._bucket = bucket
        self._file = file

    async def write(self, chunk: bytes) -> None:
        """Add to it. Raises `StorageUnavailable`."""
        with _in_our_words():
            await to_thread.run_sync(self._file.write, chunk)

    async def keep(self) -> None:
        """It is whole: put it into the bucket. Raises `StorageUnavailable`."""
        await self._bucket.put(self.id, self._file)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket. `root`: the address of all that is in it, with the prefix and a slash at the end."""

    root: str
    credentials: Credentials
    http: httpx2.AsyncClient

    @asynccontextmanager
    async def incoming(self) -> AsyncIterator[Incoming]:
        """A new file. Raises `StorageUnavailable`."""
        with _in_our_words():
            file = await to_thread.run_sync(tempfile.TemporaryFile)
        try:
            yield Incoming(self, file)
        finally:
            with suppress(OSError):
                file.close()

    async def look(self, ids: Sequence[str]) -> dict[str, Begun]:
        """Those that are there: how they begin, and how large they are."""
        found: dict[str, Begun] = {}
        away: list[StorageUnavailable] = []
        few = anyio.CapacityLimiter(AT_ONCE)

        async def one(id_: str) -> None:
            try:
                async with few, self._answered("GET", id_, {"range": f"bytes=0-{HEAD_BYTES - 1}"}) as answer:
                    if answer.status_code in _FOUND:
                        found[id_] = Begun(await _head(answer), _size(answer))
            except StorageUnavailable as failure:
                away.append(failure)
                tasks.cancel_scope.cancel()

        with _in_our_words(), anyio.fail_after(LOOK_S):
            async with anyio.create_task_group() as tasks:
                for id_ in dict.fromkeys(ids):
                    tasks.start_soon(one, id_)
        if away:
            raise away[0]
        return found

    async def give(self, name: str, request: Request, headers: Mapping[str, str]) -> Response:
        """The file, or the part of it that is asked for, as it comes. Raises `UnknownFile`, `PartBeyond`."""
        part = part_of(request.headers.get("range", ""))
        answer = await self._opened(request.method, name, {"range": part} if part else {})
        if answer.status_code == NOT_THERE:
            await answer.aclose()
            raise UnknownFile("The storage does not hold this file any more.")
        if answer.status_code == BEYOND:
            await answer.aclose()
            size = answer.headers.get("content-range", "").rpartition("/")[2]
            raise beyond(int(size) if _BYTES.fullmatch(size) else None)
        told = {name: answer.headers[name] for name in _PASSED_ON if name in answer.headers}
        return StreamingResponse(_body(answer), answer.status_code, {**told, **headers})

    async def shrunk(self, id_: str, width: int, thumbnails: Thumbnails) -> str:
        """The name of the picture made smaller, which is there. Raises `ImageTooLarge`, `ImageRefused`."""
        name = f"{id_}.{width}"
        async with self._answered("HEAD", name, {}) as answer:
            if answer.status_code in _FOUND:
                return name
        with _in_our_words(), tempfile.TemporaryDirectory() as folder:
            original, smaller = Path(folder, "original"), Path(folder, "smaller")
            await self._fetch(id_, original)
            await thumbnails.shrink(original, smaller, width)
            await self.put(name, io.BytesIO(await anyio.Path(smaller).read_bytes()))
        return name

    async def put(self, name: str, file: IO[bytes]) -> None:
        """Keep what `file` holds under a name. Raises `StorageUnavailable`."""
        with _in_our_words():
            about = await to_thread.run_sync(_about, file)
        async with self._answered("PUT", name, about, _chunks(file)) as answer:
            if answer.status_code not in _FOUND:
                raise _away()

    async def _fetch(self, id_: str, place: Path) -> None:
        async with self._answered("GET", id_, {}) as answer:
            if answer.status_code == NOT_THERE:
                raise UnknownFile("The storage does not hold this file any more.")
            with place.open("wb") as file:
                async for chunk in answer.aiter_raw():
                    await to_thread.run_sync(file.write, chunk)

    @asynccontextmanager
    async def _answered(
        self, method: str, name: str, about: Mapping[str, str], body: AsyncIterator[bytes] | None = None
    ) -> AsyncIterator[httpx2.Response]:
        with _in_our_words():
            answer = await self._opened(method, name, about, body)
            try:
                yield answer
            finally:
                with anyio.CancelScope(shield=True):
                    await answer.aclose()

    async def _opened(
        self, method: str, name: str, about: Mapping[str, str], body: AsyncIterator[bytes] | None = None
    ) -> httpx2.Response:
        """The beginning of an answer, found or not. Raises `StorageUnavailable`."""
        url = urlsplit(f"{self.root}{name}")
        headers = {"host": url.netloc, "accept-encoding": "identity", "x-amz-content-sha256": NOTHING_SHA256}
        sent = signed(self.credentials, method, url.path, {**headers, **about}, datetime.now(UTC))
        with _in_our_words():
            request = self.http.build_request(method, url.geturl(), headers=sent, content=body)
            answer = await self.http.send(request, stream=True)
        if answer.status_code not in _EXPECTED:
            log.warning("The storage of files answers %s with %d.", method, answer.status_code)
            await answer.aclose()
            raise _away()
        return answer


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except (httpx2.HTTPError, OSError) as error:
        raise _away() from error


def _away() -> StorageUnavailable:
    return StorageUnavailable("The storage of files cannot be used right now. Tell who runs the bridge.")


def _about(file: IO[bytes]) -> dict[str, str]:
    """What is told of a file before it is sent: its length, and what it is signed by."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any file will do
    file.seek(0)
    return {"content-length": str(size), "x-amz-content-sha256": digest}


async def _head(answer: httpx2.Response) -> bytes:
    """The first bytes, also of a storage that sends more than was asked for."""
    head = b""
    async for chunk in answer.aiter_raw():
        head += chunk
        if len(head) >= HEAD_BYTES:
            break
    return head[:HEAD_BYTES]


def _size(answer: httpx2.Response) -> int:
    """Of the whole file, where a part was asked for. Raises `StorageUnavailable` where it is not told."""
    told = answer.headers.get("content-range", "").rpartition("/")[2] or answer.headers.get(
        "content-length", ""
    )
    if not _BYTES.fullmatch(told):
        log.warning("The storage of files does not tell how large a file is.")
        raise _away()
    return int(told)


async def _chunks(file: IO[bytes]) -> AsyncGenerator[bytes, None]:
    while chunk := await to_thread.run_sync(file.read, CHUNK_BYTES):
        yield chunk


async def _body(answer: httpx2.Response) -> AsyncGenerator[bytes, None]:
    """What comes, as it comes. One that breaks off never ends as a whole file: its length was told."""
    try:
        async for chunk in answer.aiter_raw():
            yield chunk
    finally:
        with anyio.CancelScope(shield=True):
            await answer.aclose()
