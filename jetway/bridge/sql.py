"""SQL that people write, and queries that were saved for them, in Jet Bridge's form of request and answer."""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from starlette.responses import Response

from jetway.bridge import parse, render
from jetway.bridge.asked import GRACE_S, json_answer
from jetway.bridge.asking import Asking, Running, Several, Written, conditions_of, grouping_of, limit_of
from jetway.bridge.jet_fields import field_of
from jetway.bridge.patience import answered
from jetway.core.audit import Action, Way
from jetway.core.errors import Failure, NotAllowed, NotFilterable, QueryChanged, SqlFailed
from jetway.core.plan import plan_group, plan_list
from jetway.core.query import Sort
from jetway.core.schema import Column, Func, Type
from jetway.core.statement import NAME, Statement, statement_of, view_of
from jetway.json_body import convert
from jetway.sources import RunsSql

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from jetway.bridge.asked import Asked
    from jetway.core.query import Aggregate, Read
    from jetway.core.saved_query import SavedQuery
    from jetway.core.schema import Table
    from jetway.core.statement import Ran
    from jetway.core.view import View


Tell: TypeAlias = "Callable[[Asking, Sequence[Column], Ran], dict[str, object]]"
"""What is told of the rows of a statement, which have these columns."""


async def run_sql(asked: Asked) -> Response:
    """The rows of a statement, or of each of several."""
    body = await asked.body()
    if "queries" not in body:
        written = convert(body, Written)
        await _note_sql(asked, [written])
        return await _patiently(asked, _answer(asked, written.statement(), written, _document))
    several = convert(body, Several)
    await _note_sql(asked, several.queries)

    async def each() -> bytes:
        return render.array([await _answer_or_error(asked, written) for written in several.queries])

    return await _patiently(asked, each())


async def list_queries(asked: Asked) -> Response:
    """The saved queries that the actor may run; their SQL for those who may run any."""
    shown = []
    for query in sorted(asked.view.queries.values(), key=lambda query: query.id):
        parameters = [
            {"name": one.name, "type": one.type, "required": one.required} for one in query.parameters
        ]
        entry: dict[str, object] = {"id": query.id, "title": query.title, "parameters": parameters}
        entry["version"] = _version(asked, query)
        if asked.view.may_run_sql:
            entry["sql"] = query.sql
        shown.append(entry)
    return json_answer(render.rows(shown))


async def run_query(asked: Asked) -> Response:
    """The rows of a saved query."""
    query = asked.view.query(asked.request.path_params["query"])
    asking = convert(await asked.body(), Running)
    if asking.version not in ("", _version(asked, query)):
        raise QueryChanged(f"{query.title} was changed since. Load the saved queries again.")
    statement = statement_of(query, asking.params_obj, asked.actor, "/params_obj")
    noted = {"query": query.id, "parameters": asking.params_obj}
    return await run_saved(asked, statement, asking, _document, noted)


def _version(asked: Asked, query: SavedQuery) -> str:
    """What is another where the query does something else. By the bridge's key: it tells nobody the text."""
    text = repr((query.sql, query.schema, query.parameters))
    return hmac.new(asked.bridge.key, f"query {text}".encode(), "sha256").hexdigest()[:16]


async def run_saved(
    asked: Asked, statement: Statement, asking: Asking, tell: Tell, noted: Mapping[str, object]
) -> Response:
    """What `tell` makes of the rows of a saved query. `noted`: what the audit is told, with its id."""
    await asked.note(Action.RUN, Way.QUERY, "", noted)
    try:
        return await _patiently(asked, _answer(asked, statement, asking, tell))
    except SqlFailed as failure:
        if asked.view.may_run_sql:
            raise
        # who calls an endpoint need not know of the query behind it
        called = f"endpoint {noted['endpoint']}" if "endpoint" in noted else f"saved query {noted['query']}"
        raise SqlFailed(f"The {called} failed. Whoever keeps it can run its SQL to see why.") from failure


async def _note_sql(asked: Asked, several: Sequence[Written]) -> None:
    told = [{"sql": one.query, "parameters": one.params or one.params_obj} for one in several]
    await asked.note(Action.RUN, Way.SQL, "", *told)


async def _patiently(asked: Asked, work: Awaitable[bytes]) -> Response:
    """The answer, for as long as its caller waits."""
    body = await answered(work, asked.request.receive, asked.bridge.limits.statement_s + GRACE_S)
    return Response(status_code=499) if body is None else json_answer(body)


async def _answer_or_error(asked: Asked, written: Written) -> bytes:
    try:
        return await _answer(asked, written.statement(), written, _document)
    except Failure as failure:
        if failure.status >= 500:
            raise
        return render.row({"error": failure.detail, "code": failure.code})


async def _answer(asked: Asked, statement: Statement, asking: Asking, tell: Tell) -> bytes:
    source = asked.bridge.opened.source
    if not isinstance(source, RunsSql):
        raise NotAllowed("This source takes no SQL.")
    shown: list[Column] = []

    def planned(table: Table) -> Sequence[Read | Aggregate]:
        view = view_of(table, asked.view.schema, asked.view.role)
        if asking.group or asking.groups or asking.aggregate:
            aggregate = _grouped(view, asked, asking)
            shown.extend(_group_columns(aggregate, asking))
            return [aggregate]
        shown.extend(table.columns)
        return _listed(view, asked, asking)

    ran = await source.run(statement, planned)
    return render.row(tell(asking, shown, ran))


def _listed(view: View, asked: Asked, asking: Asking) -> Sequence[Read | Aggregate]:
    query = parse.list_request(NAME, conditions_of(asking)).query
    order = tuple(Sort(name.removeprefix("-"), name.startswith("-")) for name in asking.order_by)
    query = replace(query, order=order, offset=asking.offset, limit=limit_of(asking) + 1)
    plan = plan_list(view, asked.actor, query)
    if plan.ours is not None:
        raise NotFilterable("The rows of a statement cannot be filtered or sorted by these columns.")
    return [plan.read, plan.count] if asking.count and plan.count else [plan.read]


def _grouped(view: View, asked: Asked, asking: Asking) -> Aggregate:
    grouping = parse.grouping(NAME, grouping_of(asking) | conditions_of(asking), grouped=True)
    return replace(plan_group(view, asked.actor, grouping), limit=limit_of(asking) + 1)


def _document(asking: Asking, shown: Sequence[Column], ran: Ran) -> dict[str, object]:
    limit = limit_of(asking)
    rows = [list(row.values()) for row in ran.rows[0]]
    document: dict[str, object] = {
        "row_count": min(len(rows), limit),
        "data": rows[:limit],
        "columns": [column.name for column in shown],
        "column_descriptions": {
            column.name: {"field": field_of(column), "type": column.type} for column in shown
        },
        "limit": limit,
        "has_more": len(rows) > limit,
        "data_query_time": round(ran.times_s[0], 6),
    }
    if len(ran.rows) > 1:
        document |= {"count": ran.rows[1][0]["count"], "count_query_time": round(ran.times_s[1], 6)}
    return document


def _group_columns(aggregate: Aggregate, asking: Asking) -> list[Column]:
    """The columns of groups, and of what is measured, under the names that Jet Bridge gives them."""
    shown = [
        replace(group.column, name="group" if number == 1 else f"group_{number}")
        for number, group in enumerate(aggregate.groups, start=1)
    ]
    [measure] = aggregate.measures
    name = f"{measure.func.value}_1" if asking.aggregate else measure.name
    if measure.column is None or measure.func is Func.COUNT:
        return [*shown, _number(name, Type.INTEGER, "bigint")]
    if measure.func is Func.AVG and measure.column.type is Type.INTEGER:
        return [*shown, _number(name, Type.FLOAT, "double precision")]
    return [*shown, replace(measure.column, name=name)]


def _number(name: str, type_: Type, native: str) -> Column:
    return Column(name, type_, native, 0)
