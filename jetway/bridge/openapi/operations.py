"""The operations of a source in the OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from jetway.bridge.openapi.parts import answers, header_parameter, json_body, operation, ref
from jetway.bridge.openapi.schemas import taken
from jetway.core.parameters import as_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.bridge.openapi.schemas import Json
    from jetway.core.operation import Operation, Parameter
    from jetway.core.view import View

ONCE = header_parameter(
    "Idempotency-Key", "A key by which the operation is run once, however often it is sent."
)


def operation_paths(view: View, at: str) -> Json:
    """The paths of what the view's actors may run, under `at`."""
    numbers = {name: number for number, name in enumerate(sorted(view.tables))}
    listed = operation(
        "operations", "Operations that you may run", answers({"type": "array", "items": {"type": "object"}})
    )
    return {at: {"get": listed}} | {
        f"{at}{quote(one.address, safe='')}/": {"post": _run(one, numbers)}
        for one in view.operations.values()
    }


def parameters_schema(parameters: Sequence[Parameter]) -> Json:
    """An object of the values that are sent for parameters."""
    schema: Json = {
        "type": "object",
        "properties": {one.name: taken(as_column(one)) for one in parameters},
        "additionalProperties": False,
    }
    required = [one.name for one in parameters if one.required]
    return schema | ({"required": required} if required else {})


def _run(one: Operation, numbers: dict[str, int]) -> Json:
    row: Json = ref("schemas", f"row_{numbers[one.answers]}") if one.answers else {"type": "null"}
    told: Json = {
        "type": "object",
        "required": ["table", "row"],
        "properties": {"table": {"type": ["string", "null"]}, "row": {"anyOf": [row, {"type": "null"}]}},
    }
    key: Json = {"key": {"type": ["string", "integer"], "description": "The key of the row it is for."}}
    parameters = parameters_schema(one.parameters)
    wanted = [*(["key"] if one.table else []), *(["parameters"] if "required" in parameters else [])]
    body: Json = {
        "type": "object",
        "properties": {**(key if one.table else {}), "parameters": parameters},
        "additionalProperties": False,
    }
    return operation(
        f"run {one.address}",
        one.title,
        answers(told),
        tag=one.table,
        parameters=[ONCE] if one.once else [],
        body=json_body(body | ({"required": wanted} if wanted else {})),
    )
