"""Relations between two sources: an order in a database and its customer at Stripe."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from jetway.bridge.pages import read_page
from tests.bridge.conftest import Jetway, new_shop, running
from tests.bridge.test_audit import grant
from tests.bridge.test_relations import PATH, declared, many_to_one
from tests.bridge.test_sources import add, database
from tests.fakes.stripe import KEY, Refused, Stripe, stripe
from tests.sources.databases import run_postgresql

pytestmark = pytest.mark.anyio

SALES = """
CREATE TABLE sales (
  id INTEGER PRIMARY KEY, stripe_customer TEXT, note TEXT, buyer INTEGER, owed DECIMAL(6, 2));
INSERT INTO sales VALUES
  (1, 'cus_000001', 'a', 1, 1), (2, 'cus_000002', 'b', 2, 2), (3, 'cus_000001', 'c', NULL, 3),
  (4, 'cus_nobody', 'd', 9, 4), (5, NULL, 'e', 1, 5);
"""
PEOPLE = """
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT UNIQUE, place_id INTEGER
  REFERENCES places (id), secret_note TEXT);
CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO places VALUES (1, 'Rome');
INSERT INTO people VALUES (1, 'Ana', 'cus_000001', 1, 'x'), (2, 'Bo', NULL, NULL, 'y');
"""
TO_STRIPE = many_to_one("stripe_customer", "customers", "id") | {"related_source": "pay"}
TO_PEOPLE = many_to_one("buyer", "people", "id") | {"related_source": "crm"}
AT = "/api/models/sales/"
PAY = "/api/sources/pay/"


@dataclass
class Both:
    """A shop with a database and a Stripe, related."""

    jetway: Jetway
    stripe: Stripe

    async def page(self, query: str, role: str = "owner") -> dict:
        self.stripe.requests.clear()
        return await self.jetway.get(f"{AT}?{query}", role)

    async def ids(self, query: str, role: str = "owner") -> list[int]:
        return sorted(row["id"] for row in (await self.page(query, role))["results"])

    async def links(self, at: str, table: str, role: str = "owner") -> dict[str, dict]:
        [found] = [one for one in await self.jetway.get(at, role) if one["model"] == table]
        return {link["name"]: link for link in found["links"] if "source" in link}


@pytest.fixture(scope="module")
async def running_shop(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Both]:
    folder = tmp_path_factory.mktemp("far")
    settings = replace(new_shop(folder), outbound_private=("127.0.0.1",), source_folders=(str(folder),))
    for name, text in (("shop", SALES), ("crm", PEOPLE)):
        with sqlite3.connect(folder / f"{name}.sqlite") as connection:
            connection.executescript(text)
    async with stripe() as kept, running(settings) as jetway:
        for number in range(1, 31):
            kept.add("customers", name=f"Customer {number}", email=f"c{number}@example.com")
        kept.add("charges", customer="cus_000002", amount=500, currency="eur")
        await add(jetway, "pay", "stripe", {"api_key": KEY, "address": kept.address})
        await add(jetway, "crm", "sqlite", {"path": str(folder / "crm.sqlite")})
        answer = await jetway.ask("POST", PATH, declared(TO_STRIPE, TO_PEOPLE, model="sales"))
        assert answer.status_code == 200, answer.text
        await grant(jetway, "clerk", {"every_table": {}})
        yield Both(jetway, kept)


@pytest.fixture
async def shop(running_shop: Both) -> AsyncIterator[Both]:
    """The same for every test, with nothing remembered of the app's rows."""
    running_shop.stripe.faults.clear()
    yield running_shop
    await running_shop.jetway.ask("PATCH", f"{PAY}models/customers/cus_000030/", {"phone": "1"})


async def test_both_ends_describe_it(shop):
    near = await shop.links("/api/model_descriptions/", "sales")
    assert near == {
        "stripe_customer_row": {
            "name": "stripe_customer_row",
            "columns": ["stripe_customer"],
            "source": "pay",
            "target": "customers",
            "target_columns": ["id"],
            "many": False,
            "on_delete": "nothing",
            "filters": True,
        },
        "buyer_row": {**near["buyer_row"], "source": "crm", "target": "people"},
    }
    far = await shop.links(f"{PAY}model_descriptions/", "customers")
    assert {name: (one["source"], one["many"]) for name, one in far.items()} == {"sales": ("default", True)}
    [table] = [one for one in await shop.jetway.get("/api/model_descriptions/") if one["model"] == "sales"]
    assert {"related_source": "pay", **TO_STRIPE}.items() <= table["relation_overrides"][1].items()


async def test_each_customer_of_a_page_is_asked_for_once(shop):
    page = await shop.page("_select=id,stripe_customer_row.name&_order_by=id")
    assert page["results"] == [
        {"id": 1, "stripe_customer_row": {"name": "Customer 1"}},
        {"id": 2, "stripe_customer_row": {"name": "Customer 2"}},
        {"id": 3, "stripe_customer_row": {"name": "Customer 1"}},
        {"id": 4, "stripe_customer_row": None},
        {"id": 5, "stripe_customer_row": None},
    ]
    assert "notes" not in page
    assert sorted(path for _, path in shop.stripe.requests) == [
        "/v1/customers/cus_000001",
        "/v1/customers/cus_000002",
        "/v1/customers/cus_nobody",
    ]


async def test_a_file_has_columns_of_the_other_sources(shop):
    names = "note,stripe_customer_row.name,buyer_row.name,buyer_row.code"
    answer = await shop.jetway.ask("GET", f"{AT}export/?_order_by=id&_select={names}&_format=csv")
    assert answer.text.splitlines() == [
        '"note","stripe_customer_row.name","buyer_row.name","buyer_row.code"',
        '"a","Customer 1","Ana","cus_000001"',
        '"b","Customer 2","Bo",',
        '"c","Customer 1",,',
        '"d",,,',
        '"e",,"Ana","cus_000001"',
    ]
    page = await shop.page("_order_by=id&_expand=stripe_customer_row")
    file = await shop.jetway.ask("GET", f"{AT}export/?_order_by=id&_expand=stripe_customer_row&_format=json")
    assert file.json() == page["results"]


async def test_a_file_takes_the_right_to_it_in_the_other_source_too(shop):
    path = f"{AT}export/?_select=id,stripe_customer_row.name"
    tables = {"sales": {"export": True}, "pay/customers": {}}
    await grant(shop.jetway, "taker", {"tables": tables})
    assert await shop.jetway.refused("GET", path, role="taker") == (403, "not_allowed")
    await grant(shop.jetway, "mover", {"tables": {**tables, "pay/customers": {"export": True}}})
    assert (await shop.jetway.ask("GET", path, role="mover")).status_code == 200


async def test_a_file_waits_longer_for_another_source_than_a_page(shop, monkeypatch):
    monkeypatch.setattr("jetway.bridge.far.rows.WITHIN_S", 0.2)
    shop.stripe.slow_s = 0.3
    path = f"{AT}export/?_select=stripe_customer_row.balance&_order_by=id&_format=ndjson"
    answer = await shop.jetway.ask("GET", path)
    shop.stripe.slow_s = 0
    assert len(answer.text.splitlines()) == 5


async def test_a_file_without_the_other_source_is_refused(shop):
    shop.stripe.faults += [Refused(401, "Expired API Key")] * 3
    path = f"{AT}export/?_select=id,stripe_customer_row.phone"
    assert await shop.jetway.refused("GET", path) == (503, "db_unavailable")


async def test_what_was_just_asked_for_is_not_asked_again_by_the_same_person(shop):
    await shop.page("_expand=stripe_customer_row")
    await shop.page("_expand=stripe_customer_row")
    assert shop.stripe.requests == []
    await shop.page("_expand=stripe_customer_row", "clerk")
    assert len(shop.stripe.requests) == 3


async def test_who_asks_together_asks_the_app_once(shop):
    shop.stripe.requests.clear()
    path = f"{AT}?_select=stripe_customer_row.name"
    one, two = await asyncio.gather(shop.jetway.get(path), shop.jetway.get(path))
    assert one["results"] == two["results"]
    assert len(shop.stripe.requests) == 3


async def test_an_app_is_asked_for_so_many_rows_of_a_page_and_no_more(shop, monkeypatch):
    monkeypatch.setattr("jetway.bridge.far.rows.MAX_SINGLE", 1)
    page = await shop.page("_select=id,stripe_customer_row.name&_order_by=id")
    known = [row["id"] for row in page["results"] if "stripe_customer_row" in row]
    assert (known, len(shop.stripe.requests)) == ([1, 3, 5], 1)
    assert [note["code"] for note in page["notes"]] == ["far_too_many"]


async def test_a_value_that_leads_to_several_rows_leads_to_none(shop):
    shop.stripe.add("customers", name="Twin", email="c3@example.com")
    sent = TO_STRIPE | {"local_field": "note", "related_field": "email"}
    shop.jetway.sql("UPDATE sales SET note = 'c' || id || '@example.com' WHERE id > 2")
    answer = await shop.jetway.ask("POST", PATH, declared(TO_STRIPE, TO_PEOPLE, sent, model="sales"))
    page = await shop.page("_select=id,note_row.name&_order_by=id")
    await shop.jetway.ask("POST", PATH, declared(TO_STRIPE, TO_PEOPLE, model="sales"))
    shop.stripe.kept["customers"].pop()
    assert answer.status_code == 200, answer.text
    assert [row.get("note_row", "?") for row in page["results"]] == [
        *(None, None, "?", {"name": "Customer 4"}, {"name": "Customer 5"})
    ]
    assert [note["code"] for note in page["notes"]] == ["far_ambiguous"]


async def test_a_change_made_here_is_seen_at_once(shop):
    await shop.page("_select=stripe_customer_row.name")
    await shop.jetway.ask("PATCH", f"{PAY}models/customers/cus_000002/", {"name": "Bo"})
    page = await shop.page("_select=stripe_customer_row.name&id=2")
    await shop.jetway.ask("PATCH", f"{PAY}models/customers/cus_000002/", {"name": "Customer 2"})
    assert page["results"] == [{"stripe_customer_row": {"name": "Bo"}}]


async def test_one_row_brings_it_along(shop):
    row = await shop.jetway.get(f"{AT}2/?_expand=stripe_customer_row,buyer_row&_select=id")
    assert (row["stripe_customer_row"]["email"], row["buyer_row"]["name"]) == ("c2@example.com", "Bo")


async def test_of_a_database_all_keys_are_one_statement_and_its_own_relations_go_on(shop, monkeypatch):
    reads = []

    async def counted(*args):
        reads.append(args)
        return await read_page(*args)

    monkeypatch.setattr("jetway.bridge.far.rows.read_page", counted)
    page = await shop.page("_select=id,buyer_row.name,buyer_row.place.name&_order_by=id")
    assert [row["buyer_row"] for row in page["results"]] == [
        {"name": "Ana", "place": {"name": "Rome"}},
        {"name": "Bo", "place": None},
        None,
        None,
        {"name": "Ana", "place": {"name": "Rome"}},
    ]
    assert len(reads) == 1


async def test_rows_are_filtered_through_it(shop):
    assert await shop.ids("stripe_customer_row__email=c1@example.com") == [1, 3]
    assert len(shop.stripe.requests) == 1
    assert await shop.ids("stripe_customer_row__name__icontains=CUSTOMER 2") == [2]
    assert await shop.ids("exclude__stripe_customer_row__email=c1@example.com") == [2, 4, 5]
    assert await shop.ids("buyer_row__place__name=Rome") == [1, 5]
    assert await shop.ids("buyer_row__name=nobody") == []
    tree = '{"or":[{"column":"buyer_row.name","op":"eq","value":"Bo"},{"column":"id","op":"eq","value":4}]}'
    assert await shop.ids(f"_filter={tree}") == [2, 4]


async def test_numbers_and_changes_take_the_same_filters(shop):
    jetway = shop.jetway
    found = await jetway.get(f"{AT}aggregate/?_y_func=max&_y_column=id&buyer_row__name=Ana")
    assert found == {"y_func": 5}
    groups = await jetway.get(f"{AT}group/?_y_func=count&_x_column=buyer&buyer_row__name=Ana")
    assert groups == [{"group": 1, "y_func": 2}]
    changed = await jetway.ask("PATCH", f"{AT}?buyer_row__name=Ana&_dry_run=1", {"note": "x"})
    assert changed.json() == {"count": 2}
    deleted = await jetway.ask("DELETE", f"{AT}?buyer_row__name=Bo&_dry_run=1")
    assert deleted.json()["count"] == 1
    file = await jetway.ask("GET", f"{AT}export/?_format=csv&_select=id&buyer_row__name=Bo")
    assert file.text.split() == ['"id"', "2"]


async def test_from_the_app_rows_are_filtered_by_those_of_the_database(shop):
    page = await shop.jetway.get(f"{PAY}models/customers/?sales__note=b")
    assert [row["id"] for row in page["results"]] == ["cus_000002"]
    refused = await shop.jetway.refused("GET", f"{PAY}models/customers/?_expand=sales")
    assert refused == (400, "invalid_parameter")


async def test_an_app_refers_to_a_database(shop):
    at = f"{PAY}model_descriptions/relationship_overrides/"
    sent = many_to_one("customer", "people", "code") | {"related_source": "crm"}
    answer = await shop.jetway.ask("POST", at, declared(sent, model="charges"))
    assert answer.status_code == 200, answer.text
    shop.stripe.requests.clear()
    page = await shop.jetway.get(f"{PAY}models/charges/?_select=amount,customer_row_.name")
    assert page["results"] == [{"amount": 500, "customer_row_": None}]
    assert len(shop.stripe.requests) == 1
    back = await shop.links("/api/sources/crm/model_descriptions/", "people")
    assert (back["charges"]["source"], back["charges"]["many"]) == ("pay", True)
    await shop.jetway.ask("POST", at, declared(model="charges"))
    assert await shop.links(f"{PAY}model_descriptions/", "charges") == {}


async def test_the_openapi_document_tells_of_it(shop):
    document = await shop.jetway.get("/api/openapi.json")
    rows = [one for one in document["components"]["schemas"].values() if "stripe_customer_row" in str(one)]
    assert "pay" in rows[0]["properties"]["stripe_customer_row"]["description"]


async def test_sorting_by_it_is_refused_and_says_so(shop):
    answer = await shop.jetway.ask("GET", f"{AT}?_order_by=-stripe_customer_row.name")
    assert (answer.status_code, answer.json()["code"]) == (400, "far_not_sortable")
    assert "another source" in answer.json()["detail"]


async def test_a_condition_that_matches_too_much_is_refused(shop):
    await grant(shop.jetway, "few", {"every_table": {}, "tables": {"crm/people": {"max_rows": 1}}})
    assert await shop.ids("buyer_row__name=Ana", "few") == [1, 5]
    assert await shop.jetway.refused("GET", f"{AT}?buyer_row__id__gt=0", role="few") == (400, "far_too_many")


async def test_more_rows_than_a_role_may_list_at_once_still_come_along(shop):
    await grant(shop.jetway, "few", {"every_table": {}, "tables": {"crm/people": {"max_rows": 1}}})
    page = await shop.page("_select=buyer_row.name&_order_by=id", "few")
    assert [row["buyer_row"] and row["buyer_row"]["name"] for row in page["results"]][:2] == ["Ana", "Bo"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("_select=stripe_customer_row.nothing", "unknown_column"),
        ("_expand=stripe_customer_row.nothing", "unknown_relation"),
        ("stripe_customer_row__nothing=1", "unknown_column"),
        ("buyer_row__id=x", "invalid_value"),
    ],
)
async def test_what_the_other_table_does_not_have_is_unknown(shop, path, code):
    assert (await shop.jetway.refused("GET", f"{AT}?{path}"))[1] == code


@pytest.mark.parametrize("fault", [Refused(500, "down"), Refused(403, "no"), b'{"data": 1}'])
async def test_an_app_that_fails_takes_no_list_with_it(shop, fault):
    shop.stripe.faults += [fault] * 30
    page = await shop.page("_select=id,stripe_customer,stripe_customer_row.name&_order_by=id")
    assert page["results"][0] == {"id": 1, "stripe_customer": "cus_000001"}
    assert page["results"][4] == {"id": 5, "stripe_customer": None, "stripe_customer_row": None}
    [note] = page["notes"]
    assert (note["relation"], KEY in str(note)) == ("stripe_customer_row", False)
    row = await shop.jetway.get(f"{AT}1/?_select=id,stripe_customer_row.name")
    assert row["id"] == 1


async def test_a_slow_app_is_not_waited_for(shop, monkeypatch):
    monkeypatch.setattr("jetway.bridge.far.rows.WITHIN_S", 0.2)
    shop.stripe.slow_s = 5
    try:
        page = await shop.page("_select=id,stripe_customer_row.name&id=1")
    finally:
        shop.stripe.slow_s = 0
    assert (page["results"], page["notes"][0]["code"]) == ([{"id": 1}], "query_timeout")


@pytest.mark.parametrize(
    "rights",
    [
        {"tables": {"sales": {}}},
        {"every_table": {}, "tables": {"pay/customers": {"read": False}}},
        {"every_table": {}, "tables": {"pay/customers": {"mask": {"id": {"kind": "full"}}}}},
        {"every_table": {}, "tables": {"sales": {"mask": {"stripe_customer": {"kind": "full"}}}}},
    ],
)
async def test_to_what_is_hidden_there_is_no_relation(shop, rights):
    await grant(shop.jetway, "seller", rights)
    assert "stripe_customer_row" not in await shop.links("/api/model_descriptions/", "sales", "seller")
    shop.stripe.requests.clear()
    for hidden, unknown in (
        ("_expand=stripe_customer_row", "_expand=no_such_thing_here"),
        ("stripe_customer_row__name=x", "no_such_thing_here__name=x"),
        ("_order_by=stripe_customer_row.name", "_order_by=no_such_thing_here.name"),
    ):
        one = await shop.jetway.ask("GET", f"{AT}?{hidden}", role="seller")
        other = await shop.jetway.ask("GET", f"{AT}?{unknown}", role="seller")
        assert one.status_code == other.status_code == 400
        assert one.json()["detail"] == other.json()["detail"].replace(
            "no_such_thing_here", "stripe_customer_row"
        )
    assert shop.stripe.requests == []


async def test_a_row_that_a_rule_hides_is_as_one_that_is_not_there(shop):
    rule = {"column": "name", "op": "eq", "value": "Customer 2"}
    await grant(shop.jetway, "south", {"every_table": {}, "tables": {"pay/customers": {"rows": rule}}})
    page = await shop.page("_select=id,stripe_customer,stripe_customer_row.name&_order_by=id", "south")
    hidden, absent = page["results"][0], page["results"][3]
    assert (hidden["stripe_customer"], hidden["stripe_customer_row"]) == ("cus_000001", None)
    assert absent["stripe_customer_row"] is None
    assert await shop.ids("stripe_customer_row__name__icontains=customer", "south") == [2]


async def test_masked_columns_of_the_other_source_stay_masked(shop):
    masked = {"pay/customers": {"mask": {"email": {"kind": "full"}}}}
    await grant(shop.jetway, "teller", {"every_table": {}, "tables": masked})
    page = await shop.page("_select=stripe_customer_row.email&id=1", "teller")
    assert page["results"][0]["stripe_customer_row"] == {"email": "••••"}
    path = f"{AT}?stripe_customer_row__email=c1@example.com"
    assert await shop.jetway.refused("GET", path, role="teller") == (400, "not_filterable")


@pytest.mark.parametrize(
    "relation",
    [
        TO_STRIPE | {"related_source": "nowhere"},
        TO_STRIPE | {"related_model": "nothing"},
        TO_STRIPE | {"related_field": "nothing"},
        TO_STRIPE | {"local_field": "nothing"},
        TO_STRIPE | {"related_field": "name"},
        TO_STRIPE | {"related_field": "created"},
        TO_STRIPE | {"local_field": "buyer"},
        TO_PEOPLE | {"related_field": "place_id"},
        TO_PEOPLE | {"local_field": "stripe_customer"},
        TO_STRIPE | {"direction": "ONETOMANY"},
    ],
)
async def test_a_relation_that_makes_no_sense_is_refused_and_changes_nothing(shop, relation):
    before = await shop.links("/api/model_descriptions/", "sales")
    answer = await shop.jetway.ask("POST", PATH, declared(relation, model="sales"))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_relation")
    assert await shop.links("/api/model_descriptions/", "sales") == before


async def test_a_source_that_is_hidden_is_to_declaring_as_one_that_is_not_there(shop):
    hidden = {"sales": {}, "pay/*": {"read": False}, "crm/*": {"read": False}}
    await grant(shop.jetway, "builder", {"tables": hidden, "structure": True})
    told = []
    for source in ("pay", "nowhere"):
        sent = declared(TO_STRIPE | {"related_source": source}, model="sales")
        answer = await shop.jetway.ask("POST", PATH, sent, "builder")
        told.append((answer.status_code, answer.json()["detail"].replace(source, "…")))
    assert told[0] == told[1]
    assert (await shop.jetway.ask("POST", PATH, declared(model="sales"), "builder")).status_code == 200
    assert len(await shop.links("/api/model_descriptions/", "sales")) == 2


async def test_relations_outlive_a_restart_and_go_with_their_source(tmp_path):
    settings = replace(new_shop(tmp_path), source_folders=(str(tmp_path),))
    for name, text in (("shop", SALES), ("crm", PEOPLE)):
        with sqlite3.connect(tmp_path / f"{name}.sqlite") as connection:
            connection.executescript(text)
    file = tmp_path / "crm.sqlite"
    async with running(settings) as jetway:
        await add(jetway, "crm", "sqlite", {"path": str(file)})
        await jetway.ask("POST", PATH, declared(TO_PEOPLE, model="sales"))
    elsewhere = file.rename(tmp_path / "elsewhere.sqlite")
    async with running(settings) as jetway:
        page = await jetway.get(f"{AT}?_select=id,buyer_row.name")
        assert [row for row in page["results"] if "buyer_row" in row] == []
        assert page["notes"][0]["code"] == "db_unavailable"
        assert await jetway.refused("GET", f"{AT}?buyer_row__name=Ana") == (503, "db_unavailable")
        await grant(jetway, "seller", {"tables": {"sales": {}}})
        await grant(jetway, "reader", {"tables": {"sales": {}, "crm/people": {"read": ["name"]}}})
        for role in ("seller", "reader"):
            hidden = await jetway.refused("GET", f"{AT}?_expand=buyer_row", role=role)
            assert hidden == (400, "unknown_relation")
        elsewhere.rename(file)
        await jetway.ask("DELETE", "/api/sources/crm/")
        await add(jetway, "crm", "sqlite", {"path": str(file)})
        assert await jetway.refused("GET", f"{AT}?_expand=buyer_row") == (400, "unknown_relation")


UNSEEN = "INSERT INTO people VALUES (9, 'Zoe', 'z', 1, 'q'); UPDATE people SET secret_note = 'q';"
ABOUT = (
    *(
        "_expand=buyer_row",
        "_select=id,buyer_row.name",
        "_select=buyer_row.secret_note",
        "_expand=buyer_row.place",
    ),
    *(
        "buyer_row__id=9",
        "exclude__buyer_row__id__gt=0",
        "buyer_row__name__isnull=false",
        "buyer_row__name=Zoe",
    ),
    *(
        "buyer_row__secret_note=q",
        "buyer_row__place__name=Rome",
        "_order_by=buyer_row.name",
        "_expand=buyer_row&id=4",
    ),
)


async def told_of(folder: Path, unseen: str) -> list[str]:
    """What a clerk is told of people, of whom they may see two, and two columns."""
    settings = replace(new_shop(folder), source_folders=(str(folder),))
    for name, text in (("shop", SALES), ("crm", PEOPLE + unseen)):
        with sqlite3.connect(folder / f"{name}.sqlite") as connection:
            connection.executescript(text)
    async with running(settings) as jetway:
        await add(jetway, "crm", "sqlite", {"path": str(folder / "crm.sqlite")})
        await jetway.ask("POST", PATH, declared(TO_PEOPLE, model="sales"))
        rule = {"column": "name", "op": "in", "value": ["Ana", "Bo"]}
        people = {"rows": rule, "read": ["id", "name"]}
        await grant(jetway, "clerk", {"tables": {"sales": {"aggregate": True}, "crm/people": people}})
        paths = [f"{AT}?{query}" for query in ABOUT]
        paths += [f"{AT}aggregate/?_y_func=count&{query}" for query in ABOUT if "__" in query]
        paths += [f"/api/sources/crm/models/people/?sales__id={number}" for number in (1, 4)]
        paths += ["/api/model_descriptions/", "/api/sources/crm/model_descriptions/", "/api/openapi.json"]
        answers = [await jetway.ask("GET", path, role="clerk") for path in paths]
        return [re.sub(r'("instance":"|_query_time":)[^,}]*', "", answer.text) for answer in answers]


async def test_what_is_hidden_in_the_other_source_changes_no_answer(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = await told_of(tmp_path / "one", ""), await told_of(tmp_path / "two", UNSEEN)
    assert one == two
    assert "Ana" in one[0]


BILLS = """
CREATE TABLE bills (id SERIAL PRIMARY KEY, customer NUMERIC(9, 1), code UUID);
INSERT INTO bills (customer, code) VALUES
  (1.0, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), (7.5, NULL), (2, NULL);
"""
PAPERS = """
CREATE TABLE papers (code TEXT PRIMARY KEY, name TEXT);
INSERT INTO papers VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'One'), ('no uuid', 'Two');
"""


async def test_postgresql_and_sqlite_tell_equal_keys_in_their_own_ways(tmp_path, postgresql_server):
    settings = new_shop(tmp_path)
    with sqlite3.connect(settings.database) as connection:
        connection.executescript(PAPERS)
    options = database(postgresql_server, run_postgresql)
    run_postgresql(postgresql_server, options["database"], BILLS)
    async with running(settings) as jetway:
        await add(jetway, "billing", "postgresql", options)
        sent = [
            many_to_one("customer", "customers", "id") | {"related_source": "default"},
            many_to_one("code", "papers", "code") | {"related_source": "default"},
        ]
        at = "/api/sources/billing/"
        answer = await jetway.ask(
            "POST", f"{at}model_descriptions/relationship_overrides/", declared(*sent, model="bills")
        )
        assert answer.status_code == 200, answer.text
        page = await jetway.get(f"{at}models/bills/?_select=customer_row.name,code_row.code&_order_by=id")
        assert [row["customer_row"] and row["customer_row"]["name"] for row in page["results"]] == [
            "Ana",
            None,
            "Bo",
        ]
        found = await jetway.get(f"{at}models/bills/?customer_row__country=SE")
        assert [row["id"] for row in found["results"]] == [3]
        by_code = await jetway.get("/api/models/papers/?bills__id__gt=0")
        assert "notes" not in page
        assert [row["name"] for row in by_code["results"]] == ["One"]
        assert page["results"][0]["code_row"] == {"code": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}
