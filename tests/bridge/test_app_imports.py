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
