"""Many rows by one request, and changes that go by what was seen."""

import pytest

from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio

CHANGE = "application/vnd.jetway.change+json"


async def asked(jetway, method, path, body=None, role="owner", **headers):
    sent = {"Authorization": f"Token {await jetway.token(role)}"} | headers
    return await jetway.http.request(method, f"/api/models/{path}", json=body, headers=sent)


async def test_items_are_stored_each_by_itself(jetway):
    items = [{"name": "Dag"}, {"name": "Eva", "email": "ana@example.com"}, {}, 7, {"name": "Fin"}]
    answer = await asked(jetway, "POST", "customers/bulk_create/", items)
    assert answer.status_code == 200
    told = answer.json()
    assert [item["success"] for item in told] == [True, False, False, False, True]
    assert told[1]["errors"] == {"email": ["is taken by another row"]}
    assert told[2]["errors"] == {"name": ["this field is required"]}
    assert told[4]["row"]["name"] == "Fin"
    assert jetway.sql("SELECT name FROM customers WHERE id > 3 ORDER BY id") == [("Dag",), ("Fin",)]


@pytest.mark.parametrize(
    ("items", "pointer"),
    [
        ([{"name": "Dag"}, {"name": "Eva", "email": "ana@example.com"}], "/1/email"),
        ([{"name": "Dag"}, {"name": "x" * 21}], "/1/name"),
        ([{"name": "Dag"}, {"name": "Eva", "region_id": 99}], "/1"),
        ([{"name": "Dag"}, {}], "/1/name"),
        ([{"id": 50, "name": "Dag"}, {"id": 50, "name": "Eva"}], "/1/id"),
    ],
)
async def test_all_items_or_none(jetway, items, pointer):
    answer = await asked(jetway, "POST", "customers/bulk_create/?atomic=1", items)
    assert 400 <= answer.status_code < 500
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]


async def test_too_many_items_are_refused(jetway):
    answer = await asked(jetway, "POST", "customers/bulk_create/", [{"name": "x"}] * 1001)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_many_items")
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]


async def test_every_row_of_a_filter_is_changed(jetway):
    path = "orders/?customer__country=BR"
    dry = await asked(jetway, "PATCH", f"{path}&_dry_run=1", {"status": "paid"})
    assert (dry.status_code, dry.json()) == (200, {"count": 2})
    assert jetway.sql("SELECT count(*) FROM orders WHERE status = 'paid'") == [(1,)]
    wrong = await asked(jetway, "PATCH", f"{path}&_expect=3", {"status": "paid"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "too_many_rows")
    assert jetway.sql("SELECT count(*) FROM orders WHERE status = 'paid'") == [(1,)]
    done = await asked(jetway, "PATCH", f"{path}&_expect=2", {"status": "paid"})
    assert (done.status_code, done.json()) == (200, {"count": 2})
    assert jetway.sql("SELECT id FROM orders WHERE status = 'paid'") == [(1,), (3,)]


async def test_every_row_of_a_filter_is_deleted_with_what_hangs_on_it(jetway):
    dry = await asked(jetway, "DELETE", "orders/?_keys=1,2&_dry_run=1")
    impact = [{"table": "order_lines", "effect": "deleted", "count": 3, "capped": False}]
    assert dry.json() == {"count": 2, "impact": impact}
    assert (await asked(jetway, "DELETE", "orders/?_keys=1,2")).json() == {"count": 2}
    assert jetway.sql("SELECT id FROM orders") == [(3,)]
    assert jetway.sql("SELECT count(*) FROM order_lines") == [(0,)]


@pytest.mark.parametrize(
    "query",
    ["", "?_filter=" + '{"and":[]}', "?_filter=" + '{"not":{"or":[]}}', "?_search=", "?tz=Z", "?_dry_run=1"],
)
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_a_change_of_many_rows_needs_a_filter(jetway, method, query):
    answer = await asked(jetway, method, f"customers/{query}", {"name": "x"})
    assert (answer.status_code, answer.json()["code"]) == (400, "filter_required")
    assert jetway.sql("SELECT name FROM customers ORDER BY id") == [("Ana",), ("Bo",), ("Chi",)]


@pytest.mark.parametrize(
    "query",
    [
        "_dry_run=",
        "_dry_run=yes",
        "page=1",
        "_per_page=1",
        "_order_by=id",
        "_select=id",
        "_expect=x",
        "absent=1",
    ],
)
async def test_a_parameter_that_would_do_nothing_is_refused(jetway, query):
    answer = await asked(jetway, "DELETE", f"customers/?id=1&{query}")
    assert answer.status_code == 400
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]


RULED = {
    "owner": {"every_table": {"update": True, "delete": True}},
    "editor": {
        "tables": {
            "customers": {
                "rows": {"column": "country", "op": "in", "value": ["BR", "SE"]},
                "create": True, "update": True, "delete": True,
            },
            "regions": {"delete": True},
            "orders": {"delete": True},
        }
    },
}  # fmt: skip


async def test_a_row_rule_holds_for_many_rows(jetway):
    await grant(jetway, RULED)
    done = await asked(jetway, "PATCH", "customers/?id__gt=0", {"name": "same"}, "editor")
    assert done.json() == {"count": 2}
    assert jetway.sql("SELECT name FROM customers ORDER BY id") == [("same",), ("same",), ("Chi",)]
    moved = await asked(jetway, "PATCH", "customers/?id__gt=0", {"country": "JP"}, "editor")
    assert (moved.status_code, moved.json()["code"]) == (403, "check_failed")
    assert jetway.sql("SELECT country FROM customers ORDER BY id") == [("BR",), ("SE",), ("JP",)]


async def test_one_item_outside_of_the_rule_stores_none(jetway):
    await grant(jetway, RULED)
    items = [{"name": "In", "country": "BR"}, {"name": "Out", "country": "JP"}]
    answer = await asked(jetway, "POST", "customers/bulk_create/?atomic=1", items, "editor")
    assert (answer.status_code, answer.json()["code"]) == (403, "check_failed")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/1"]
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]


async def test_impact_counts_what_can_be_seen_by_what_happens_to_it(jetway):
    assert (await asked(jetway, "GET", "regions/1/impact/")).json() == [
        {"table": "customers", "effect": "blocks", "count": 1, "capped": False}
    ]
    assert (await asked(jetway, "GET", "orders/1/impact/")).json()[0]["count"] == 2
    assert (await asked(jetway, "GET", "orders/99/impact/")).status_code == 404
    await grant(jetway, RULED)
    assert (await asked(jetway, "GET", "orders/1/impact/", role="editor")).json() == []


async def test_a_deletion_takes_nothing_along_that_could_not_be_deleted(jetway):
    await grant(jetway, RULED)
    answer = await asked(jetway, "DELETE", "orders/1/", role="editor")
    assert (answer.status_code, answer.json()["code"]) == (409, "cascade_not_permitted")
    assert "order_lines" not in answer.text
    many = await asked(jetway, "DELETE", "orders/?_keys=1,2", role="editor")
    assert (many.status_code, many.json()["code"]) == (409, "cascade_not_permitted")
    assert jetway.sql("SELECT count(*) FROM order_lines") == [(3,)]
    assert (await asked(jetway, "DELETE", "orders/3/", role="editor")).status_code == 204
    assert (await asked(jetway, "DELETE", "orders/1/")).status_code == 204


async def test_a_change_goes_by_the_etag_that_was_seen(jetway):
    row = await asked(jetway, "GET", "customers/1/")
    etag = row.headers["etag"]
    assert (await asked(jetway, "GET", "customers/1/", **{"If-None-Match": etag})).status_code == 304
    changed = await asked(jetway, "PATCH", "customers/1/", {"name": "Anna"}, **{"If-Match": f'"x", {etag}'})
    assert changed.status_code == 200
    assert changed.headers["etag"] == (await asked(jetway, "GET", "customers/1/")).headers["etag"] != etag
    for method, body in (("PATCH", {"name": "Ann"}), ("PUT", {"name": "Ann"}), ("DELETE", None)):
        stale = await asked(jetway, method, "customers/1/", body, **{"If-Match": etag})
        assert (stale.status_code, stale.json()["code"]) == (412, "changed")
        assert stale.headers["etag"] == changed.headers["etag"]
    weak = await asked(
        jetway, "PATCH", "customers/1/", {"name": "Ann"}, **{"If-Match": "W/" + stale.headers["etag"]}
    )
    assert weak.status_code == 412
    assert jetway.sql("SELECT name FROM customers WHERE id = 1") == [("Anna",)]
    anything = await asked(jetway, "PATCH", "customers/1/", {"name": "Ann"}, **{"If-Match": "*"})
    assert anything.status_code == 200
    assert (await asked(jetway, "DELETE", "customers/99/", **{"If-Match": "*"})).status_code == 404
    junk = await asked(jetway, "PATCH", "customers/1/", {"name": "x"}, **{"If-Match": "junk"})
    assert (junk.status_code, junk.json()["code"]) == (400, "invalid_parameter")


async def test_an_etag_does_not_change_with_what_cannot_be_seen(jetway):
    roles = {
        "owner": {"every_table": {"update": True}},
        "viewer": {"tables": {"customers": {"read": ["name"]}}},
    }
    await grant(jetway, roles)
    before = (await asked(jetway, "GET", "customers/1/", role="viewer")).headers["etag"]
    await asked(jetway, "PATCH", "customers/1/", {"email": "new@example.com"})
    assert (await asked(jetway, "GET", "customers/1/", role="viewer")).headers["etag"] == before


async def test_two_people_change_one_row_and_only_the_same_column_is_a_conflict(jetway):
    def change(new, was):
        body = {"set": new, "was": was}
        return asked(jetway, "PATCH", "orders/1/", body, **{"Content-Type": CHANGE})

    assert (await change({"status": "new"}, {"status": "paid"})).status_code == 200
    assert (await change({"total": "11.00"}, {"total": 10.5})).status_code == 200
    late = await change({"total": "12.00"}, {"total": "10.50", "status": "new"})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert [error["pointer"] for error in late.json()["errors"]] == ["/was/total"]
    assert jetway.sql("SELECT status, total FROM orders WHERE id = 1") == [("new", 11)]
    for body in ({"set": {}}, {"set": {}, "was": {}, "x": 1}, {"set": [], "was": {}}):
        wrong = await asked(jetway, "PATCH", "orders/1/", body, **{"Content-Type": CHANGE})
        assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid_body")
    unknown = await change({"status": "new"}, {"absent": 1})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/was/absent")
