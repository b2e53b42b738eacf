"""An endpoint as somebody is about to save it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from jetway.core.endpoint import TRY, parse_endpoint
from jetway.core.endpoints import call_of
from jetway.core.errors import NotAllowed, UnknownOperation
from jetway.core.saved_query import parse_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.bridge.asking import Asking
    from jetway.bridge.sql import Tell
    from jetway.core.endpoints import Call
    from jetway.core.schema import Column
    from jetway.core.statement import Ran
    from jetway.core.view import View


class TriedEndpoint(msgspec.Struct, forbid_unknown_fields=True):
    """An endpoint as the policy would hold it, and what its caller would send.

    `queries`: those that are not saved either.
    """

    endpoint: dict[str, Any]
    parameters: dict[str, Any] = {}
    queries: dict[str, Any] = {}


def trial_of(view: View, tried: TriedEndpoint) -> Call:
    """It, over what the view's actors may run.

    Raises `InvalidInput`, `UnknownOperation`, and `NotAllowed` for a new query of who may run no SQL.
    """
    if tried.queries and not view.may_run_sql:
        raise NotAllowed("You may not run SQL, and so try no new query. An owner can grant it: sql.")
    queries = {**view.queries, **parse_queries(tried.queries, "/queries")}
    endpoint = parse_endpoint(TRY, tried.endpoint, queries, "/endpoint")
    called = call_of(endpoint, queries, view.operations, f"{view.source}/" if view.source else "")
    if called is None:
        raise UnknownOperation("There is no such operation.")
    return called


def with_columns(tell: Tell) -> Tell:
    """What is told, and beside it the columns that the query has, by type."""

    def both(asking: Asking, shown: Sequence[Column], ran: Ran) -> dict[str, object]:
        return {
            "answer": tell(asking, shown, ran),
            "columns": {column.name: column.type for column in shown},
        }

    return both
