"""Changing tables and columns: Jet Bridge's routes under `/api/tables/`, with a look ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from starlette.responses import Response

from jetway.bridge import parse
from jetway.bridge.asked import by_method, json_answer, segments
from jetway.bridge.describe import columns_of
from jetway.bridge.jet_types import (
    AddedColumn,
    AlteredColumn,
    CreatedTable,
    RenamedTable,
    alteration_of,
    column_of,
    table_of,
)
from jetway.bridge.once import HEADER
from jetway.core.audit import Action
from jetway.core.errors import Failure, InvalidParameter, NotAllowed, RouteNotFound
from jetway.core.structure import (
    AddColumn,
    DropColumn,
    DropTable,
    RenameTable,
    changeable,
    check_name,
    check_possible,
)
from jetway.json_body import convert
from jetway.sources import ChangesStructure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.bridge.asked import Asked, Handler
    from jetway.core.schema import Column, Table
    from jetway.core.structure import Change

_PARAMETERS = frozenset({"_preview", "_confirm"})


async def tables(asked: Asked) -> Response:
    """What answers a path under `/api/tables/`."""
    match _path(asked):
        case ("",):
            handlers = OF_TABLES
        case (_,):
            handlers = OF_TABLE
        case (_, "columns"):
            handlers = OF_COLUMNS
        case (_, "columns", _):
            handlers = OF_COLUMN
        case _:
            raise RouteNotFound("There is nothing at this path.")
    return await by_method(asked, handlers, asked.bridge.limits.statement_s)


async def _create_table(asked: Asked) -> Response:
    body = await asked.body()
    return await _made(asked, table_of(asked.view, convert(body, CreatedTable)), body, 201)


async def _rename_table(asked: Asked) -> Response:
    table, body = _table(asked), await asked.body()
    name = convert(body, RenamedTable).name
    check_name(name, "/name", of_table=True)
    return await _made(asked, RenameTable(table, name), body)


async def _drop_table(asked: Asked) -> Response:
    return await _made(asked, DropTable(_table(asked)), None, 204)


async def _list_columns(asked: Asked) -> Response:
    return json_answer(msgspec.json.encode(columns_of(asked.view[_name(asked)])))


async def _get_column(asked: Asked) -> Response:
    told = columns_of(asked.view[_name(asked)])
    column = _column(asked, asked.view[_name(asked)].table)
    return json_answer(msgspec.json.encode(next(one for one in told if one["name"] == column.name)))


async def _add_column(asked: Asked) -> Response:
    table, body = _table(asked), await asked.body()
    return await _made(asked, AddColumn(table, column_of(asked.view, convert(body, AddedColumn))), body, 201)


async def _alter_column(asked: Asked) -> Response:
    table = _table(asked)
    column = _column(asked, table)
    body = await asked.body()
    return await _made(asked, alteration_of(table, column, convert(body, AlteredColumn)), body)


async def _drop_column(asked: Asked) -> Response:
    table = _table(asked)
    column = _column(asked, table)
    return await _made(asked, DropColumn(table, column), None, 204)


OF_TABLES: Final[Mapping[str, Handler]] = {"POST": _create_table}
OF_TABLE: Final[Mapping[str, Handler]] = {
    "PUT": _rename_table,
    "PATCH": _rename_table,
    "DELETE": _drop_table,
}
OF_COLUMNS: Final[Mapping[str, Handler]] = {"GET": _list_columns, "POST": _add_column}
OF_COLUMN: Final[Mapping[str, Handler]] = {
    "GET": _get_column,
    "PUT": _alter_column,
    "PATCH": _alter_column,
    "DELETE": _drop_column,
}


async def _made(asked: Asked, change: Change, body: dict[str, object] | None, status: int = 200) -> Response:
    """The change made, or what it would do; where it is made, the answer repeats `body`."""
    sent = asked.parameters()
    for name in sent.keys() - _PARAMETERS:
        raise InvalidParameter(f"There is no parameter {name!r} here.")
    if asked.request.headers.get(HEADER) is not None:
        raise InvalidParameter(
            "A change of tables takes no Idempotency-Key. Look at the table before you repeat it."
        )
    check_possible(asked.view.schema, asked.view.tables, change)
    source = asked.bridge.opened.source
    if not isinstance(source, ChangesStructure):
        raise NotAllowed("The tables of this source cannot be changed here.")
    if sent.get("_preview", ["0"])[-1] not in ("", "0", "false"):
        return json_answer(msgspec.json.encode(await source.preview(change)))
    losing = sent.get("_confirm", [""])[-1] == _last_name(asked)
    await _noted(asked, source, change, body, losing=losing)
    await asked.bridge.opened.described_again()
    return Response(status_code=204) if body is None else json_answer(msgspec.json.encode(body), status)


async def _noted(
    asked: Asked, source: ChangesStructure, change: Change, body: dict[str, object] | None, *, losing: bool
) -> None:
    """Make the change; the audit knows before, and learns where it was not made after all."""
    path = _path(asked)
    table = parse.decoded(path[0]) or str(body and body["name"])
    details: dict[str, object] = {"change": type(change).__name__}
    if len(path) > 2:
        details["column"] = parse.decoded(path[2])
    if body is not None:
        details["sent"] = body
    way = asked.author.way
    await asked.note(Action.STRUCTURE, way, table, details)
    try:
        await source.restructure(change, losing=losing)
    except Failure:
        await asked.note(Action.UNDONE, way, table, {"events": 1})
        raise


def _table(asked: Asked) -> Table:
    """The table to be changed."""
    return changeable(asked.view, asked.bridge.ceiling, _name(asked))


def _column(asked: Asked, table: Table) -> Column:
    """The column that the path names."""
    found = table.column(parse.decoded(_path(asked)[2]))
    if found is None or found.pins is not None:
        raise RouteNotFound(f"There is no such column of {table.name}.")
    return found


def _path(asked: Asked) -> tuple[str, ...]:
    return segments(asked.request, f"{asked.bridge.at}tables/")


def _name(asked: Asked) -> str:
    return parse.decoded(_path(asked)[0])


def _last_name(asked: Asked) -> str:
    return parse.decoded(_path(asked)[-1])
