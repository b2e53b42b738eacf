"""Reading the audit: pages of it, and files."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from jetway.bridge import parse
from jetway.bridge.asked import json_answer
from jetway.bridge.still_allowed import still_allowed
from jetway.bridge.transfer.download import Download, File, attachment
from jetway.bridge.transfer.formats import FORMATS
from jetway.bridge.transfer.formulas import guarded
from jetway.bridge.transfer.parameters import ExportRequest, choice, export_request
from jetway.core.audit import Action, Way, key_of, moment_text
from jetway.core.audit_view import ruled, shown
from jetway.core.errors import Failure, InvalidParameter
from jetway.core.export import Cell
from jetway.core.expr import Compare, Op, both, leaves
from jetway.core.plan import plan_list, where_of
from jetway.core.policy import MANAGERS
from jetway.core.query import Query
from jetway.core.schema import Column, Type

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Mapping, Sequence

    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.bridge.audit_store import SourceAudit
    from jetway.core.audit import Line
    from jetway.core.expr import Predicate

PER_PAGE = 50
MOST_PER_PAGE = 500
SCANNED = 5000
"""So many lines are looked at for one page; what is not to be seen makes it shorter."""

AT_ONCE = 500
_EQUAL = {"person": "actor", "key": "row_key", "action": "action", "way": "way"}
_WORDS = {"action": tuple(Action), "way": tuple(Way)}
_CELLS = ("id", "at", "actor", "name", "role", "way", "action", "table", "key", "details")


async def list_events(asked: Asked) -> Response:
    """A page of the audit, newest first."""
    return await page(asked, asked.parameters())


async def page(asked: Asked, sent: parse.Parameters, also: Predicate | None = None) -> Response:
    """A page of the events that the parameters name and that satisfy `also`."""
    rest = dict(sent)
    per_page = _whole(rest, "_per_page", PER_PAGE)
    if not 1 <= per_page <= MOST_PER_PAGE:
        raise InvalidParameter(f"_per_page takes 1 to {MOST_PER_PAGE}.")
    behind = _whole(rest, "_cursor", 0)
    seen = Seen(asked, both(also, _where(asked, rest)), behind)
    found: list[dict[str, object]] = []
    while len(found) < per_page and seen.scanned < SCANNED and not seen.ended:
        found += await seen.more(per_page - len(found))
    after = None if seen.ended else str(seen.behind)
    return json_answer(msgspec.json.encode({"results": found, "next": after}))


async def export_events(asked: Asked) -> Response:
    """The whole audit, as far as it may be seen, as a file."""
    asked.require_own_view()
    look = await still_allowed(asked)
    sent = asked.parameters()
    form = choice(sent, "_format", ("ndjson", "csv"))
    seen = Seen(asked, _where(asked, {name: sent[name] for name in sent if name != "_format"}), 0)
    await asked.note(Action.EXPORT, Way.EXPORT, "", {"format": form, "of": "audit"})
    cells = [Cell((name,), Column(name, Type.TEXT, "", number)) for number, name in enumerate(_CELLS)]
    wanted = ExportRequest(Query(""), form, bom=False, delimiter=",", guarded=True)
    batches = _batches(seen, _csv_line if form == "csv" else msgspec.json.encode)
    headers = {
        "Content-Type": FORMATS[form].media_type,
        "Content-Disposition": attachment("audit", form),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    file = File(FORMATS[form].writer(wanted, cells), await anext(batches, []), batches)
    return Download(headers, file, look, asked.bridge.limits.export_s)


@dataclass
class Seen:
    """The events that somebody may see, newest first, a few at a time. `behind`: the last one looked at."""

    asked: Asked
    where: Predicate
    behind: int
    scanned: int = 0
    ended: bool = False

    async def more(self, wanted: int) -> list[dict[str, object]]:
        """Up to `wanted` of the next ones; fewer where some of those looked at are not to be seen."""
        kept, view = self.asked.bridge.audit, self.asked.view
        older = Compare(kept.column("number"), Op.LT, self.behind) if self.behind else None
        lines = [line async for line in kept.lines(both(self.where, older), wanted)]
        self.scanned += len(lines)
        self.ended = len(lines) < wanted
        if lines:
            self.behind = lines[-1].number
        there = await _rows_there(self.asked, [line for line in lines if ruled(view, line)])
        told = [
            shown(view, line)
            for line in lines
            if not ruled(view, line) or (line.table_name, line.row_key) in there
        ]
        return [_with_filter_to_tell(self.asked, event) for event in told if event is not None]


def _with_filter_to_tell(asked: Asked, event: dict[str, object]) -> dict[str, object]:
    """The event, without a filter that names or compares what may be hidden behind a relation."""
    if "filter" not in event or (asked.actor.role in MANAGERS and asked.grant.scope.tables is None):
        return event
    name, said = str(event["table"]), str(event["filter"])
    try:
        query = export_request(name, parse.parameters(said.encode())).query
        plan_list(asked.view, asked.actor, query)
        own = leaves(where_of(asked.view, asked.view[name], asked.actor, query))
        if all(isinstance(one, Compare) for one in own):
            return event
    except Failure:  # it names what is not there, for them or any more
        pass
    return {part: value for part, value in event.items() if part != "filter"}


async def _rows_there(asked: Asked, lines: Sequence[Line]) -> set[tuple[str, str]]:
    """The tables and keys of those of the lines whose row satisfies the rule of whoever asks."""
    keys: dict[str, dict[str, None]] = {}
    for line in lines:
        keys.setdefault(line.table_name, {})[line.row_key] = None
    found: set[tuple[str, str]] = set()
    for name, texts in keys.items():
        table = asked.view[name].table
        parts = tuple(part for text in texts if text for part in parse.key(text))
        if not table.key or not parts:
            continue
        plan = plan_list(asked.view, asked.actor, Query(name, keys=parts, limit=len(texts)))
        read = replace(plan.read, columns=table.key_columns, expand=())
        rows = [row async for row in asked.bridge.opened.source.read(read)]
        found |= {(name, key_of(table, row)) for row in rows}
    return found


async def _batches(
    seen: Seen, line: Callable[[dict[str, object]], bytes]
) -> AsyncGenerator[list[bytes], None]:
    while not seen.ended:
        found = await seen.more(AT_ONCE)
        if found:
            yield [line(event) for event in found]


def _csv_line(event: Mapping[str, object]) -> bytes:
    """One line; a text that a spreadsheet would run gets an apostrophe in front."""
    actor = event["actor"]
    assert isinstance(actor, dict)
    rest = {name: value for name, value in event.items() if name not in _CELLS}
    details = msgspec.json.encode(rest).decode()
    cells = {**event, "actor": actor["id"], "name": actor["name"], "role": actor["role"], "details": details}
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="")
    told = [cells[name] for name in _CELLS]
    writer.writerow([guarded(one) if isinstance(one, str) else one for one in told])
    return out.getvalue().encode()


def _where(asked: Asked, sent: parse.Parameters) -> Predicate:
    """The conditions that parameters name. Raises `InvalidParameter`."""
    return both(*[_condition(asked.bridge.audit, name, texts[-1]) for name, texts in sent.items()])


def _condition(kept: SourceAudit, name: str, text: str) -> Predicate:
    if name in _WORDS and text not in _WORDS[name]:
        raise InvalidParameter(f"{name} takes one of {', '.join(_WORDS[name])}.")
    if name == "table":
        return kept.of_table(text)
    if name in _EQUAL:
        return Compare(kept.column(_EQUAL[name]), Op.EQ, text)
    if name in ("from", "to"):
        op = Op.GTE if name == "from" else Op.LT
        return Compare(kept.column("at"), op, _moment(name, text))
    raise InvalidParameter(
        f"The audit takes no parameter {name!r}. It takes table, {', '.join(_EQUAL)}, from, to."
    )


def _moment(name: str, text: str) -> str:
    """As a line has it; UTC where no offset was sent."""
    try:
        moment = datetime.fromisoformat(text)
        return moment_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise InvalidParameter(f"{name} takes a date and time: 2026-11-21T10:00:00Z.") from None


def _whole(sent: parse.Parameters, name: str, default: int) -> int:
    """A number, taken out of `sent`."""
    text = sent.pop(name, [""])[-1]
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        raise InvalidParameter(f"{name} takes a number.")
    return int(text)
