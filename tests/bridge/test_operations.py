"""What an app does by name, behind the bridge's own API: Stripe, on a server of ours."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from jetway.config import Settings
from tests.bridge.conftest import Jetway, new_shop, running
from tests.bridge.test_audit import events, grant
from tests.bridge.test_narrowed_tokens import scoped_token
from tests.fakes.stripe import KEY, Stripe, stripe
from tests.stores import lay_sqlite

pytestmark = pytest.mark.anyio

REFUND = "/api/proxy/default/charges.refund/"
CLERK = {
    "tables": {
        "charges": {
            "rows": {"column": "currency", "op": "eq", "value": "eur"},
            "read": ["id", "amount"],
            "operations": ["refund"],
        },
        "invoices": {},
    },
    "audit": True,
}


@dataclass
class Shop:
    """A bridge to a Stripe."""

    jetway: Jetway
    stripe: Stripe

    def charge(self, **more: Any) -> str:
        id_: str = self.stripe.add("charges", **{"amount": 500, "currency": "eur", **more})["id"]
        return id_

    def posts(self) -> list[tuple[str, str]]:
        return [request for request in self.stripe.requests if request[0] != "GET"]

    async def run(self, address: str, body: Any, role: str = "owner", once: str = "") -> Any:
        headers = {"Authorization": f"Token {await self.jetway.token(role)}"}
        headers |= {"Idempotency-Key": once} if once else {}
        return await self.jetway.http.post(f"/api/proxy/default/{address}/", json=body, headers=headers)


def told(answer: Any) -> dict[str, Any]:
    """A problem without the number and the path of its request."""
    return {**answer.json(), "instance": ""}


@pytest.fixture(scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shop]:
    folder = tmp_path_factory.mktemp("operations")
    lay_sqlite(folder / "control.sqlite")
    async with stripe() as kept:
        database = f"stripe://:{KEY}@?address={kept.address}"
        settings = Settings(database=database, state=folder, outbound_private=("127.0.0.1",))
        async with running(settings) as jetway:
            await jetway.token()
            await grant(jetway, "clerk", CLERK)
            yield Shop(jetway, kept)


@pytest.fixture
def shop(app: Shop) -> Shop:
    app.stripe.requests.clear()
    return app


async def test_an_operation_runs_on_one_row_and_answers_what_it_made(shop):
    key = shop.charge()
    answer = await shop.run(
        "charges.refund", {"key": key, "parameters": {"amount": 200, "reason": "duplicate"}}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["table"] == "refunds"
    row = answer.json()["row"]
    assert (row["charge"], row["amount"], row["reason"]) == (key, 200, "duplicate")
    assert (await shop.jetway.get(f"/api/models/charges/{key}/"))["amount_refunded"] == 200


async def test_what_was_not_sent_is_not_sent_on(shop):
    key = shop.charge(amount=321)
    answer = await shop.run("charges.refund", {"key": key, "parameters": {"amount": None}})
    assert answer.json()["row"]["amount"] == 321


async def test_an_operation_that_is_not_granted_is_as_unknown_as_one_that_is_not(shop):
    key = shop.charge()
    hidden = await shop.run("charges.capture", {"key": key}, "clerk")
    absent = await shop.run("charges.explode", {"key": key}, "clerk")
    assert hidden.status_code == 404
    assert told(hidden) == told(absent)
    assert told(hidden)["code"] == "unknown_operation"
    assert shop.stripe.requests == []


async def test_a_row_that_is_not_seen_is_not_there(shop):
    hidden = await shop.run("charges.refund", {"key": shop.charge(currency="usd")}, "clerk")
    absent = await shop.run("charges.refund", {"key": "cha_nowhere"}, "clerk")
    assert hidden.status_code == 404
    assert told(hidden) == told(absent)
    assert shop.posts() == []


async def test_of_a_hidden_table_the_answer_tells_nothing(shop):
    key = shop.charge()
    answer = await shop.run("charges.refund", {"key": key, "parameters": {"amount": 1}}, "clerk")
    assert answer.json() == {"table": None, "row": None}
    assert shop.posts() == [("POST", "/v1/refunds")]


async def test_a_rule_holds_for_the_answer_too(shop):
    rule = {"rows": {"column": "amount", "op": "lt", "value": 100}, "read": ["amount"]}
    refunding = {"tables": {"charges": {"operations": True}, "refunds": rule}}
    await grant(shop.jetway, "refunder", refunding)
    key = shop.charge()
    shown, hidden = [
        (await shop.run("charges.refund", {"key": key, "parameters": {"amount": amount}}, "refunder")).json()
        for amount in (99, 100)
    ]
    assert set(shown["row"]) == {"id", "amount"}
    assert hidden == {"table": None, "row": None}


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"parameters": {}}, ["/key"]),
        ({"key": "", "parameters": {"to": "x", "amount": "much"}}, ["/parameters/to", "/parameters/amount"]),
        ({"key": "", "parameters": {"reason": "a whim"}}, ["/parameters/reason"]),
        ({"key": "", "url": "https://elsewhere.example"}, ["/url"]),
        ({"key": "", "headers": {"Authorization": "x"}}, ["/headers"]),
        ({"key": "", "parameters": []}, ["/parameters"]),
    ],
)
async def test_what_is_sent_must_be_what_the_operation_takes(shop, body, pointers):
    sent = {**body, "key": shop.charge()} if "key" in body else body
    answer = await shop.run("charges.refund", sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input"), answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == pointers
    assert shop.posts() == []


@pytest.mark.parametrize("key", ["../refunds", "..", "", "cha_nowhere", 7])
async def test_a_key_leads_nowhere_else(shop, key):
    answer = await shop.run("charges.refund", {"key": key})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_row")
    assert shop.posts() == []


async def test_what_stripe_refused_is_told_and_undone_in_the_audit(shop):
    key = shop.charge()
    answer = await shop.run("charges.refund", {"key": key, "parameters": {"amount": 501}})
    assert (answer.status_code, answer.json()["code"]) == (422, "app_refused")
    assert "greater than unrefunded amount" in answer.json()["detail"]
    history = (await shop.jetway.get(f"/api/models/charges/{key}/history/"))["results"]
    assert [(event["action"], event["operation"]) for event in history] == [
        ("undone", "refund"),
        ("run", "refund"),
    ]


async def test_the_audit_tells_who_ran_what_with_which_values(shop):
    key = shop.charge()
    await shop.run("charges.refund", {"key": key, "parameters": {"amount": 7}}, "clerk")
    event = (await events(shop.jetway))[0]
    assert (event["action"], event["table"], event["key"]) == ("run", "charges", key)
    assert (event["operation"], event["parameters"]) == ("refund", {"amount": 7})
    assert event["actor"]["role"] == "clerk"
    history = await shop.jetway.get(f"/api/models/charges/{key}/history/")
    assert [event["action"] for event in history["results"]] == ["run"]
    clerks = (await events(shop.jetway, role="clerk"))[0]
    assert (clerks["operation"], "parameters" in clerks) == ("refund", False)


async def test_the_audit_does_not_name_what_somebody_may_not_run(shop):
    key = shop.stripe.add("invoices", status="draft", currency="eur")["id"]
    assert (await shop.run("invoices.finalize", {"key": key})).status_code == 200
    assert (await events(shop.jetway, "?table=invoices"))[0]["operation"] == "finalize"
    assert await events(shop.jetway, "?table=invoices", "clerk") == []


async def test_under_one_key_it_is_run_once(shop):
    body = {"key": shop.charge(), "parameters": {"amount": 100}}
    first, again = [await shop.run("charges.refund", body, once="a-key") for _ in range(2)]
    assert first.json() == again.json()
    assert (await shop.jetway.get(f"/api/models/charges/{body['key']}/"))["amount_refunded"] == 100
    other = await shop.run("charges.refund", {**body, "parameters": {"amount": 5}}, once="a-key")
    assert other.json()["code"] == "app_refused"
    assert (await shop.run("charges.refund", body, "clerk", once="a-key")).status_code == 200


async def test_a_token_that_only_reads_runs_nothing_that_changes(shop):
    shop.jetway.tokens["reader"] = await scoped_token(shop.jetway, read_only=True)
    assert await shop.jetway.refused("POST", REFUND, {"key": shop.charge()}, "reader") == (
        404,
        "unknown_operation",
    )
    assert await shop.jetway.get("/api/proxy/default/", "reader") == []


async def test_operations_are_told_to_those_who_may_run_them(shop):
    listed = await shop.jetway.get("/api/proxy/default/", "clerk")
    assert [one["operation"] for one in listed] == ["charges.refund"]
    assert listed[0]["answers"] is None
    amount, reason = listed[0]["parameters"]
    assert (amount["type"], amount["money"], reason["options"][0]) == ("integer", None, "duplicate")
    tables = {table["model"]: table for table in await shop.jetway.get("/api/model_descriptions/")}
    refund, capture = tables["charges"]["operations"]
    assert (refund["operation"], capture["operation"]) == ("charges.refund", "charges.capture")
    assert (refund["answers"], refund["changes"]) == ("refunds", True)
    assert refund["parameters"][0]["money"] == "currency"
    assert "cannot be undone" in refund["confirm"]


async def test_the_document_names_them_with_their_parameters(shop):
    paths = (await shop.jetway.get("/api/openapi.json"))["paths"]
    post = paths[REFUND]["post"]
    body = post["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["key"]
    assert body["properties"]["parameters"]["properties"]["amount"]["type"] == ["integer", "null"]
    clerks = (await shop.jetway.get("/api/openapi.json", "clerk"))["paths"]
    assert [path for path in clerks if "proxy" in path] == ["/api/proxy/default/", REFUND]


async def test_of_a_source_that_was_added_they_lie_under_its_name(tmp_path):
    async with stripe() as kept:
        settings = replace(new_shop(tmp_path), outbound_private=("127.0.0.1",))
        async with running(settings) as jetway:
            sent = {"name": "pay", "kind": "stripe", "options": {"api_key": KEY, "address": kept.address}}
            assert (await jetway.ask("POST", "/api/sources/", sent)).status_code == 201
            key = kept.add("charges", amount=5, currency="eur")["id"]
            await grant(jetway, "clerk", {"tables": {"pay/charges": {"operations": ["refund"]}}})
            await grant(jetway, "other", {"tables": {"orders": {"operations": True}}})
            path, body = "/api/proxy/pay/charges.refund/", {"key": key, "parameters": {"amount": 2}}
            assert (await jetway.ask("POST", path, body, "clerk")).status_code == 200
            [event] = (await jetway.get("/api/sources/pay/audit/"))["results"]
            assert (event["table"], event["operation"]) == ("charges", "refund")
            hidden = await jetway.ask("POST", path, body, "other")
            absent = await jetway.ask("POST", path.replace("pay", "gone"), body, "other")
            assert hidden.status_code == 404
            assert told(hidden) == told(absent)
            assert await jetway.get("/api/proxy/default/") == []
            paths = (await jetway.get("/api/sources/pay/openapi.json"))["paths"]
            assert path in paths
            assert KEY not in json.dumps(paths)


async def test_the_currency_of_an_amount_is_named_to_who_may_read_it(shop):
    async def money(role):
        tables = {one["model"]: one for one in await shop.jetway.get("/api/model_descriptions/", role)}
        return {field["name"]: field["money"] for field in tables["charges"]["fields"]}["amount"]

    assert (await money("owner"), await money("clerk")) == ("currency", None)
    document = await shop.jetway.get("/api/openapi.json")
    rows = [one for name, one in document["components"]["schemas"].items() if name.startswith("row_")]
    [charge] = [one for one in rows if "amount_refunded" in one["properties"]]
    told = charge["properties"]["amount"]["description"]
    assert told == "In the smallest unit of the currency that currency names."
