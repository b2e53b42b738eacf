"""From what introspection tells to a draft: https://spec.graphql.org, section 4."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from graphql import GraphQLError, build_client_schema, get_introspection_query
from msgspec.structs import replace

from jetway.core.errors import GraphqlRefused
from jetway.core.schema import Type
from jetway.sources.draft.columns import comment_of, guessed_key
from jetway.sources.draft.graphql.changes import with_changes
from jetway.sources.draft.graphql.filters import filtered, sorting
from jetway.sources.draft.graphql.lists import getting_of, listing_of, records_of, why_not
from jetway.sources.draft.graphql.shape import columns_of
from jetway.sources.draft.openapi import Draft, LeftOut
from jetway.sources.rest.auth import ApiKey
from jetway.sources.rest.spec import Asking, Bounds, Collection, Connector, Verdict

if TYPE_CHECKING:
    from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema

INTROSPECTION = get_introspection_query()
MOST = 300
MOST_BYTES = 2 * 1024 * 1024
"""Of the draft."""

_STATUSES = {
    "UNAUTHENTICATED": 401,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "ACCESS_DENIED": 403,
    "NOT_FOUND": 404,
    "THROTTLED": 429,
    "RATE_LIMITED": 429,
    "RATELIMITED": 429,
    "MAX_COST_EXCEEDED": 429,
    "INTERNAL_SERVER_ERROR": 502,
}
"""The codes that servers usually put beside an error."""


def api(address: str, path: str, auth: ApiKey) -> Connector:
    """The server at `address`, whose GraphQL is at `path`, and of which nothing is known."""
    return Connector(
        title="GraphQL",
        address=address,
        auth=auth,
        check=Asking(path=path, method="POST", also={"query": "{ __typename }"}),
        message="errors.0.message",
        verdict=Verdict(path="errors", code="errors.0.extensions.code", statuses=_STATUSES),
        limits=Bounds(seconds=15),
        collections={},
    )


def draft_of(told: object, app: Connector) -> Draft:
    """The draft of a server from what it answered to an introspection. Raises `GraphqlRefused`."""
    assert isinstance(app.check, Asking)
    schema, path = _schema(told), app.check.path
    query = schema.query_type
    if query is None:
        raise GraphqlRefused("The schema has no queries, hence nothing to list.")
    collections: dict[str, Collection] = {}
    left_out: list[LeftOut] = []
    size = 0
    for name, field in query.fields.items():
        made = _collection(schema, query, path, name, field)
        if isinstance(made, Collection) and len(collections) < MOST:
            collections[name] = made
            size += len(msgspec.json.encode(made))
        else:
            left_out.append(LeftOut(name[:200], made if isinstance(made, str) else "there are too many"))
        if size > MOST_BYTES:
            raise GraphqlRefused("The schema makes a draft of more than 2 MB. Describe it by hand.")
    if not collections:
        raise GraphqlRefused("No query lists records with a key, which could become a table.")
    assert isinstance(app.auth, ApiKey)
    return Draft(replace(app, collections=collections), (app.auth,), tuple(left_out[:MOST]))


def _schema(told: object) -> GraphQLSchema:
    said = told.get("data") if isinstance(told, dict) and "data" in told else told
    if not isinstance(said, dict) or not isinstance(said.get("__schema"), dict):
        raise GraphqlRefused("The answer holds no __schema: this is no GraphQL, or introspection is off.")
    try:
        return build_client_schema(said)  # type: ignore[arg-type]  # what it holds is checked there
    except (GraphQLError, TypeError, KeyError, AttributeError, ValueError, RecursionError):
        raise GraphqlRefused("This is no answer to an introspection that holds.") from None


def _collection(
    schema: GraphQLSchema, query: GraphQLObjectType, path: str, name: str, field: GraphQLField
) -> Collection | str:
    """The collection that a query's field lists, or why it lists none."""
    records = records_of(field)
    why = why_not(field, records)
    if records is None or why:
        return why
    record = records.record
    columns = columns_of(record)
    plain = [one for one, spec in columns.items() if spec.type not in (Type.JSON, Type.ARRAY)]
    key = guessed_key((one for one in plain if "." not in one), record.name[:1].lower() + record.name[1:])
    if not key:
        return "its records have no key"
    listed = listing_of(path, name, field, records, columns)
    get = getting_of(path, query, record, key, columns)
    how, columns = sorting(record, filtered(record, columns, field.args), field.args)
    comment = comment_of(field.description or record.description or "")
    made = Collection(key=key, columns=columns, list=listed, get=get, sort=how, comment=comment)
    return with_changes(schema.mutation_type, record, name, made)
