"""The answer to an import: a file becomes new and changed rows, all of them or none."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import aclosing
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import IO, TYPE_CHECKING, Any, NoReturn, TypeVar

import msgspec
from anyio import to_thread
from starlette.responses import Response

from jetway import problem
from jetway.bridge import once
from jetway.bridge.asked import json_answer
from jetway.bridge.patience import answered
from jetway.bridge.still_allowed import still_allowed
from jetway.bridge.transfer.fitting import fitted
from jetway.bridge.transfer.formats import READERS
from jetway.bridge.transfer.parameters import import_request
from jetway.bridge.transfer.preview import first_lines
from jetway.core.audit import Way
from jetway.core.change import pointer
from jetway.core.errors import (
    BodyTooLarge,
    Failure,
    IdempotencyUnavailable,
    ImportRefused,
    ImportStopped,
    NotAllowed,
    Problem,
    RightEnded,
    UnsupportedMediaType,
)
from jetway.core.load import LineProblem, Outcome, check_allowed, plan_load
from jetway.sources import Loads

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.types import Receive, Scope, Send

    from jetway.bridge.asked import Asked
    from jetway.bridge.still_allowed import Look
    from jetway.bridge.transfer.formats import Reader
    from jetway.bridge.transfer.parameters import ImportRequest

Done = TypeVar("Done")

IN_MEMORY = 1024 * 1024
"""A larger file waits on the disk."""

PROGRESS_S = 1.0
WORKING = 0.9
"""Of the time that an import may take, what it may work; the rest is to tell how far it came."""
NDJSON = "application/x-ndjson"


async def import_rows(asked: Asked) -> Response:
    """What became of the file, or of a try with it; as NDJSON also how it goes. A preview: how it begins."""
    look = await still_allowed(asked)
    wanted = import_request(asked.table, asked.parameters())
    check_allowed(asked.view, wanted.wanted)
    key = _once(asked)
    media_type = asked.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    reader = READERS.get(media_type)
    if reader is None:
        raise UnsupportedMediaType(f"Send the file with its Content-Type: {', '.join(READERS)}.")
    file = await _spooled(asked)
    if wanted.preview:
        with file:
            return json_answer(
                msgspec.json.encode(await to_thread.run_sync(first_lines, reader, file, wanted))
            )
    work = Work(asked, wanted, reader, file, look, key)
    if NDJSON in asked.request.headers.get("accept", ""):
        return Progress(work)
    done = await work.watched(work.run(), asked.request.receive)
    return Response(status_code=499) if done is None else json_answer(msgspec.json.encode(done))


def _once(asked: Asked) -> str:
    """A key for a source that makes rows once by itself; "" where none was sent.

    Raises `InvalidParameter` and `IdempotencyUnavailable`.
    """
    table = asked.view[asked.table].table
    if table.atomic:  # a file that broke off has done nothing
        once.refuse(asked)
    key = once.key_in(asked)
    if key and not table.once:
        raise IdempotencyUnavailable(
            "This app does not tell requests apart. Send the file without Idempotency-Key: where the import"
            " stops, the answer says at which line it goes on. Or match its rows, with _mode=both."
        )
    return key


@dataclass(frozen=True, slots=True)
class Work:
    """One import. `run` it once: it closes the file. `once`: the key by which each new row is made once."""

    asked: Asked
    wanted: ImportRequest
    reader: Reader
    file: IO[bytes]
    look: Look
    once: str
    outcome: Outcome = field(default_factory=Outcome)

    async def watched(self, doing: Coroutine[Any, Any, Done], receive: Receive) -> Done | None:
        """What `doing`, which runs the work, returns; `None` for a client that left.

        Raises `RightEnded` where whoever began it may not do it any longer.
        """
        try:
            return await answered(doing, receive, self.asked.bridge.limits.export_s, self._look)
        except RightEnded as ended:
            raise _ended(self.outcome, ended) from None

    async def _look(self) -> None:
        """From when it is stored on, it is done by the right that it began with."""
        try:
            await self.look()
        except Failure:
            if not self.outcome.storing:
                raise

    async def run(self) -> dict[str, object]:
        """Do it; what is to be told of it. Raises `ImportRefused` where lines are wrong."""
        asked, wanted, outcome = self.asked, self.wanted, self.outcome
        source = asked.bridge.opened.source
        if not isinstance(source, Loads):
            raise NotAllowed(f"{asked.table} takes no imports.")
        with self.file:
            await self.look()  # the file may have been long on its way
            sheet = await to_thread.run_sync(self.reader, self.file, wanted)
            if not sheet.names:
                return _told(outcome) | {"ignored": []}
            plan = plan_load(asked.view, asked.actor, wanted.wanted, sheet.names)
            load = replace(plan.load, seconds=asked.bridge.limits.export_s * WORKING, once=self.once)
            later = replace(sheet, lines=(line for line in sheet.lines if line[0] >= wanted.from_line))
            async with aclosing(fitted(source, plan, later, wanted.zone, outcome)) as lines:
                await source.load(load, lines, outcome, asked.trail(Way.IMPORT))
        told = _told(outcome) | {"ignored": plan.ignored}
        if outcome.stopped:
            raise _stopped(outcome, told, *outcome.stopped)
        if outcome.wrong and not (plan.load.dry_run or plan.load.skip_errors):
            raise _refused(outcome, told)
        return told


def _told(outcome: Outcome) -> dict[str, object]:
    return {
        "lines": outcome.lines,
        "add": outcome.added,
        "update": outcome.updated,
        "unchanged": outcome.unchanged,
        "errors": len(outcome.wrong),
        "problems": [asdict(found) for found in outcome.problems],
        "stopped": outcome.stopped and {"line": outcome.stopped[0], "detail": outcome.stopped[1]},
    }


def _refused(outcome: Outcome, told: dict[str, object]) -> Failure:
    return ImportRefused(
        f"{len(outcome.wrong)} lines are wrong, hence nothing was imported. Correct them, or skip them with"
        " _skip_errors=1.",
        problems=tuple(Problem(_pointer(found), found.code, found.detail) for found in outcome.problems),
        members={"result": told},
    )


def _stopped(outcome: Outcome, told: dict[str, object], line: int, why: str) -> Failure:
    return ImportStopped(
        f"Line {line}: {why} What the lines before it have done stays done. Import the rest with"
        f" _from_line={line}.",
        problems=tuple(Problem(_pointer(found), found.code, found.detail) for found in outcome.problems),
        members={"result": told},
    )


def _ended(outcome: Outcome, ended: RightEnded) -> Failure:
    if outcome.stopped is None:
        return RightEnded(f"{ended.detail} Nothing was imported.")
    line, _ = outcome.stopped
    outcome.stopped = line, ended.detail
    said = f"Line {line}: {ended.detail} What the lines before it have done stays done."
    return RightEnded(said, members={"result": _told(outcome)})


def _pointer(found: LineProblem) -> str:
    return f"/{found.line}{pointer(found.column) if found.column else ''}"


class Progress(Response):
    """Lines of NDJSON: how far it is, every second; the last one has the `result`, or the `problem`."""

    def __init__(self, work: Work) -> None:
        super().__init__(media_type=NDJSON, headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._work = work

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Do the work, and tell of it. A reader that leaves ends it, and nothing stays done."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        try:
            if await self._work.watched(self._lines(send), receive) is None:
                return
        except Failure as failure:
            said = problem.document(failure, self._work.asked.request.url.path)
            await _send_line(send, {"problem": said})
        await send({"type": "http.response.body", "body": b""})

    async def _lines(self, send: Send) -> bool:
        work = asyncio.ensure_future(self._work.run())
        try:
            while not (await asyncio.wait([work], timeout=PROGRESS_S))[0]:
                found = self._work.outcome
                done = found.added + found.updated + found.unchanged
                await _send_line(send, {"lines": found.lines, "done": done, "errors": len(found.wrong)})
            await _send_line(send, {"result": await work})
        finally:
            work.cancel()
            await asyncio.wait([work])
        return True


async def _send_line(send: Send, line: dict[str, object]) -> None:
    body = msgspec.json.encode(line) + b"\n"
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _spooled(asked: Asked) -> IO[bytes]:
    """The body, in a file of its own. Raises `BodyTooLarge`."""
    most = asked.bridge.import_bytes
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the work closes it
    size = 0
    try:
        async for chunk in asked.request.stream():
            size += len(chunk)
            if size > most:
                _too_large(most)
            await to_thread.run_sync(partial(file.write, chunk))
    except BaseException:
        file.close()
        raise
    return file


def _too_large(most: int) -> NoReturn:
    raise BodyTooLarge(f"The file is larger than {most} bytes. Import it in parts.")
