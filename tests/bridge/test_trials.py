"""Descriptions of apps tried over the bridge's API: what is told, and what never is."""

import base64
import json
from dataclasses import replace

import pytest

from tests.bridge.conftest import new_shop, running
from tests.bridge.test_audit import grant
from tests.canaries import MARK, canary
from tests.fakes.app import app

pytestmark = pytest.mark.anyio

TRY = "/api/sources/try/"
KEY = f'{canary("app-try")}/"7 1c'


@pytest.fixture(scope="module")
async def office(tmp_path_factory):
    settings = replace(new_shop(tmp_path_factory.mktemp("trials")), outbound_private=("127.0.0.1",))
    async with running(settings) as started:
        yield started


def body(address, path="/page", records="items", auth=None, **more):
    collection = {
        "key": "id",
        "columns": {"id": {"type": "integer"}, "name": {"type": "text", "path": "at.name"}},
        "list": {
            "path": path,
            "records": records,
            "paging": {"kind": "page", "param": "page", "size": "size"},
        },
        "get": {"path": "/things/{id}"},
    }
    described = {
        "title": "App",
        "address": address,
        "check": "/whole",
        "auth": auth or {"kind": "bearer", "secret": "key"},
        "collections": {"things": collection},
    }
    options = {"description": json.dumps(described), "key": KEY, "user": "ana"}
    return {"options": options, "collection": "things", **more}


async def test_the_first_rows_come_with_the_apps_own_answer(office):
    async with app() as kept:
        told = (await office.ask("POST", TRY, body(kept.address, parameters={"size": "3"}))).json()
        assert len(told["rows"]) == 20
        assert told["rows"][0] == {"id": 1, "name": "n1"}
        assert (told["failure"], told["status"], told["cut"], told["requests"]) == (None, 200, False, 1)
        assert told["request"] == {"method": "GET", "url": f"{kept.address}/page?size=20"}
        assert told["bytes"] > len(told["answer"])
        assert json.loads(told["answer"])["total"] == 25
        [event, *_] = (await office.get("/api/audit/"))["results"]
    assert (event["action"], event["change"]) == ("structure", "TrySource")
    assert event["sent"] == {"address": kept.address, "collection": "things", "operation": "list"}


async def test_parameters_of_a_list_that_is_asked_for_by_post_go_into_its_body(office):
    async with app() as kept:
        sent = body(kept.address, "/search", parameters={"kind": "things", "sort": "-id"})
        described = json.loads(sent["options"]["description"])
        described["collections"]["things"]["list"] |= {"method": "POST", "paging": {"kind": "none"}}
        sent["options"]["description"] = json.dumps(described)
        told = (await office.ask("POST", TRY, sent)).json()
        assert [row["id"] for row in told["rows"]] == [25, 24, 23, 22, 21]


async def test_an_answer_of_another_shape_is_shown_with_what_is_wrong(office):
    async with app() as kept:
        told = (await office.ask("POST", TRY, body(kept.address, records="data"))).json()
    assert (told["rows"], told["failure"]["code"], told["status"]) == ([], "app_changed", 200)
    assert '"items"' in told["answer"]


async def test_a_record_that_is_not_there_says_so(office):
    async with app() as kept:
        for key in ("7", "x"):
            told = (await office.ask("POST", TRY, body(kept.address, operation="get", key=key))).json()
            assert (told["rows"], told["failure"]["code"]) == ([], "unknown_row")
        assert [target for _, target, _, _ in kept.asked] == ["/things/7"]


@pytest.mark.parametrize(
    "auth",
    [
        {"kind": "bearer", "secret": "key"},
        {"kind": "basic", "user": "user", "password": "key"},
        {"kind": "api_key", "secret": "key", "name": "k", "place": "query"},
    ],
)
async def test_a_secret_that_the_app_sends_back_is_not_told(office, auth, monkeypatch):
    async with app() as kept:

        def echo(method, target, headers, content):
            row = {"id": 1, "at": {"name": headers.get("authorization", "") + target}}
            return 200, {"items": [row] if "page=2" not in target else [], "key": KEY}, {}

        monkeypatch.setattr(kept, "answer", echo)
        answer = await office.ask("POST", TRY, body(kept.address, auth=auth))
    assert (answer.status_code, len(answer.json()["rows"])) == (200, 1)
    login = base64.b64encode(f"ana:{KEY}".encode()).decode()
    assert "***" in answer.json()["rows"][0]["name"]
    assert answer.json()["request"]["url"].endswith("/page?size=20")
    for secret in (MARK, login):
        assert secret not in answer.text


@pytest.mark.parametrize("scheme", ["https://", "HTTPS://", ""])
@pytest.mark.parametrize("path", ["test/", "?_untested=1", "import_graphql/"])
async def test_a_login_in_an_address_is_refused_before_the_audit_hears_of_it(office, path, scheme):
    options = {"address": f"{scheme}ana:canary-in-address@api.example.com/a//b", "key": "k"}
    named = {"name": "graph"} if path == "?_untested=1" else {}
    kind = {} if path == "import_graphql/" else {"kind": "graphql"}
    answer = await office.ask("POST", f"/api/sources/{path}", {**named, **kind, "options": options})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/options/address")
    assert "canary-in-address" not in json.dumps(await office.get("/api/audit/"))


async def test_a_description_without_end_is_refused(office):
    sent = {"options": {"description": f"title = {'[' * 3000}", "key": "k"}, "collection": "things"}
    assert await office.refused("POST", TRY, sent) == (422, "source_not_reached")


async def test_a_large_answer_is_cut(office, monkeypatch):
    async with app() as kept:
        rows = [{"id": number, "at": {"name": "ü" * 1000}} for number in range(100)]
        monkeypatch.setattr(kept, "answer", lambda *_: (200, {"items": rows}, {}))
        told = (await office.ask("POST", TRY, body(kept.address))).json()
    assert (len(told["rows"]), told["cut"]) == (20, True)
    assert len(told["answer"].encode()) <= 64 * 1024
    assert json.loads(told["answer"]) == {"items": rows[:20]}


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"collection": "nothing"}, (422, "invalid_input")),
        ({"operation": "get"}, (422, "invalid_input")),
        ({"operation": "delete"}, (422, "invalid_input")),
        ({"key": "1"}, (422, "invalid_input")),
        ({"options": {"description": "title = 1"}}, (422, "source_not_reached")),
        ({"name": "nobody"}, (404, "unknown_resource")),
    ],
)
async def test_what_cannot_be_tried_is_refused(office, more, refusal):
    assert await office.refused("POST", TRY, {**body("https://127.0.0.1:9"), **more}) == refusal


async def test_nothing_is_asked_inside_the_network(standing):
    async with app() as kept:
        assert await standing.refused("POST", TRY, body(kept.address)) == (422, "source_not_reached")
        address = kept.address.replace("http:", "https:")
        told = (await standing.ask("POST", TRY, body(address))).json()
    assert (told["rows"], told["failure"]["code"], kept.asked) == ([], "address_not_allowed", [])


async def test_the_secrets_of_a_source_go_to_its_own_address_only_and_in_its_own_way(office):
    async with app() as kept, app() as other:
        sent = body(kept.address)
        made = {"name": "shop", "kind": "rest", "options": sent["options"]}
        assert (await office.ask("POST", "/api/sources/", made)).status_code == 201

        def described(address, **more):
            return {**sent, "options": {"description": body(address, **more)["options"]["description"]}} | {
                "name": "shop"
            }

        for same in ({**sent, "options": {}, "name": "shop"}, described(kept.address, path="/cursor")):
            assert len((await office.ask("POST", TRY, same)).json()["rows"]) > 0
        in_the_address = {"kind": "api_key", "secret": "key", "name": "k", "place": "query"}
        for another in (described(other.address), described(kept.address, auth=in_the_address)):
            assert await office.refused("POST", TRY, another) == (422, "secret_required")
        await office.ask("DELETE", "/api/sources/shop/")
    assert other.asked == []


async def test_an_app_that_answers_everybody_is_asked_without_proof(office):
    async with app() as kept:
        told = (await office.ask("POST", TRY, body(kept.address, auth={"kind": "none"}))).json()
        assert len(told["rows"]) == 20
        assert all("authorization" not in headers for _, _, headers, _ in kept.asked)


async def test_trials_are_for_who_may_change_sources(office):
    await grant(office, "clerk", {"tables": {"customers": {"read": ["id"]}}})
    refused = await office.refused("POST", TRY, body("https://127.0.0.1:9"), role="clerk")
    assert refused == (403, "not_allowed")


async def test_a_kept_secret_goes_to_no_other_host_by_a_header(office):
    async with app() as kept:
        sent = body(kept.address)
        added = {"name": "app", "kind": "rest", "options": sent["options"]}
        assert (await office.ask("POST", "/api/sources/?_untested=1", added)).status_code == 201
        described = json.loads(sent["options"]["description"])
        for header in ("Host", "Content-Length", "Transfer-Encoding"):
            wrong = json.dumps({**described, "headers": {header: "7"}})
            tried = {**sent, "name": "app", "options": {"description": wrong}}
            assert await office.refused("POST", TRY, tried) == (422, "source_not_reached")
        assert kept.asked == []
    assert (await office.ask("DELETE", "/api/sources/app/")).status_code == 204
