"""Changes of tables and columns in the OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.openapi.parts import answers, json_body, operation, parameter, path_parameter, ref

if TYPE_CHECKING:
    from jetway.bridge.openapi.schemas import Json
    from jetway.core.view import View

_COLUMN: Json = {"type": "object", "required": ["name", "type"], "properties": {"name": {"type": "string"}}}
_TABLE = path_parameter("table", "The table's name.")
_NAME = path_parameter("column", "The column's name.")
_PREVIEW = parameter("_preview", "1: tell what it would do and lose, and do nothing.", {"enum": ["1"]})
_CONFIRM = parameter("_confirm", "The name of what is changed, where data may be lost.")


def structure_paths(view: View) -> Json:
    """The paths under `/api/tables/`: of columns for all, of changes for who may make them."""
    listed = operation(
        "columns", "The columns of a table", answers({"type": "array", "items": _COLUMN}), parameters=[_TABLE]
    )
    one = operation("column", "One column", answers(_COLUMN), parameters=[_TABLE, _NAME])
    paths: Json = {
        "/api/tables/{table}/columns/": {"get": listed},
        "/api/tables/{table}/columns/{column}/": {"get": one},
    }
    if not view.structure:
        return paths
    altered = {
        method: _change(f"alter column by {method}", "Change a column", [_TABLE, _NAME], "AlteredColumn")
        for method in ("put", "patch")
    }
    renamed = {
        method: _change(f"rename table by {method}", "Rename a table", [_TABLE], "RenamedTable")
        for method in ("put", "patch")
    }
    added = _change("add column", "Add a column", [_TABLE], "AddedColumn", "201")
    dropped = _change("drop column", "Drop a column", [_TABLE, _NAME], "", "204")
    ended = _change("drop table", "Drop a table", [_TABLE], "", "204")
    return {
        "/api/tables/": {"post": _change("create table", "Create a table", [], "CreatedTable", "201")},
        "/api/tables/{table}/": {**renamed, "delete": ended},
        "/api/tables/{table}/columns/": {"get": listed, "post": added},
        "/api/tables/{table}/columns/{column}/": {"get": one, **altered, "delete": dropped},
    }


def _change(id_: str, summary: str, places: list[Json], body: str, status: str = "200") -> Json:
    """A change; 200 with what it would do, for a preview."""
    told = {"type": "object"}
    responses = answers(told) | answers(told if body else None, status)
    return operation(
        id_,
        summary,
        responses,
        parameters=[*places, _PREVIEW, _CONFIRM],
        body=json_body(ref("schemas", body)) if body else None,
    )
