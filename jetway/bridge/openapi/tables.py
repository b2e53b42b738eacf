"""The paths of one table in the OpenAPI document: only what the view's actors may do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from jetway.bridge.openapi.audit import EVENTS, FILTERS, PAGES
from jetway.bridge.openapi.parts import answers, json_body, operation, parameter, path_parameter, ref
from jetway.bridge.openapi.schemas import value
from jetway.bridge.transfer.formats import FORMATS
from jetway.core.schema import Func, Verb

if TYPE_CHECKING:
    from jetway.bridge.openapi.schemas import Json
    from jetway.core.view import VisibleTable

_WHOLE: Json = {"type": "integer", "minimum": 1}
_FLAG: Json = {"type": "string", "enum": ["1", "0"]}
_FILTERS = ("_filter", "_search", "_relation", "_m2m", "tz")
_LIST = (
    "page", "_per_page", "_order_by", "_select", "_expand", "_keys", "_count", "_cursor", "_no_pagination",
    "_exact_numbers", "_stale",
)  # fmt: skip
PARAMETERS: Json = {
    one["name"]: one
    for one in (
        parameter("page", "From 1.", _WHOLE),
        parameter("_per_page", "Rows per page: 25 unless said, at most 10,000.", _WHOLE),
        parameter("_order_by", "Columns with commas between; - for descending. %2C is a comma in a name."),
        parameter("_select", "Columns and dotted paths with commas between."),
        parameter("_expand", "Relations to bring along, with commas between."),
        parameter("_keys", "Rows of these keys, with commas between."),
        parameter("_count", "How to count.", {"enum": ["exact", "estimated", "capped", "none"]}),
        parameter("_cursor", "Empty for the first page; next leads on."),
        parameter("_no_pagination", "The rows alone.", _FLAG),
        parameter("_filter", "A tree of conditions, as JSON."),
        parameter("_search", "What some text column contains, or a key is."),
        parameter("_relation", "Jet Bridge's filter by a related row."),
        parameter("_m2m", "Jet Bridge's filter by a linked row."),
        parameter("_stale", "1: the app may look in its own search, which may be behind.", _FLAG),
        parameter("_exact_numbers", "Whole numbers that JavaScript may not hold as text.", _FLAG),
        parameter("tz", "The offset to tell moments in, as +03:00."),
        parameter("_dry_run", "Count what would change, and change nothing.", _FLAG),
        parameter("_expect", "How many rows it must be.", {"type": "integer", "minimum": 0}),
        parameter("_y_func", "What to make of each group.", {"enum": [func.value for func in Func]}),
        parameter("_y_column", "Of which column."),
        {
            **parameter("_x_column", "What to group by.", {"type": "array", "items": {"type": "string"}}),
            "explode": True,
        },
        {
            **parameter("_x_lookup", "How to cut dates.", {"type": "array", "items": {"type": "string"}}),
            "explode": True,
        },
        parameter("_format", "The kind of file.", {"enum": list(FORMATS)}),
        parameter("_bom", "CSV: begin with a byte order mark.", _FLAG),
        parameter("_delimiter", "CSV: what stands between values.", {"enum": [",", ";", "|", "tab"]}),
        parameter("_formulas", "CSV: what to do with formulas.", {"enum": ["guard", "keep"]}),
        parameter("atomic", "Store all items or none.", _FLAG),
    )
}
_ENVELOPE: Json = {
    "count": {"type": ["integer", "null"]},
    "count_kind": {"type": "string"},
    "estimate": {"type": ["integer", "null"]},
    "scanned": {"type": "integer"},
    "next": {"type": ["string", "null"]},
    "previous": {"type": ["string", "null"]},
    "num_pages": {"type": ["integer", "null"]},
    "per_page": {"type": "integer"},
    "has_more": {"type": "boolean"},
    "data_query_time": {"type": "number"},
    "count_query_time": {"type": "number"},
    "notes": {"type": "array", "items": {"type": "object"}, "description": "What rows lack, and why."},
}
_COUNT: Json = {"type": "object", "properties": {"count": {"type": "integer"}}}
_FILES = [format_.media_type.partition(";")[0] for format_ in FORMATS.values()]
_OBJECT: Json = {"type": "object"}
_KEY = path_parameter("key", "The key, or the mark; the values of several columns with commas between.")
_ROWS_OF_OTHERS: Json = {"type": "array", "items": _OBJECT}


class _Table:
    """One table while its paths are written."""

    def __init__(self, number: int, seen: VisibleTable) -> None:
        self.seen = seen
        self.name = seen.table.name
        self.row = ref("schemas", f"row_{number}")
        self.created = json_body(ref("schemas", f"create_{number}"))
        self.updated = json_body(ref("schemas", f"update_{number}"))
        self.filters = [*_named(*_FILTERS), *_columns(seen)]

    def may(self, verb: Verb) -> bool:
        return verb in self.seen.table.verbs

    def operation(self, word: str, summary: str, responses: Json, **more: object) -> Json:
        return operation(f"{word} {self.name}", summary, responses, tag=self.name, **more)  # type: ignore[arg-type]


def paths_of(number: int, seen: VisibleTable, *, audited: bool) -> Json:
    """Every path of the table, with the methods that are allowed. `audited`: whether history may be read."""
    table = _Table(number, seen)
    prefix = f"/api/models/{quote(seen.table.name, safe='')}/"
    paths: Json = {prefix: _of_all(table)}
    if seen.can_aggregate:
        paths |= _grouped(table, prefix)
    if seen.can_export:
        paths[f"{prefix}export/"] = {"get": _export(table)}
    if table.may(Verb.CREATE):
        many = json_body({"type": "array", "items": table.created["content"]["application/json"]["schema"]})
        done = answers(_ROWS_OF_OTHERS)
        paths[f"{prefix}bulk_create/"] = {
            "post": table.operation("create many", "Add rows", done, parameters=_named("atomic"), body=many)
        }
    if table.may(Verb.CREATE) or table.may(Verb.UPDATE):
        paths[f"{prefix}import/"] = {"post": _import(table)}
    if table.may(Verb.UPDATE) and seen.table.key:
        paths |= _places(table, prefix)
    if seen.table.address:
        paths |= _of_one(table, f"{prefix}{{key}}/")
    if seen.table.key:
        paths |= _beside(table, f"{prefix}{{key}}/get_siblings/")
        if audited:
            paths |= _history(table, f"{prefix}{{key}}/history/")
    return paths


def _of_all(table: _Table) -> Json:
    rows = {"type": "array", "items": table.row}
    page = {"type": "object", "required": ["results"], "properties": {"results": rows, **_ENVELOPE}}
    listed = [*_named(*_LIST), *table.filters]
    found = {"get": table.operation("list", "List rows", answers({"anyOf": [page, rows]}), parameters=listed)}
    if table.may(Verb.CREATE):
        made = answers(table.row, "201")
        found["post"] = table.operation("create", "Add a row", made, body=table.created)
    chosen = [*_named("_keys", "_dry_run", "_expect"), *table.filters]
    done = answers(_COUNT)
    if table.may(Verb.UPDATE):
        found["patch"] = table.operation(
            "update many", "Change every row of a filter", done, parameters=chosen, body=table.updated
        )
    if table.may(Verb.DELETE):
        found["delete"] = table.operation(
            "delete many", "Delete every row of a filter", done, parameters=chosen
        )
    return found


def _export(table: _Table) -> Json:
    files: Json = {media_type: {"schema": {}} for media_type in _FILES}
    done = answers(None)
    done["200"]["content"] = files
    asked = ("_order_by", "_select", "_expand", "_keys", "_format", "_bom", "_delimiter", "_formulas")
    return table.operation(
        "export", "Every row as a file", done, parameters=[*_named(*asked), *table.filters]
    )


def _import(table: _Table) -> Json:
    """Of the parameters only what every import may have: the reference has them all."""
    file: Json = {"required": True, "content": {media_type: {"schema": {}} for media_type in _FILES}}
    done = answers({"type": "object"})
    return table.operation("import", "Rows from a file", done, parameters=_named("_dry_run"), body=file)


def _grouped(table: _Table, prefix: str) -> Json:
    one = [*_named("_y_func", "_y_column", "_exact_numbers"), *table.filters]
    many = [*_named("_x_column", "_x_lookup"), *one]
    number = answers({"type": "object", "properties": {"y_func": {}}})
    numbers = answers({"type": "array", "items": {"type": "object", "properties": {"y_func": {}}}})
    return {
        f"{prefix}aggregate/": {"get": table.operation("aggregate", "One number", number, parameters=one)},
        f"{prefix}group/": {"get": table.operation("group", "A number per group", numbers, parameters=many)},
    }


def _places(table: _Table, prefix: str) -> Json:
    done, body = answers(_OBJECT), json_body(_OBJECT)
    filters = table.filters
    move = table.operation("reorder", "Move a row", done, parameters=filters, body=body)
    count = table.operation("reset order of", "Number all rows", done, parameters=filters, body=body)
    return {f"{prefix}reorder/": {"post": move}, f"{prefix}reset_order/": {"post": count}}


def _history(table: _Table, path: str) -> Json:
    asked = [*FILTERS, *PAGES]
    told = table.operation("history of", "What was done to it, newest first", EVENTS, parameters=asked)
    event = path_parameter("event", "The event's id.")
    done = answers(table.row) | {"201": answers(table.row, "201")["201"]}
    columns = {"columns": {"type": "array", "items": {"type": "string"}}}
    body = json_body({"type": "object", "properties": columns, "additionalProperties": False})
    restored = table.operation("restore", "Put back what an event changed", done, body=body)
    return {
        path: {"parameters": [_KEY], "get": told},
        f"{path}{{event}}/restore/": {"parameters": [_KEY, event], "post": restored},
    }


def _of_one(table: _Table, path: str) -> Json:
    shown = answers(table.row, cached=True)
    chosen = _named("_select", "_expand", "_exact_numbers", "tz")
    found: Json = {"get": table.operation("get", "One row", shown, parameters=chosen)}
    if table.may(Verb.UPDATE):
        for method, word in (("patch", "change"), ("put", "replace")):
            found[method] = table.operation(word, "Change a row", answers(table.row), body=table.updated)
    if table.may(Verb.DELETE):
        found["delete"] = table.operation("delete", "Delete a row", answers(None, "204"))
    impact = table.operation("impact of", "What deleting it would do", answers(_ROWS_OF_OTHERS))
    return {
        path: {"parameters": [_KEY], **found},
        f"{path}impact/": {"parameters": [_KEY], "get": impact},
    }


def _beside(table: _Table, path: str) -> Json:
    asked = [*_named("_order_by"), *table.filters]
    told = table.operation("siblings in", "The keys beside it", answers(_OBJECT), parameters=asked)
    return {path: {"parameters": [_KEY], "get": told}}


def _named(*names: str) -> list[Json]:
    return [ref("parameters", name) for name in names]


def _columns(seen: VisibleTable) -> list[Json]:
    """A condition per column. Lookups (`__gte`, `__in`, …) are described once, in words."""
    return [
        parameter(column.name, "The value; __ and a lookup behind the name compare otherwise.", value(column))
        for column in seen.table.columns
        if column.ops and not column.name.startswith("_") and column.name not in PARAMETERS
    ]
