"""Running the operations that an app's description tells of."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import msgspec

from jetway.core.audit import Action, Event, key_of
from jetway.core.errors import AppChanged, UnknownRow
from jetway.core.expr import TRUE
from jetway.core.finish import matches
from jetway.sources.rest.faults import PLACEHOLDER
from jetway.sources.rest.foreseen import noted, told_row
from jetway.sources.rest.record import at, form, put, sent, text
from jetway.sources.rest.request import Call

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.audit import Trail
    from jetway.core.operation import Operation, Run
    from jetway.core.query import Read, Row
    from jetway.sources.keeping import TakesEvents
    from jetway.sources.rest.doing import Doing
    from jetway.sources.rest.reading import Reader
    from jetway.sources.rest.session import Budget, Session
    from jetway.sources.rest.spec import Connector


class Operator:
    """Runs operations of one app, each with a key by which it is done once."""

    def __init__(self, connector: Connector, session: Session, reader: Reader) -> None:
        self._connector = connector
        self._session = session
        self._reader = reader

    async def run(self, run: Run, trail: Trail, keeper: TakesEvents | None) -> Row | None:
        """What of the answer is to be shown. Raises `UnknownRow`, and what a refusal means.

        It is noted before; where the app refused it, that is noted behind.
        """
        budget = self._session.budget()
        raw = None if run.row is None else await self._current(run.row, budget)
        way = doing_of(self._connector, run.operation)
        call = operating(way, self._key(run.operation, raw), run.values, run.once or str(uuid.uuid4()))
        async with noted(keeper, _event(run, trail, raw)):
            heard = await self._session.ask(call, budget)
        return None if run.answer is None else self._shown(run.answer, at(heard.body, way.record))

    def _key(self, operation: Operation, raw: Row | None) -> dict[str, object]:
        """The key by its name, as placeholders call it."""
        if raw is None:
            return {}
        name = self._connector.collections[operation.table].key
        return {name: raw[name]}

    async def _current(self, read: Read, budget: Budget) -> Row:
        async for _, raw in self._reader.found(read, budget):
            return raw
        raise UnknownRow(f"{read.table.name} has no such row.")

    def _shown(self, answer: Read, record: object) -> Row | None:
        """Done is done: an answer in another shape than described must not look like a failure."""
        with suppress(AppChanged):
            raw = self._reader.raw[answer.table.name](record)
            if answer.where == TRUE or matches(answer.where, raw):
                return told_row(answer.columns, raw)
        return None


def doing_of(connector: Connector, operation: Operation) -> Doing:
    """What the description says of it."""
    owner = connector.collections[operation.table] if operation.table else connector
    return owner.operations[operation.name]


def operating(way: Doing, key: Mapping[str, object], values: Mapping[str, object], once: str) -> Call:
    """The request that runs an operation. A value that was not sent is left out."""
    placed = {name: str(value) for name, value in key.items()}
    params: list[tuple[str, str]] = []
    keys = {f"{{{name}}}": value for name, value in key.items()}
    body: dict[str, object] = {name: keys.get(str(said), said) for name, said in way.also.items()}
    for name, value in values.items():
        one = way.parameters[name]
        if value is None:
            continue
        match one.place:
            case "path":
                placed[name] = text(one, value)
            case "query":
                params.append((one.sent or name, text(one, value)))
            case "body":
                put(body, one.sent or name, sent(one, value))
    target = _filled(way.path, placed)
    if not body:
        return Call(way.method, target, tuple(params), once=once)
    if way.body == "form":
        content, media_type = urlencode(form(body)).encode(), "application/x-www-form-urlencoded"
    else:
        content, media_type = msgspec.json.encode(body), "application/json"
    return Call(way.method, target, tuple(params), content, media_type, once)


def _filled(path: str, values: Mapping[str, str]) -> str:
    """The path with the values in it, none of which can lead elsewhere. Raises `UnknownRow`."""
    if any(value in ("", ".", "..") for value in values.values()):
        raise UnknownRow("There is no such row.")
    return PLACEHOLDER.sub(lambda found: quote(values[found[1]], safe=""), path)


def _event(run: Run, trail: Trail, raw: Row | None) -> Event:
    one = run.operation
    secret = {parameter.name for parameter in one.parameters if parameter.secret}
    given = {name: value for name, value in run.values.items() if value is not None}
    details: dict[str, object] = {
        "operation": one.name,
        "parameters": {name: value for name, value in given.items() if name not in secret},
    }
    if trail.endpoint:
        details["endpoint"] = trail.endpoint
    if hidden := sorted(secret & given.keys()):
        details["secret"] = hidden
    key = "" if raw is None else key_of(trail.table(one.table), raw)
    return Event(trail.author, Action.RUN, one.table, key, details)
