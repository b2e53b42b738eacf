"""Viewing as a role or a member: what they see, and nothing changed or taken along."""

import anyio
import pytest

from tests.bridge.conftest import new_shop, running
from tests.bridge.people import open_office

pytestmark = pytest.mark.anyio

SUPPORT = {
    "tables": {
        "customers": {
            "read": ["id", "name", "country"],
            "update": True,
            "create": True,
            "delete": True,
            "export": True,
            "rows": {"column": "country", "op": "eq", "attribute": "country"},
        }
    },
    "audit": True,
    "structure": True,
    "sql": True,
}


@pytest.fixture(scope="module")
async def office(tmp_path_factory):
    async with running(new_shop(tmp_path_factory.mktemp("views"))) as jetway:
        office = await open_office(jetway)
        await office.grant("support", SUPPORT)
        yield office


@pytest.fixture(scope="module")
async def bo(office):
    return await office.colleague("bo", "support", country="SE")


async def test_a_member_is_viewed_with_their_attributes_in_the_row_rules(office, bo):
    token = await office.token(member=bo)

    rows = (await office.ask(token, "GET", "/api/models/customers/")).json()["results"]
    hidden = await office.ask(token, "GET", "/api/models/orders/")

    assert rows == [{"id": 2, "name": "Bo", "country": "SE"}]
    assert (hidden.status_code, hidden.json()["code"]) == (404, "unknown_table")


@pytest.mark.parametrize(
    "country",
    ["SE' OR '1'='1", "S%", "{{actor.country}}", ["SE"], ["SE"] * 10_000, {"eq": "SE"}, True, None],
    ids=range(8),
)
async def test_an_attribute_is_a_value_that_fits_or_no_row_is_shown(office, country, request):
    odd = await office.colleague(f"odd{request.node.callspec.id}", "support", country=country)
    answer = await office.ask(await office.token(member=odd), "GET", "/api/models/customers/")
    assert (answer.status_code, answer.json()["results"]) == (200, [])


async def test_whoever_asks_the_same_gets_an_answer_of_their_own(office):
    members = {name: await office.colleague(f"of{name}", "support", country=name) for name in ("SE", "BR")}
    tokens = {name: await office.token(member=id_) for name, id_ in members.items()}
    for _ in range(2):  # when everything that is remembered has been filled
        for country, token in tokens.items():
            for query in (
                "",
                "?_order_by=name",
                "?name__isnull=false",
                "?_search=o",
                "?_cursor=&_per_page=1",
            ):
                told = (await office.ask(token, "GET", f"/api/models/customers/{query}")).json()["results"]
                assert {row["country"] for row in told} <= {country}
                assert told or "search" in query


async def test_a_role_is_viewed_with_ones_own_attributes(office):
    token = await office.token(role="support")

    seen = await office.ask(token, "GET", "/api/models/customers/")
    own = await office.ask(await office.token(), "GET", "/api/models/customers/")

    assert (seen.json()["count"], own.json()["count"]) == (0, 3)


async def test_the_description_is_that_of_the_role(office, bo):
    token = await office.token(member=bo)

    [table] = (await office.ask(token, "GET", "/api/model_descriptions/")).json()

    assert (table["model"], [one["name"] for one in table["fields"]]) == (
        "customers",
        ["id", "name", "country"],
    )
    assert sorted(table["verbs"]) == ["create", "delete", "read", "update"]


CHANGES = [
    ("POST", "/api/models/customers/", {"name": "Di"}),
    ("PATCH", "/api/models/customers/2/", {"name": "Bob"}),
    ("PUT", "/api/models/customers/2/", {"name": "Bob"}),
    ("DELETE", "/api/models/customers/2/", None),
    ("PATCH", "/api/models/customers/?id=2", {"name": "Bob"}),
    ("DELETE", "/api/models/customers/?id=2", None),
    ("POST", "/api/models/customers/bulk_create/", [{"name": "Di"}]),
    ("POST", "/api/models/customers/import/", None),
    ("POST", "/api/models/customers/2/history/1/restore/", None),
    ("POST", "/api/model_descriptions/relationship_overrides/", []),
    ("POST", "/api/reload/", None),
    ("GET", "/api/models/customers/export/?_format=csv", None),
    ("GET", "/api/audit/export/?_format=csv", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
async def test_nothing_is_changed_or_exported_in_a_view(office, bo, method, path, body):
    before = office.jetway.sql("SELECT * FROM customers")
    for as_ in ({"member": bo}, {"role": "owner"}):
        answer = await office.ask(await office.token(**as_), method, path, body)

        assert (answer.status_code, answer.json()["code"]) == (403, "viewing_as")
        assert "Leave the view" in answer.json()["detail"]
    assert office.jetway.sql("SELECT * FROM customers") == before


async def test_what_is_asked_by_post_and_only_read_is_answered(office, bo):
    token = await office.token(member=bo)

    graph = await office.ask(token, "POST", "/api/graphql/", {"query": "{ customers { results { id } } }"})
    sql = await office.ask(token, "POST", "/api/sql/", {"query": "SELECT 1 AS one"})

    assert (graph.status_code, sql.status_code) == (200, 200)
    assert sql.json()["data"] == [[1]]


async def test_the_audit_names_who_looks_and_as_whom(office, bo):
    token = await office.token(member=bo)
    await office.ask(token, "DELETE", "/api/models/customers/2/")
    await office.ask(token, "POST", "/api/sql/", {"query": "SELECT 2 AS two"})

    answer = await office.ask(await office.token(), "GET", "/api/audit/?_per_page=2")
    ran, denied = answer.json()["results"]

    both = {"id": bo, "name": "bo", "role": "support"}
    assert (denied["action"], denied["code"], denied["view_as"]) == ("denied", "viewing_as", both)
    assert (ran["action"], ran["sql"][0:8], ran["view_as"]) == ("run", "SELECT 2", both)
    ada = {"id": office.person, "name": "Ada", "role": "owner"}
    assert (denied["actor"], ran["actor"]) == (ada, ada)


async def test_a_bridge_forgets_the_view_when_either_changes(office):
    cy = await office.colleague("cy", "support", country="JP")
    token = await office.token(member=cy)
    assert (await office.ask(token, "GET", "/api/models/customers/")).json()["count"] == 1
    own = {"Authorization": f"Token {await own_desk(office)}", **office.headers}
    path = f"/api/projects/{office.project['id']}/members/{cy}/"

    await office.jetway.http.patch(path, json={"suspended": True}, headers=own)

    with anyio.fail_after(5):
        while (await office.ask(token, "GET", "/api/models/customers/")).status_code == 200:  # noqa: ASYNC110
            await anyio.sleep(0.02)


async def own_desk(office):
    body = {"audience": "control", "project": office.project["id"]}
    return (await office.jetway.http.post("/api/user_tokens/", json=body, headers=office.headers)).json()[
        "token"
    ]
