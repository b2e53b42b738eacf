"""Why somebody does not see something: every rule by its name, for owners and admins alone."""

from contextlib import asynccontextmanager
from itertools import count
from urllib.parse import urlencode

import pytest

from jetway.config import Settings
from tests.bridge.conftest import new_shop, running
from tests.bridge.people import open_office
from tests.bridge.test_narrowed_tokens import narrowed
from tests.sources import databases

pytestmark = pytest.mark.anyio

_numbers = count()

SUPPORT = {
    "tables": {
        "people": {
            "read": ["name", "email", "region_code"],
            "mask": {"email": {"kind": "full"}},
            "rows": {
                "and": [
                    {"column": "region_code", "op": "eq", "attribute": "region"},
                    {
                        "and": [
                            {"column": "active", "op": "eq", "value": True},
                            {"or": [{"column": "boss.name", "op": "icontains", "value": "z"}]},
                        ]
                    },
                ]
            },
        },
        "orders": {"rows": {"column": "gone", "op": "eq", "value": 1}},
        "lines": {"read": False},
    }
}
TABLES = "/roles/support/tables"
RULE = f"{TABLES}/people/rows"
CLAUSES = [f"{RULE}/and/0", f"{RULE}/and/1/and/0", f"{RULE}/and/1/and/1"]
CEILING = 'hidden_tables = ["totals", "letters"]\nhidden_columns = ["people.born"]\n'


@asynccontextmanager
async def opened(url, folder):
    """An office whose support sees some of its people."""
    (folder / "ceiling.toml").write_text(CEILING)
    settings = Settings(database=url, state=folder / "state", ceiling=str(folder / "ceiling.toml"))
    async with running(settings) as jetway:
        office = await open_office(jetway)
        await office.grant("support", SUPPORT)
        yield office


@pytest.fixture(scope="module")
async def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("why")
    url = databases.sqlite(folder / "shop.sqlite").removeprefix("sqlite:///")
    async with opened(url, folder) as office:
        yield office


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
async def each_office(request, tmp_path_factory):
    if request.param == "sqlite":
        yield request.getfixturevalue("office")
        return
    server = request.getfixturevalue(f"{request.param}_server")
    url = getattr(databases, request.param)(server, f"why_{next(_numbers)}")
    async with opened(url, tmp_path_factory.mktemp("why")) as office:
        yield office


async def why(office, **sent):
    answer = await office.ask(await office.token(), "GET", f"/api/why/?{urlencode(sent)}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def reasons(answer):
    return [(one["reason"], one["rule"]) for one in answer["reasons"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"table": "nothing"}, [("no_table", "")]),
        ({"table": "totals"}, [("table_hidden_by_ceiling", ""), ("table_not_granted", f"{TABLES}/totals")]),
        ({"table": "totals", "role": "king"}, [("table_hidden_by_ceiling", ""), ("no_role", "/roles")]),
        ({"table": "totals", "role": "owner"}, [("table_hidden_by_ceiling", "")]),
        ({"table": "lines"}, [("table_not_granted", f"{TABLES}/lines/read")]),
        ({"table": "people"}, []),
        ({"table": "people", "column": "id"}, []),
        ({"table": "people", "column": "name"}, []),
        ({"table": "people", "column": "nothing"}, [("no_column", "")]),
        ({"table": "people", "column": "mood"}, [("column_not_granted", f"{TABLES}/people/read")]),
        ({"table": "people", "column": "email"}, [("column_masked", f"{TABLES}/people/mask/email")]),
        (
            {"table": "people", "column": "born"},
            [("column_hidden_by_ceiling", ""), ("column_not_granted", f"{TABLES}/people/read")],
        ),
        ({"table": "people", "column": "born", "role": "owner"}, [("column_hidden_by_ceiling", "")]),
        ({"table": "orders"}, [("rule_broken", f"{TABLES}/orders/rows")]),
    ],
)
async def test_each_rule_has_its_name_and_its_place(office, asked, expected):
    answer = await why(office, **{"role": "support", **asked})

    assert reasons(answer) == expected
    assert answer["visible"] is not True if expected else answer["visible"] is not False


@pytest.mark.parametrize(
    "asked",
    [{"key": "1"}, {"key": "404"}, {"key": "1", "column": "id"}, {"column": "nothing"}, {}],
)
async def test_of_a_table_under_the_ceiling_nothing_but_that_is_told(office, asked):
    """A rule of a role may be anything: whether a row satisfies it would tell what is in the row."""
    await office.grant("spy", {"tables": {"letters": {"rows": {"column": "id", "op": "eq", "value": 1}}}})
    answer = await why(office, role="spy", table="letters", **asked)
    assert reasons(answer) == [("table_hidden_by_ceiling", "")]
    assert answer["clauses"] == []


@pytest.mark.parametrize("key", [1, 2, 3])
async def test_the_database_tells_which_clauses_a_row_fails(each_office, key):
    person = await each_office.colleague(f"cy{next(_numbers)}", "support", region="no")
    row = (
        await each_office.ask(await each_office.token(), "GET", f"/api/models/people/{key}/?_expand=boss")
    ).json()

    answer = await why(each_office, table="people", key=key, member=person)

    boss = row["boss"] or {"name": ""}
    expected = [row["region_code"] == "no", row["active"], "z" in boss["name"].lower()]
    assert [clause["holds"] for clause in answer["clauses"]] == expected
    assert [clause["rule"] for clause in answer["clauses"]] == CLAUSES
    assert answer["clauses"][1]["says"] == {"column": "active", "op": "eq", "value": True}
    failed = [("row_rule", rule) for rule, holds in zip(CLAUSES, expected, strict=True) if not holds]
    assert (reasons(answer), answer["visible"]) == (failed, not failed)
    seen = await each_office.ask(await each_office.token(member=person), "GET", f"/api/models/people/{key}/")
    assert (seen.status_code == 200) is answer["visible"]


async def test_a_member_without_the_attribute_sees_no_row(office):
    person = await office.colleague(f"di{next(_numbers)}", "support")

    answer = await why(office, table="people", member=person)

    assert reasons(answer) == [("missing_attribute", CLAUSES[0])]
    assert "region" in answer["reasons"][0]["detail"]


async def test_a_value_that_fits_no_column_lets_no_row_through(office):
    person = await office.colleague(f"ed{next(_numbers)}", "support", region=["no"])

    assert reasons(await why(office, table="people", member=person)) == [("misfit_attribute", CLAUSES[0])]


async def test_of_a_role_it_is_told_what_depends_on_the_member(office):
    answer = await why(office, table="people", key=1, role="support")

    first, *others = answer["clauses"]
    assert (first["holds"], first["attributes"]) == (None, ["region"])
    assert all(isinstance(clause["holds"], bool) for clause in others)


async def test_a_row_that_is_not_there_is_told_as_such(office):
    for key in ("999999", "x", "1,2", "99999999999999999999"):
        assert ("no_row", "") in reasons(await why(office, table="people", key=key, role="owner"))
    assert (await why(office, table="people", key="1", role="owner"))["visible"] is True


@pytest.fixture(scope="module")
async def small(tmp_path_factory):
    async with running(new_shop(tmp_path_factory.mktemp("small"))) as jetway:
        office = await open_office(jetway)
        await office.grant("admin", {"every_table": {}})
        yield office


async def test_for_all_but_owner_and_admin_there_is_nothing_here(small):
    editor = await small.colleague("editor", "editor")
    path = "/api/why/?table=orders&role=owner"

    there = await small.jetway.ask("GET", path, role="editor")
    nowhere = await small.jetway.ask("GET", "/api/nowhere/", role="editor")

    assert there.status_code == 404
    instance = {"instance": ""}
    assert there.json() | instance == nowhere.json() | instance
    assert (await small.jetway.ask("GET", path, role="admin")).status_code == 200
    assert (await small.ask(await small.token(member=editor), "GET", path)).status_code == 200


async def test_a_token_for_some_tables_is_told_of_no_other(tmp_path):
    async with narrowed(tmp_path, tables=("orders",)) as jetway:
        assert await jetway.refused("GET", "/api/why/?table=customers&role=owner") == (404, "not_found")


async def test_a_row_of_a_table_without_a_key_is_asked_about_by_its_mark(small):
    rule = {"column": "path", "op": "eq", "value": "/elsewhere"}
    await small.grant("clerk", {"tables": {"visits": {"rows": rule}}})
    listed = await small.ask(await small.token(), "GET", "/api/models/visits/")
    mark = listed.json()["results"][0]["_row"]

    answer = await why(small, table="visits", key=mark, role="clerk")

    assert reasons(answer) == [("row_rule", "/roles/clerk/tables/visits/rows")]
    assert [clause["says"] for clause in answer["clauses"]] == [rule]


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("role=owner", (400, "invalid_parameter")),
        ("table=orders", (400, "invalid_parameter")),
        ("operation=a&endpoint=b&role=owner", (400, "invalid_parameter")),
        ("endpoint=b&key=1&role=owner", (400, "invalid_parameter")),
        ("table=orders&role=owner&member=x", (400, "invalid_parameter")),
        ("table=orders&role=owner&row=1", (400, "invalid_parameter")),
        ("table=orders&member=nobody", (404, "unknown_resource")),
        ("table=orders&member=..%2Fpolicy", (404, "unknown_resource")),
    ],
)
async def test_a_question_of_another_form_is_refused(small, query, refusal):
    answer = await small.ask(await small.token(), "GET", f"/api/why/?{query}")

    assert (answer.status_code, answer.json()["code"]) == refusal
