"""Root fields: each becomes one plan, whose rows are then shaped as they were selected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graphql import GraphQLObjectType, get_named_type
from graphql.execution.values import get_argument_values

from jetway.bridge.graph.arguments import group_query, key_of, list_query
from jetway.bridge.graph.schema import Kind
from jetway.bridge.graph.selection import Wanted, limited, record, row_of
from jetway.bridge.pages import number_of
from jetway.core.errors import NotFilterable, UnknownRow
from jetway.core.plan import plan_get, plan_group, plan_list
from jetway.core.query import Query
from jetway.core.schema import Func

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from graphql import FieldNode

    from jetway.bridge.asked import Asked
    from jetway.bridge.graph.document import Operation
    from jetway.bridge.graph.names import Model
    from jetway.bridge.graph.selection import JsonRow, Run, Shape
    from jetway.core.query import Aggregate, Grouping, Read

MAX_GROUPS = 1000


@dataclass(frozen=True, slots=True)
class Prepared:
    """A root field that is planned and not run. `rows`: how many it can bring."""

    rows: int
    run: Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Root:
    """A root field on its way to a plan."""

    asked: Asked
    run: Run
    model: Model
    type_: Any
    nodes: Sequence[FieldNode]
    sent: dict[str, Any]
    now: datetime


def prepare(asked: Asked, operation: Operation, nodes: Sequence[FieldNode], now: datetime) -> Prepared:
    """Plan a root field. Raises failures, and `GraphQLError` for arguments of another type."""
    name = nodes[0].name.value
    graph, run = operation.graph, operation.run
    kind, model = graph.roots[name]
    assert graph.schema.query_type is not None
    field = graph.schema.query_type.fields[name]
    sent = get_argument_values(field, nodes[0], run.variables)
    root = Root(asked, run, model, get_named_type(field.type), nodes, sent, now)
    match kind:
        case Kind.LIST:
            return _list(root)
        case Kind.ONE:
            return _one(root)
        case Kind.AGGREGATE:
            return _aggregate(root)
        case Kind.GROUP:
            return _group(root)


def _list(root: Root) -> Prepared:
    query = list_query(root.run.models, root.model, root.sent, root.now)
    wanted, shapes, paging = _parts(root)
    plan = plan_list(root.asked.view, root.asked.actor, replace(query, select=tuple(wanted.paths())))
    if plan.ours is not None:
        raise NotFilterable("This source cannot filter or sort by these columns.")
    limit = plan.read.limit or 0
    read = replace(plan.read, limit=limit + 1, expand=limited(plan.read.expand, wanted))
    asked_page = root.sent.get("pagination") or {}
    page = {"limit": limit, "offset": asked_page.get("offset"), "page": asked_page.get("page")}

    async def run() -> dict[str, Any]:
        rows = await _rows(root, read)
        told = page | {"hasMore": len(rows) > limit}
        if "count" in paging.values() and plan.count is not None:
            told["count"] = await number_of(root.asked.bridge.opened.source, plan.count)
        return _answer(root, shapes, rows[:limit], told)

    return Prepared(limit * wanted.rows(), run)


def _parts(root: Root) -> tuple[Wanted, dict[str, Shape], dict[str, str]]:
    """What the records of all `data` want, how each shows them, and what is asked of the pagination."""
    wanted = Wanted()
    shapes: dict[str, Shape] = {}
    paging: dict[str, str] = {}
    for key, nodes in root.run.fields(root.nodes).items():
        name = nodes[0].name.value
        if name == "data":
            inner = get_named_type(root.type_.fields["data"].type)
            assert isinstance(inner, GraphQLObjectType)
            found, shapes[key] = record(root.run, root.model, inner, nodes)
            wanted.merge(found)
        elif name == "pagination":
            paging |= {one: nodes[0].name.value for one, nodes in root.run.fields(nodes).items()}
    if not wanted.columns:
        wanted.columns[next(iter(root.model.columns.values())).name] = None
    return wanted, shapes, paging


def _answer(
    root: Root, shapes: dict[str, Shape], rows: Sequence[JsonRow], told: dict[str, Any]
) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    for key, nodes in root.run.fields(root.nodes).items():
        if key in shapes:
            answer[key] = [shapes[key](row) for row in rows]
        elif nodes[0].name.value == "pagination":
            type_ = str(root.type_.fields["pagination"].type)
            named = root.run.fields(nodes).items()
            answer[key] = {one: {**told, "__typename": type_}.get(of[0].name.value) for one, of in named}
        else:
            answer[key] = root.type_.name
    return answer


def _one(root: Root) -> Prepared:
    wanted, shape = record(root.run, root.model, root.type_, root.nodes)
    query = Query(root.model.seen.table.name, select=tuple(wanted.paths()))

    async def run() -> Any:  # noqa: ANN401  # a record or nothing
        try:
            read = plan_get(root.asked.view, root.asked.actor, query, key_of(root.sent))
        except UnknownRow:
            return None
        rows = await _rows(root, replace(read, expand=limited(read.expand, wanted)))
        return shape(rows[0]) if rows else None

    return Prepared(wanted.rows(), run)


def _aggregate(root: Root) -> Prepared:
    grouping = group_query(root.run.models, root.model, root.sent, root.now)
    aggregate = plan_group(root.asked.view, root.asked.actor, grouping)

    async def run() -> object:
        [row] = await _numbers(root, aggregate)
        return 0 if _is_empty_sum(grouping, row) else row["y_func"]

    return Prepared(1, run)


def _group(root: Root) -> Prepared:
    grouping = group_query(root.run.models, root.model, root.sent, root.now)
    planned = plan_group(root.asked.view, root.asked.actor, grouping)
    aggregate = replace(planned, limit=min(planned.limit or MAX_GROUPS, MAX_GROUPS))
    named = {key: nodes[0].name.value for key, nodes in root.run.fields(root.nodes).items()}

    async def run() -> list[dict[str, object]]:
        return [
            {key: _of_group(root, row).get(name) for key, name in named.items()}
            for row in await _numbers(root, aggregate)
        ]

    return Prepared(aggregate.limit or MAX_GROUPS, run)


def _of_group(root: Root, row: dict[str, Any]) -> dict[str, object]:
    value = row["y_func"]
    return {
        "group": [part for name, part in row.items() if name != "y_func"],
        "value": value,
        "__typename": root.type_.name,
    }


def _is_empty_sum(grouping: Grouping, row: dict[str, Any]) -> bool:
    return grouping.func is Func.SUM and row["y_func"] is None


async def _rows(root: Root, read: Read) -> list[JsonRow]:
    return [row_of(row) for row in await root.asked.bridge.opened.json_rows(read)]


async def _numbers(root: Root, aggregate: Aggregate) -> list[dict[str, Any]]:
    return [dict(row) async for row in root.asked.bridge.opened.source.aggregate(aggregate)]
