"""Running what a source does by name. Callers name it and send values, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from jetway.bridge import render
from jetway.bridge.asked import json_answer
from jetway.bridge.once import key_in
from jetway.bridge.told_operations import told
from jetway.core.errors import UnknownOperation
from jetway.core.run import plan_run
from jetway.json_body import convert
from jetway.sources import RunsOperations

if TYPE_CHECKING:
    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.core.audit import Trail
    from jetway.core.operation import Run
    from jetway.core.query import Row


class Sent(msgspec.Struct, forbid_unknown_fields=True):
    """What an operation is run with. `key`: of the row that it is for."""

    key: str | int | None = None
    parameters: dict[str, Any] = {}


async def list_operations(asked: Asked) -> Response:
    """The operations that the caller may run."""
    asked.require_no_parameters()
    return json_answer(render.array([msgspec.json.encode(one) for one in told(asked.view)]))


async def run_operation(asked: Asked) -> Response:
    """Run one of them, and tell what it answers of a row that the caller may see."""
    asked.require_no_parameters()
    sent = convert(await asked.body(), Sent)
    return json_answer(msgspec.json.encode(await ran(asked, asked.request.path_params["operation"], sent)))


async def ran(asked: Asked, address: str, sent: Sent) -> dict[str, object]:
    """What a run answers: the row, and the table that it is of."""
    key = None if sent.key is None else str(sent.key)
    run = plan_run(asked.view, asked.actor, address, key, sent.parameters, key_in(asked))
    row = await operate(asked, run, asked.trail())
    return {"table": None if row is None else run.operation.answers, "row": row}


async def operate(asked: Asked, run: Run, trail: Trail) -> Row | None:
    """What of the answer's row the caller may see."""
    source = asked.bridge.opened.source
    if not isinstance(source, RunsOperations):
        raise UnknownOperation("There is no such operation.")
    return await source.operate(run, trail)
