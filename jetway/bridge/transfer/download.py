"""The answer to an export: a file of every row that the same query lists, sent as it is read."""

from __future__ import annotations

import logging
import re
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from anyio import to_thread
from starlette.responses import Response

from jetway.bridge.far.columns import far_cells, with_others
from jetway.bridge.far.crossing import crossed
from jetway.bridge.pages import CAP, number_of
from jetway.bridge.patience import answered
from jetway.bridge.still_allowed import still_allowed
from jetway.bridge.transfer.formats import FORMATS
from jetway.bridge.transfer.lines import Lines, buildable, lines_of
from jetway.bridge.transfer.parameters import export_request
from jetway.core import zones
from jetway.core.audit import Action, Way
from jetway.core.errors import Failure
from jetway.core.export import as_selected, cells, plan_export
from jetway.core.expr import TRUE

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from starlette.types import Receive, Scope, Send

    from jetway.bridge.asked import Asked
    from jetway.bridge.far.crossing import Beside
    from jetway.bridge.still_allowed import Look
    from jetway.bridge.transfer.formats import Writer
    from jetway.core.export import Cell, Export
    from jetway.sources import Source

_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_log = logging.getLogger("jetway.http")


async def export_rows(asked: Asked) -> Response:
    """The file. Its first rows are there before anything is sent, so that a refusal can still be told."""
    asked.require_own_view()
    look = await still_allowed(asked)
    wanted = export_request(asked.table, asked.parameters())
    query, others = await crossed(asked, wanted.query)
    export = plan_export(asked.view, asked.actor, query)
    far = tuple(far_cells(asked, others))
    opened, limits = asked.bridge.opened, asked.bridge.limits
    export = buildable(opened.source, export)
    file = FORMATS[wanted.format]
    if file.flat:
        zones.require_named(wanted.query.zone, known=False)
    columns = _columns(export, others, far, wanted.query.select) if file.flat else ()
    writer = file.writer(wanted, columns)
    headers = {
        "Content-Type": file.media_type,
        "Content-Disposition": attachment(asked.table, wanted.format),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        **await _size(opened.source, export),
    }
    told = {"format": wanted.format, "filter": asked.request.url.query}
    await asked.note(Action.EXPORT, Way.EXPORT, asked.table, told)
    bring = partial(with_others, asked, others) if far else None
    batches = lines_of(opened, export, Lines(columns, writer.form, bring), limits.exports)
    first: list[bytes] = await anext(batches, [])
    return Download(headers, File(writer, first, batches), look, limits.export_s)


def _columns(
    export: Export, others: Beside, far: Sequence[Cell], select: Sequence[str] | None
) -> Sequence[Cell]:
    """Those of the table without what was not asked for, and those of other sources."""
    unasked = {one.brought.far.column.name for one in others.bringing if one.brought.unasked}
    own = [cell for cell in cells(export.shown, None) if cell.name not in unasked]
    return as_selected([*own, *far], select)


def attachment(table: str, ending: str) -> str:
    """A `Content-Disposition` (RFC 6266) that names the file after the table and the day."""
    stem = _NOT_IN_A_NAME.sub("_", table).strip(". ") or "export"
    name = f"{stem}-{datetime.now(UTC).date()}.{ending}"
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace("%", "_")
    encoded = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'attachment; filename="{plain}"{encoded}'


@dataclass(frozen=True, slots=True)
class File:
    """A file about to be sent: its first lines, and where the others come from."""

    writer: Writer
    first: Sequence[bytes]
    batches: AsyncGenerator[list[bytes], None]


class Download(Response):
    """Sends as fast as the reader reads. A file that cannot be finished breaks off, and never looks whole.

    So does one whose reader may not have it any longer.
    """

    def __init__(self, headers: dict[str, str], file: File, look: Look, within_s: float) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._file = file
        self._look = look
        self._within_s = within_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it. What goes wrong from here on can only be logged: the status is out."""
        try:
            async with aclosing(self._file.batches):
                await answered(self._sent(send), receive, self._within_s, self._look)
        except Failure as failure:
            _log.warning("%s export broken off: %s", scope.get("jetway.request_id", "-"), failure.code)

    async def _sent(self, send: Send) -> None:
        writer = self._file.writer
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        head = writer.head() + (await _made(writer, self._file.first) if self._file.first else b"")
        await send({"type": "http.response.body", "body": head, "more_body": True})
        async for lines in self._file.batches:
            await send({"type": "http.response.body", "body": await _made(writer, lines), "more_body": True})
        await send({"type": "http.response.body", "body": writer.tail()})


async def _made(writer: Writer, lines: Sequence[bytes]) -> bytes:
    return await to_thread.run_sync(writer.rows, lines) if writer.busy else writer.rows(lines)


async def _size(source: Source, export: Export) -> dict[str, str]:
    """About how many rows there will be, where that costs little, and how many there can be."""
    most = {} if export.most is None else {"Jetway-Rows-Limit": str(export.most)}
    if export.count is None:
        return most
    rows = export.count.table.rows if export.count.where == TRUE else None
    if rows is None:
        rows = await number_of(source, export.count, CAP + 1)
        if rows > CAP:
            return most
    return {"Jetway-Rows-Estimate": str(min(rows, export.most or rows)), **most}
