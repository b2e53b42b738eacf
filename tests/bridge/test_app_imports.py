"""Files into an app: line by line, as there is no transaction that could take lines back."""

import json

import pytest

from tests.bridge.test_apps import CUSTOMERS, shop
from tests.bridge.test_audit import grant
from tests.bridge.test_import import imported, send
from tests.fakes.stripe import Refused

pytestmark = pytest.mark.anyio

__all__ = ["shop"]

THREE = "name,email\nDi,di@example.com\nEd,nobody\nFi,fi@example.com\n"


def changes(shop):
    return [path for method, path in shop.stripe.requests if method == "POST"]


def made(shop):
    return [one["name"] for one in shop.stripe.kept["customers"][30:]]


async def test_lines_become_rows_and_each_is_in_the_audit(shop):
    body = "id,name,balance\ncus_000003,Bo,5\ncus_000004,Customer 4,\n,New,7\n"
    assert await imported(shop.jetway, "customers", body, mode="both") == (1, 1, 1, 0)
    assert changes(shop) == ["/v1/customers/cus_000003", "/v1/customers"]
    assert made(shop) == ["New"]
    events = (await shop.jetway.get("/api/audit/"))["results"]
    assert [(one["action"], one["way"]) for one in events] == [("create", "import"), ("update", "import")]


async def test_a_try_asks_for_no_change(shop):
    body = "id,name\ncus_000003,Bo\ncus_000004,Customer 4\ncus_nobody,No\n"
    assert await imported(shop.jetway, "customers", body, mode="update", dry_run=1) == (0, 1, 1, 1)
    assert changes(shop) == []


async def test_where_a_line_cannot_be_read_none_is_sent(shop):
    answer = await send(shop.jetway, "customers", "name,balance\nDi,1\nEd,much\n")
    assert (answer.status_code, answer.json()["code"]) == (422, "import_refused")
    assert changes(shop) == []


async def test_a_line_that_stripe_refuses_stops_the_file_and_the_rest_goes_on_from_there(shop):
    answer = await send(shop.jetway, "customers", THREE)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "import_stopped")
    assert "Line 3: " in told["detail"]
    assert "_from_line=3" in told["detail"]
    assert [one["line"] for one in told["result"]["problems"]] == [3]
    assert (told["result"]["add"], made(shop)) == (1, ["Di"])
    right = THREE.replace("nobody", "ed@example.com")
    assert await imported(shop.jetway, "customers", right, from_line=3) == (2, 0, 0, 0)
    assert made(shop) == ["Di", "Ed", "Fi"]


async def test_lines_that_stripe_refuses_are_skipped_where_asked(shop):
    assert await imported(shop.jetway, "customers", THREE, skip_errors=1) == (2, 0, 0, 1)
    assert made(shop) == ["Di", "Fi"]


async def test_a_stripe_that_goes_away_stops_the_file_whatever_is_skipped(shop):
    shop.stripe.faults += [Refused(401, "Expired API Key")]
    answer = await send(shop.jetway, "customers", THREE, skip_errors=1)
    assert (answer.status_code, answer.json()["code"]) == (422, "import_stopped")
    assert "_from_line=2" in answer.json()["detail"]
    assert made(shop) == []


async def test_the_answer_to_a_line_may_be_lost_and_it_is_still_made_once(shop):
    answered, lost = shop.stripe.answer, []

    def losing(method, path, *rest):
        answer = answered(method, path, *rest)
        if method == "POST" and not lost:
            lost.append(path)
            raise Refused(502, "lost")
        return answer

    shop.stripe.answer = losing
    assert await imported(shop.jetway, "customers", "name\nDi\n") == (1, 0, 0, 0)
    assert made(shop) == ["Di"]


async def keyed(jetway, path, body, key="k1"):
    """A request that is sent under a key."""
    media_type = "application/json" if body[0] in "[{" else "text/csv"
    headers = {
        "Authorization": f"Token {await jetway.token()}",
        "Content-Type": media_type,
        "Idempotency-Key": key,
    }
    return await jetway.http.post(path, content=body, headers=headers)


async def test_a_file_that_broke_off_and_is_sent_again_under_its_key_makes_no_row_twice(shop):
    body = "name\nDi\nEd\nDi\n"
    shop.stripe.faults += [None, Refused(401, "Expired API Key")]
    broken = await keyed(shop.jetway, f"{CUSTOMERS}import/", body)
    assert (broken.json()["code"], made(shop)) == ("import_stopped", ["Di"])
    for _ in range(2):
        assert (await keyed(shop.jetway, f"{CUSTOMERS}import/", body)).json()["add"] == 3
        assert made(shop) == ["Di", "Ed", "Di"]
    assert (await keyed(shop.jetway, f"{CUSTOMERS}import/", body, "k2")).json()["add"] == 3
    assert len(made(shop)) == 6


async def test_a_line_that_was_mended_is_a_new_one_under_the_same_key(shop):
    assert (await keyed(shop.jetway, f"{CUSTOMERS}import/", THREE)).status_code == 422
    right = THREE.replace("nobody", "ed@example.com")
    assert (await keyed(shop.jetway, f"{CUSTOMERS}import/", right)).json()["add"] == 3
    assert made(shop) == ["Di", "Ed", "Fi"]


async def test_one_row_and_many_are_made_once_under_a_key(shop):
    for _ in range(2):
        answer = await keyed(shop.jetway, CUSTOMERS, json.dumps({"name": "One"}))
        assert (answer.status_code, answer.json()["name"]) == (201, "One")
        items = [{"name": "Di"}, {"balance": "much"}, {"name": "Di"}]
        answer = await keyed(shop.jetway, f"{CUSTOMERS}bulk_create/", json.dumps(items), "k2")
        assert [one["success"] for one in answer.json()] == [True, False, True]
    assert made(shop) == ["One", "Di", "Di"]


async def test_another_row_under_a_key_that_was_used_is_refused(shop):
    await keyed(shop.jetway, CUSTOMERS, json.dumps({"name": "One"}))
    answer = await keyed(shop.jetway, CUSTOMERS, json.dumps({"name": "Two"}))
    assert (answer.status_code, answer.json()["code"]) == (422, "app_refused")
    assert made(shop) == ["One"]


async def test_a_key_is_of_whoever_sends_it(shop):
    await grant(shop.jetway, "clerk", {"tables": {"customers": {"read": True, "create": True}}})
    for role in ("owner", "clerk"):
        headers = {"Authorization": f"Token {await shop.jetway.token(role)}", "Idempotency-Key": "k1"}
        answer = await shop.jetway.http.post(CUSTOMERS, json={"name": role}, headers=headers)
        assert answer.status_code == 201, answer.text
    assert made(shop) == ["owner", "clerk"]


async def test_a_role_changes_only_rows_within_its_rule(shop):
    rule = {"column": "name", "op": "eq", "value": "Customer 3"}
    rights = {"customers": {"rows": rule, "create": True, "update": True}}
    await grant(shop.jetway, "clerk", {"tables": rights})
    body = "id,name,balance\ncus_000003,Customer 3,5\ncus_000004,Customer 4,6\n"
    answer = await send(shop.jetway, "customers", body, "clerk", mode="update", skip_errors=1)
    assert answer.json()["update"] == 1
    assert [one["code"] for one in answer.json()["problems"]] == ["unknown_row"]
    refused = await send(shop.jetway, "customers", "name\nOther\n", "clerk")
    assert refused.json()["result"]["problems"][0]["code"] == "check_failed"
    assert changes(shop) == ["/v1/customers/cus_000003"]


async def test_progress_comes_line_by_line_and_the_failure_last(shop):
    headers = {
        "Authorization": f"Token {await shop.jetway.token()}",
        "Content-Type": "text/csv",
        "Accept": "application/x-ndjson",
    }
    answer = await shop.jetway.http.post(f"{CUSTOMERS}import/", content=THREE, headers=headers)
    last = json.loads(answer.text.splitlines()[-1])
    assert last["problem"]["code"] == "import_stopped"


async def test_an_exported_file_that_is_imported_again_changes_nothing(shop):
    file = await shop.jetway.ask("GET", f"{CUSTOMERS}export/?_format=csv")
    assert await imported(shop.jetway, "customers", file.text, mode="update") == (0, 0, 30, 0)
    assert changes(shop) == []
