"""What an app does by name, at addresses of its own: Stripe, on a server of ours."""

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from sqlalchemy import select

from jetway.config import Settings
from jetway.control.store.policies import newest_policy, save_endpoints, save_policy
from jetway.control.store.tables import environments
from tests.bridge.conftest import running
from tests.bridge.strangers import TOKENS, strangers_tokens
from tests.bridge.test_narrowed_tokens import scoped_token
from tests.bridge.test_operations import Shop, told
from tests.fakes.stripe import KEY, stripe
from tests.stores import lay_sqlite

pytestmark = pytest.mark.anyio

REFUND = "/api/endpoints/refund_duplicate/"
WAYS = (
    ("GET", "/api/proxy/default/", None),
    ("POST", "/api/proxy/default/charges.refund/", {"key": ""}),
    ("GET", "/api/endpoints/", None),
    ("GET", REFUND, None),
    ("POST", REFUND, {"_key": ""}),
    ("POST", "/api/endpoints/try/", {"endpoint": {}}),
)
CLERK = {
    "tables": {
        "charges": {"rows": {"column": "currency", "op": "eq", "value": "eur"}, "read": ["id", "amount"]},
        "refunds": {"read": ["id", "amount", "reason"]},
    },
    "audit": True,
    "endpoints": ["refund_duplicate", "changed"],
}


async def keep(jetway, roles, endpoints):
    """Add to the policy."""
    async with jetway.store() as store, store.writing() as connection:
        environment = (await connection.execute(select(environments.c.id))).scalar_one()
        newest = await newest_policy(connection, environment)
        version = await save_policy(
            connection,
            environment,
            {**newest["roles"], **roles},
            based_on=newest["version"],
            now=store.now(),
        )
        await save_endpoints(connection, environment, version, endpoints)


@pytest.fixture(scope="module")
async def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("operation_endpoints")
    lay_sqlite(folder / "control.sqlite")
    async with stripe() as kept:
        database = f"stripe://:{KEY}@?address={kept.address}"
        settings = Settings(database=database, state=folder, outbound_private=("127.0.0.1",))
        async with running(settings) as jetway:
            await jetway.token()
            operations = {one["operation"]: one for one in await jetway.get("/api/proxy/default/")}
            version = operations["charges.refund"]["version"]
            refund = {"operation": "charges.refund", "parameters": {"reason": {"value": "duplicate"}}}
            endpoints = {
                "refund_duplicate": {**refund, "title": "Refund a duplicate", "version": version},
                "changed": {**refund, "version": "another"},
                "others": {"operation": "charges.refund", "version": version},
            }
            await keep(jetway, {"clerk": CLERK}, endpoints)
            yield Shop(jetway, kept)


@pytest.fixture
def shop(app):
    app.stripe.requests.clear()
    return app


async def test_an_operation_runs_with_what_is_settled_and_answers_what_the_caller_may_see(shop):
    key = shop.charge()
    sent = {"_key": key, "amount": 200}
    answer = await shop.jetway.ask("POST", REFUND, sent, "clerk")
    assert answer.status_code == 200, answer.text
    assert answer.json().keys() == {"id", "amount", "reason"}
    assert (answer.json()["amount"], answer.json()["reason"]) == (200, "duplicate")


async def test_the_right_to_call_it_is_not_the_right_to_run_the_operation(shop):
    body = {"key": shop.charge()}
    assert (await shop.run("charges.refund", body, "clerk")).status_code == 404
    others = await shop.jetway.refused("POST", "/api/endpoints/others/", {"_key": body["key"]}, "clerk")
    assert others == (404, "unknown_endpoint")
    assert shop.posts() == []


async def test_rows_that_are_not_seen_are_not_there(shop):
    hidden = await shop.jetway.ask("POST", REFUND, {"_key": shop.charge(currency="usd")}, "clerk")
    absent = await shop.jetway.ask("POST", REFUND, {"_key": "ch_nowhere"}, "clerk")
    assert (hidden.status_code, told(hidden)) == (404, told(absent))
    assert shop.posts() == []


@pytest.mark.parametrize(
    ("method", "sent", "refusal"),
    [
        ("GET", None, (405, "method_not_allowed")),
        ("POST", {"amount": 5}, (422, "invalid_input")),
        ("POST", {"_key": "ch_1", "reason": "fraudulent"}, (422, "invalid_input")),
        ("POST", {"_key": "ch_1", "amount": "a lot"}, (422, "invalid_input")),
    ],
)
async def test_what_cannot_be_called_is_a_clear_refusal(shop, method, sent, refusal):
    assert await shop.jetway.refused(method, REFUND, sent, "clerk") == refusal
    assert shop.stripe.requests == []


async def test_an_operation_that_was_changed_since_is_not_run(shop):
    sent = {"_key": shop.charge()}
    refusal = await shop.jetway.refused("POST", "/api/endpoints/changed/", sent, "clerk")
    assert refusal == (409, "endpoint_changed")
    assert shop.stripe.requests == []


async def test_a_token_that_reads_alone_does_not_have_it(shop):
    token = await scoped_token(shop.jetway, read_only=True)
    headers = {"Authorization": f"Token {token}"}
    answer = await shop.jetway.http.post(REFUND, json={"_key": shop.charge()}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_endpoint")


@pytest.fixture(scope="module")
async def strangers(app):
    return await strangers_tokens(app.jetway)


@pytest.mark.parametrize("who", TOKENS)
async def test_strangers_run_no_operation_and_call_no_endpoint(shop, strangers, who):
    shop.jetway.tokens["stranger"] = strangers[who]
    key = shop.charge()
    for method, path, body in WAYS:
        answer = await shop.jetway.ask(method, path, body and body | {next(iter(body)): key}, "stranger")
        assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid"), (method, path)
    assert shop.posts() == []


SCOPES = {
    "reads alone": {"read_only": True},
    "other tables": {"tables": ("customers",)},
    "no table": {"tables": ()},
    "a table of that name of another source": {"tables": ("billing/charges",)},
    "the table, to read": {"tables": ("charges",), "read_only": True},
}


@pytest.mark.parametrize("scope", SCOPES)
async def test_an_owners_token_that_is_narrowed_runs_nothing_beyond(shop, scope):
    shop.jetway.tokens["narrowed"] = await scoped_token(shop.jetway, **SCOPES[scope])
    key = shop.charge()
    absent = await shop.run("charges.absent", {"key": key}, "narrowed")
    hidden = await shop.run("charges.refund", {"key": key}, "narrowed")
    assert hidden.status_code == 404
    assert told(hidden) == told(absent)
    nowhere = await shop.jetway.ask("POST", "/api/endpoints/nowhere/", {"_key": key}, "narrowed")
    called = await shop.jetway.ask("POST", REFUND, {"_key": key}, "narrowed")
    assert called.status_code == 404
    assert told(called) == told(nowhere)
    assert await shop.jetway.get("/api/proxy/default/", "narrowed") == []
    assert await shop.jetway.get("/api/endpoints/", "narrowed") == []
    operations = {one["operation"]: one for one in await shop.jetway.get("/api/proxy/default/")}
    refund = {"operation": "charges.refund", "version": operations["charges.refund"]["version"]}
    tried = {"endpoint": refund, "parameters": {"_key": key}}
    assert (await shop.jetway.ask("POST", "/api/endpoints/try/", tried, "narrowed")).status_code >= 400
    assert shop.posts() == []


async def test_a_token_for_the_table_runs_what_it_does(shop):
    shop.jetway.tokens["charges"] = await scoped_token(shop.jetway, tables=("charges",))
    assert (await shop.run("charges.refund", {"key": shop.charge()}, "charges")).status_code == 200
    assert (await shop.jetway.ask("POST", REFUND, {"_key": shop.charge()}, "charges")).status_code == 200
    assert len(shop.posts()) == 2


async def test_the_audit_tells_by_which_endpoint_it_was_done(shop):
    key = shop.charge()
    await shop.jetway.ask("POST", REFUND, {"_key": key, "amount": 1}, "clerk")
    event = (await shop.jetway.get("/api/audit/"))["results"][0]
    assert (event["action"], event["operation"], event["endpoint"]) == ("run", "refund", "refund_duplicate")
    assert (event["key"], event["parameters"]["reason"]) == (key, "duplicate")
    clerks = (await shop.jetway.get("/api/audit/", "clerk"))["results"][0]
    assert clerks["endpoint"] == "refund_duplicate"
    assert not clerks.keys() & {"parameters", "operation"}


async def test_the_document_has_it_with_what_is_left_to_be_sent(shop):
    document = await shop.jetway.get("/api/openapi.json", "clerk")
    OPENAPI_31_VALIDATOR.validate(document)
    assert document["paths"][REFUND].keys() == {"post"}
    body = document["paths"][REFUND]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["_key"]
    assert "reason" not in body["properties"]
    listed = await shop.jetway.get("/api/endpoints/", "clerk")
    assert [(one["id"], one["methods"], one["answers"], one["fits"]) for one in listed] == [
        ("refund_duplicate", ["POST"], "refunds", True),
        ("changed", ["POST"], "refunds", False),
    ]


async def test_why_tells_what_keeps_it_from_somebody(shop):
    answer = await shop.jetway.get("/api/why/?endpoint=others&role=clerk")
    assert [(one["reason"], one["rule"]) for one in answer["reasons"]] == [
        ("endpoint_not_granted", "/roles/clerk/endpoints")
    ]
    answer = await shop.jetway.get("/api/why/?operation=charges.refund&role=clerk")
    assert [one["rule"] for one in answer["reasons"]] == ["/roles/clerk/tables/charges/operations"]


async def test_one_is_tried_before_it_is_saved_and_done(shop):
    key = shop.charge()
    operations = {one["operation"]: one for one in await shop.jetway.get("/api/proxy/default/")}
    refund = {"operation": "charges.refund", "version": operations["charges.refund"]["version"]}
    sent = {"endpoint": refund, "parameters": {"_key": key, "amount": 3}}
    tried = await shop.jetway.ask("POST", "/api/endpoints/try/", sent)
    assert (tried.json()["answer"]["amount"], tried.json()["columns"]) == (3, {})
    assert (await shop.jetway.get(f"/api/models/charges/{key}/"))["amount_refunded"] == 3
