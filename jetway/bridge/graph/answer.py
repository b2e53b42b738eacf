"""The answer to a GraphQL request: its root fields planned, then run one after the other."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from graphql import GraphQLError
from starlette.responses import Response

from jetway.bridge import render
from jetway.bridge.asked import GRACE_S, json_answer
from jetway.bridge.graph import limits
from jetway.bridge.graph.document import Operation, Wrong, about_itself, read
from jetway.bridge.graph.request import GraphqlRequest, read_request
from jetway.bridge.graph.roots import Prepared, prepare
from jetway.bridge.patience import answered
from jetway.core.errors import Failure, QueryTooComplex, SchemaChanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graphql import FieldNode

    from jetway.bridge.asked import Asked


async def graphql(asked: Asked) -> Response:
    """What the document asks for; what is wrong with it is told in the answer, as GraphQL has it."""
    request = await read_request(asked)
    work = _answer(asked, request)
    found = await answered(work, asked.request.receive, asked.bridge.limits.statement_s + GRACE_S)
    return Response(status_code=499) if found is None else json_answer(render.document(found))


async def _answer(asked: Asked, request: GraphqlRequest) -> dict[str, Any]:
    graph = await asked.bridge.graphs.of(asked.view)
    try:
        operation = await anyio.to_thread.run_sync(read, graph, request)
    except Wrong as wrong:
        return {"errors": [error.formatted for error in wrong.errors]}
    return await _executed(asked, operation)


async def _executed(asked: Asked, operation: Operation) -> dict[str, Any]:
    """The answers of the root fields. All are planned before any is run."""
    roots = operation.roots()
    told = _Told()
    prepared = _prepared(asked, operation, roots, told)
    for key, nodes in roots.items():
        name = nodes[0].name.value
        if name == "__typename":
            told.data[key] = "Query"
        elif name.startswith("__"):
            async with asked.bridge.introspection:
                told.data |= await anyio.to_thread.run_sync(about_itself, operation, nodes)
        elif key in prepared:
            with told.refusals(key):
                told.data[key] = await prepared[key].run()
    return {"data": told.data} | ({"errors": told.errors} if told.errors else {})


@dataclass(slots=True)
class _Told:
    """The answer as far as it is there."""

    data: dict[str, Any] = field(default_factory=dict)
    errors: list[Any] = field(default_factory=list)

    @contextmanager
    def refusals(self, key: str) -> Iterator[None]:
        """What is refused inside is told beside the others' answers; what is no fault of theirs is not."""
        try:
            yield
        except GraphQLError as error:
            self._refused(key, error.formatted)
        except Failure as failure:
            if failure.status >= 500 or isinstance(failure, SchemaChanged):
                raise
            self._refused(key, {"message": failure.detail, "extensions": {"code": failure.code}})

    def _refused(self, key: str, error: Mapping[str, Any]) -> None:
        self.data[key] = None
        self.errors.append({**error, "path": [key]})


def _prepared(
    asked: Asked, operation: Operation, roots: Mapping[str, Sequence[FieldNode]], told: _Told
) -> dict[str, Prepared]:
    """The plans of the root fields by their keys. Raises `QueryTooComplex` where they are too much."""
    planned = partial(prepare, asked, operation, now=datetime.now(UTC))
    prepared: dict[str, Prepared] = {}
    for key, nodes in roots.items():
        if nodes[0].name.value in operation.graph.roots:
            with told.refusals(key):
                prepared[key] = planned(nodes)
    if len(prepared) > limits.MAX_ROOTS:
        raise QueryTooComplex(f"A query may have {limits.MAX_ROOTS} root fields.")
    if sum(one.rows for one in prepared.values()) > limits.MAX_ROWS:
        raise QueryTooComplex(
            f"This could bring more than {limits.MAX_ROWS} rows. Set smaller limits: nested ones multiply."
        )
    return prepared
