"""Planning of runs: an operation by name, and what was sent for it, become one run of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.errors import IdempotencyUnavailable, InvalidInput, Problem
from jetway.core.operation import Run
from jetway.core.parameters import taken
from jetway.core.plan import plan_get
from jetway.core.query import Query, Read
from jetway.core.rules import fill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.directory import Actor
    from jetway.core.operation import Operation
    from jetway.core.view import View


def plan_run(
    view: View, actor: Actor, address: str, key: str | None, sent: Mapping[str, object], once: str = ""
) -> Run:
    """The operation on the row of that key, which must be one that the actor may see.

    Raises `UnknownOperation`, `UnknownRow`, `InvalidInput` for what was sent, and `IdempotencyUnavailable`.
    """
    operation = view.operation(address)
    if (key is None) is bool(operation.table):
        detail = "is required: which row it is for" if operation.table else "is not taken: it is for no row"
        raise InvalidInput(f"key {detail}.", problems=(Problem("/key", "invalid_input", detail),))
    values = taken(operation.parameters, sent, "/parameters")
    return run_of(view, actor, operation, key, values, once)


def run_of(
    view: View, actor: Actor, operation: Operation, key: str | None, values: Mapping[str, object], once: str
) -> Run:
    """The operation with a value for each of its parameters.

    Raises `UnknownRow` and `IdempotencyUnavailable`.
    """
    if once and not operation.once:
        raise IdempotencyUnavailable(
            "This app does not tell requests apart. Send it without Idempotency-Key."
        )
    row = None if key is None else plan_get(view, actor, Query(operation.table), (key,))
    return Run(operation, values, row, _answer(view, actor, operation), once)


def _answer(view: View, actor: Actor, operation: Operation) -> Read | None:
    """What of the answer's row is shown: the columns and the rows that any read of its table shows."""
    if not operation.answers:
        return None
    seen = view[operation.answers]
    return Read(seen.table, seen.table.told, fill(seen.rule, actor), limit=1)
