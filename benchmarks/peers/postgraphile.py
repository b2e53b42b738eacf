"""PostGraphile 4, with the plugin that most people filter with. Queries are sent with variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.cases import NEW_ORDER, SINCE, post
from benchmarks.peer import Running, free_port

if TYPE_CHECKING:
    from benchmarks.cases import Request
    from benchmarks.peer import Place

NAME = "PostGraphile"
ENGINES = ("PostgreSQL",)
PYPI = ()
NPM = ("postgraphile@4.14.1", "postgraphile-plugin-connection-filter@2.3.0")

COLUMNS = "id number customerId status total items settled currency city placedAt shippedAt note"
CUSTOMER = "customerByCustomerId { name email country city createdAt }"
ORDER = "orderBy: [PLACED_AT_DESC, ID_DESC]"
FILTER = "filter: {status: {equalTo: $status}, placedAt: {greaterThanOrEqualTo: $since}}"
LIST = "query ($status: String!, $since: Datetime!) { allOrders(first: 25, %s, %s) { nodes { %s } } }"
COUNT = (
    "query ($status: String!) { allOrders(first: 100, condition: {status: $status}, %s)"
    " { totalCount nodes { %s } } }"
)
CREATE = "mutation ($order: OrderInput!) { createOrder(input: {order: $order}) { order { %s } } }"


def start(place: Place) -> Running:
    port = free_port()
    command = [place.program("postgraphile"), "-c", place.shop.url(), "-n", "127.0.0.1", "-p", str(port)]
    plugins = ["--append-plugins", "postgraphile-plugin-connection-filter", "--disable-query-log"]
    pid = place.spawn(
        [*command, *plugins, "--max-pool-size", "8"],
        {"NODE_ENV": "production", "NODE_PATH": str(place.home / "node_modules")},
    )
    place.wait(port, "/graphql")
    return Running(port, pid, _requests())


def _requests() -> dict[str, Request]:
    several = {"status": "paid", "since": SINCE}
    names = {"customer_id": "customerId", "placed_at": "placedAt"}
    order = {names.get(name, name): value for name, value in NEW_ORDER.items()}
    by_key = f"query ($id: Int!) {{ orderById(id: $id) {{ {COLUMNS} }} }}"
    key = _ask(by_key, {"id": "{n}"})
    key = type(key)(key.path, key.method, (key.body or "").replace('"{n}"', "{n}"), key.headers)
    return {
        "a": key,
        "b": _ask(LIST % (ORDER, FILTER, COLUMNS), several),
        "c": _ask(LIST % (ORDER, FILTER, f"{COLUMNS} {CUSTOMER}"), several),
        "d": _ask(COUNT % (ORDER, COLUMNS), {"status": "paid"}),
        "g": _ask(CREATE % COLUMNS, {"order": order}),
        "first": _ask(f"{{ allOrders(first: 25, orderBy: ID_DESC) {{ nodes {{ {COLUMNS} }} }} }}", {}),
    }


def _ask(query: str, variables: dict[str, object]) -> Request:
    return post("/graphql", {"query": query, "variables": variables})
