"""The audit: every change has its line, every line its change, and nobody reads more of it than they see."""

import json

import pytest
from sqlalchemy import select

from jetway.audit_check import verify_audits
from jetway.control.store.policies import newest_policy, save_policy
from jetway.control.store.tables import environments
from jetway.core.errors import AuditBroken, BadSource
from tests.bridge.test_narrowed_tokens import scoped_token

pytestmark = pytest.mark.anyio

SEES_ALL = {"every_table": {}, "audit": True}


async def grant(jetway, role, rights):
    async with jetway.store() as store, store.writing() as connection:
        environment = (await connection.execute(select(environments.c.id))).scalar_one()
        newest = await newest_policy(connection, environment)
        roles = {**newest["roles"], role: rights}
        await save_policy(connection, environment, roles, based_on=newest["version"], now=store.now())


async def events(jetway, query="", role="owner"):
    return (await jetway.get(f"/api/audit/{query}", role))["results"]


async def test_each_change_of_a_row_tells_from_what_to_what(jetway):
    await jetway.ask("POST", "/api/models/regions/", {"id": 9, "name": "West"})
    await jetway.ask("PATCH", "/api/models/regions/9/", {"name": "Far West"})
    await jetway.ask("DELETE", "/api/models/regions/9/")

    deleted, updated, created = await events(jetway)

    assert (created["action"], created["to"]) == ("create", {"id": 9, "name": "West"})
    assert (updated["from"], updated["to"]) == ({"name": "West"}, {"name": "Far West"})
    assert (deleted["action"], deleted["from"]) == ("delete", {"id": 9, "name": "Far West"})
    assert {(event["table"], event["key"], event["way"]) for event in (deleted, updated, created)} == {
        ("regions", "9", "token")
    }
    assert created["actor"]["name"] == "command line"
    assert created["actor"]["role"] == "owner"
    assert created["at"].endswith("Z")


async def test_a_change_that_changes_nothing_has_no_line(jetway):
    await jetway.ask("PATCH", "/api/models/regions/1/", {"name": "South"})

    assert await events(jetway) == []


async def test_a_refused_change_leaves_no_line(jetway):
    assert await jetway.refused("POST", "/api/models/regions/", {"id": 1, "name": "Again"}) == (
        409,
        "not_unique",
    )

    assert await events(jetway) == []


async def test_bulk_changes_have_a_line_for_each_row(jetway):
    await jetway.ask("PATCH", "/api/models/orders/?status=new", {"status": "paid"})
    await jetway.ask("DELETE", "/api/models/order_lines/?order_id=1")

    lines = await events(jetway)

    assert [(line["action"], line["key"], line["way"]) for line in reversed(lines)] == [
        ("update", "2", "bulk"),
        ("update", "3", "bulk"),
        ("delete", "1,1", "bulk"),
        ("delete", "1,2", "bulk"),
    ]
    assert (lines[-1]["from"], lines[-1]["to"]) == ({"status": "new"}, {"status": "paid"})


async def test_items_that_were_refused_have_no_line(jetway):
    await jetway.ask("POST", "/api/models/regions/bulk_create/", [{"name": "A"}, {"id": 1, "name": "B"}])

    assert [line["to"]["name"] for line in await events(jetway)] == ["A"]


async def test_an_import_has_a_line_for_each_row_that_it_changed(jetway):
    headers = {"Authorization": f"Token {await jetway.token()}", "Content-Type": "text/csv"}
    path = "/api/models/regions/import/?_mode=both"
    answer = await jetway.http.post(path, content="id,name\n1,South\n2,Norte\n7,New\n", headers=headers)
    assert answer.json()["update"] == 1

    lines = await events(jetway)

    assert [(line["action"], line["key"], line["way"]) for line in lines] == [
        ("create", "7", "import"),
        ("update", "2", "import"),
    ]
    assert (lines[1]["from"], lines[1]["to"]) == ({"name": "North"}, {"name": "Norte"})


async def test_a_try_with_an_import_has_no_line(jetway):
    headers = {"Authorization": f"Token {await jetway.token()}", "Content-Type": "text/csv"}
    await jetway.http.post(
        "/api/models/regions/import/?_dry_run=1", content="id,name\n8,X\n", headers=headers
    )

    assert await events(jetway) == []


async def test_no_statements_are_no_event(jetway):
    answer = await jetway.ask("POST", "/api/sql/", {"queries": []})
    assert (answer.status_code, answer.json()) == (200, [])


async def test_exports_statements_and_denials_are_told(jetway):
    await grant(jetway, "auditor", SEES_ALL)
    await jetway.ask("GET", "/api/models/regions/export/?_format=ndjson&name=South")
    await jetway.ask("POST", "/api/sql/", {"query": "SELECT 1"})
    await jetway.ask("DELETE", "/api/models/regions/1/", role="auditor")

    denied, ran, exported = await events(jetway)

    assert (denied["action"], denied["table"], denied["code"]) == ("denied", "regions", "not_allowed")
    assert denied["actor"]["role"] == "auditor"
    assert (ran["way"], ran["sql"]) == ("sql", "SELECT 1")
    assert (exported["way"], exported["filter"]) == ("export", "_format=ndjson&name=South")


async def test_a_filter_by_related_rows_is_not_told_to_who_may_not_see_them(jetway):
    await grant(jetway, "clerk", {"tables": {"orders": {}}, "audit": True})
    own, related = "total__gt=2&_order_by=-total", "customer__email=ana@example.com"
    tree = '_filter={"column":"customer.country","op":"eq","value":"BR"}'
    for said in (own, related, tree, "_select=id,customer.email"):
        answer = await jetway.ask("GET", f"/api/models/orders/export/?_format=ndjson&{said}")
        assert answer.status_code == 200, answer.text

    told = await events(jetway, role="clerk")
    assert [event.get("filter") for event in told] == [None, None, None, f"_format=ndjson&{own}"]
    assert all("filter" in event for event in await events(jetway))
    narrowed = await scoped_token(jetway, tables=["orders"])
    headers = {"Authorization": f"Token {narrowed}"}
    told = (await jetway.http.get("/api/audit/", headers=headers)).json()["results"]
    assert ["filter" in event for event in told] == [False, False, False, True]


async def test_the_audit_is_for_those_who_have_the_right(jetway):
    await grant(jetway, "clerk", {"every_table": {"update": True}})

    for path in ("/api/audit/", "/api/audit/export/", "/api/models/regions/1/history/"):
        assert await jetway.refused("GET", path, role="clerk") == (403, "not_allowed")


async def test_hidden_tables_and_columns_are_not_in_the_audit(jetway):
    rights = {"tables": {"customers": {"read": ["id", "name"]}}, "audit": True}
    await grant(jetway, "auditor", rights)
    await jetway.ask("PATCH", "/api/models/regions/1/", {"name": "Hidden"})
    await jetway.ask("PATCH", "/api/models/customers/1/", {"country": "PT"})
    await jetway.ask("PATCH", "/api/models/customers/1/", {"name": "Anna", "country": "BR"})
    await jetway.ask("GET", "/api/models/customers/export/?_format=ndjson&country=BR")

    answer = await jetway.ask("GET", "/api/audit/", role="auditor")

    assert [line.get("to") for line in answer.json()["results"]] == [None, {"name": "Anna"}]
    assert not any(word in answer.text for word in ("regions", "country", "PT", "BR"))


async def test_masked_values_are_not_in_the_audit(jetway):
    rights = {"tables": {"customers": {"mask": {"email": {"kind": "full"}}}}, "audit": True}
    await grant(jetway, "auditor", rights)
    await jetway.ask("PATCH", "/api/models/customers/1/", {"email": "new@example.com"})

    answer = await jetway.ask("GET", "/api/audit/", role="auditor")

    assert answer.json()["results"][0]["masked"] == ["email"]
    assert "example.com" not in answer.text


async def test_rows_that_are_hidden_are_not_in_the_audit(jetway):
    rule = {"column": "country", "op": "eq", "value": "BR"}
    await grant(jetway, "auditor", {"tables": {"customers": {"rows": rule}}, "audit": True})
    for key in (1, 2, 3):
        await jetway.ask("PATCH", f"/api/models/customers/{key}/", {"name": f"Name {key}"})
    await jetway.ask("DELETE", "/api/models/customers/3/")

    seen = await events(jetway, role="auditor")

    assert [line["key"] for line in seen] == ["1"]
    assert await jetway.refused("GET", "/api/models/customers/2/history/", role="auditor") == (
        404,
        "unknown_row",
    )
    assert await jetway.refused("GET", "/api/models/customers/3/history/", role="auditor") == (
        404,
        "unknown_row",
    )


async def test_secret_columns_are_told_without_values(jetway, tmp_path):
    jetway.sql("CREATE TABLE logins (id INTEGER PRIMARY KEY, name TEXT, password TEXT)")
    jetway.sql("INSERT INTO logins VALUES (1, 'ana', 'very secret')")
    rights = {"create": True, "delete": True, "preset": {"password": "preset secret"}}
    await grant(jetway, "maker", {"tables": {"logins": rights}})
    await jetway.ask("POST", "/api/reload/")
    created = await jetway.ask("POST", "/api/models/logins/", {"name": "bo"}, role="maker")
    deleted = await jetway.ask("DELETE", "/api/models/logins/1/")

    assert (created.status_code, deleted.status_code) == (201, 204)
    assert "secret" not in (await jetway.ask("GET", "/api/audit/")).text
    kept = [json.loads(text) for (text,) in jetway.sql("SELECT details FROM jetway_audit ORDER BY number")]
    assert kept[0]["secret"] == ["password"]
    assert "very secret" not in str(kept)
    assert "preset secret" not in str(kept)


async def test_pages_and_filters(jetway):
    for number in range(5):
        await jetway.ask("PATCH", "/api/models/regions/1/", {"name": f"Name {number}"})
    await jetway.ask("POST", "/api/models/regions/", {"id": 7, "name": "New"})

    first = await jetway.get("/api/audit/?_per_page=4&table=regions&action=update")
    second = await jetway.get(f"/api/audit/?_per_page=4&table=regions&action=update&_cursor={first['next']}")

    assert [line["to"]["name"] for line in first["results"]] == [f"Name {n}" for n in (4, 3, 2, 1)]
    assert [line["to"]["name"] for line in second["results"]] == ["Name 0"]
    assert second["next"] is None
    at = first["results"][-1]["at"]
    assert len(await events(jetway, f"?to={at}")) == 1
    assert len(await events(jetway, f"?from={at}")) == 5
    assert await jetway.refused("GET", "/api/audit/?from=yesterday") == (400, "invalid_parameter")
    assert await jetway.refused("GET", "/api/audit/?action=read") == (400, "invalid_parameter")
    assert await jetway.refused("GET", "/api/audit/?colour=red") == (400, "invalid_parameter")


async def test_the_audit_as_files(jetway):
    await jetway.ask("PATCH", "/api/models/regions/1/", {"name": "=1+1"})

    ndjson = await jetway.ask("GET", "/api/audit/export/?_format=ndjson&action=update")
    table = await jetway.ask("GET", "/api/audit/export/?_format=csv&action=update")

    assert [json.loads(line)["to"] for line in ndjson.text.splitlines()] == [{"name": "=1+1"}]
    head, line = table.text.splitlines()
    assert head.startswith('"id","at","actor","name","role","way","action","table","key","details"')
    assert '"update","regions","1"' in line


async def test_the_history_of_a_row_and_putting_a_value_back(jetway):
    await jetway.ask("PATCH", "/api/models/customers/1/", {"name": "Anna", "country": "PT"})
    [event] = (await jetway.get("/api/models/customers/1/history/"))["results"]

    path = f"/api/models/customers/1/history/{event['id']}/restore/"
    answer = await jetway.ask("POST", path, {"columns": ["country"]})

    assert answer.json()["country"] == "BR"
    assert answer.json()["name"] == "Anna"
    newest = (await jetway.get("/api/models/customers/1/history/"))["results"][0]
    assert (newest["way"], newest["to"]) == ("restore", {"country": "BR"})


async def test_a_deleted_row_comes_back(jetway):
    await jetway.ask("DELETE", "/api/models/order_lines/1,2/")
    [event] = (await jetway.get("/api/models/order_lines/1,2/history/"))["results"]

    path = f"/api/models/order_lines/1,2/history/{event['id']}/restore/"
    answer = await jetway.ask("POST", path, {})

    assert (answer.status_code, answer.json()) == (201, {"order_id": 1, "line": 2, "quantity": 7})


async def test_nobody_puts_back_what_they_may_not_set(jetway):
    await grant(jetway, "auditor", SEES_ALL)
    await jetway.ask("PATCH", "/api/models/regions/1/", {"name": "Other"})
    [event] = (await jetway.get("/api/models/regions/1/history/", "auditor"))["results"]
    path = f"/api/models/regions/1/history/{event['id']}/restore/"

    assert await jetway.refused("POST", path, {}, "auditor") == (409, "nothing_to_restore")
    assert await jetway.refused("POST", path, {"columns": ["name"]}, "auditor") == (403, "not_allowed")
    assert await jetway.refused("POST", path, {"columns": ["id"]}) == (409, "nothing_to_restore")
    assert await jetway.refused("POST", "/api/models/regions/2/history/1/restore/", {}) == (
        404,
        "unknown_event",
    )
    assert jetway.sql("SELECT name FROM regions WHERE id = 1") == [("Other",)]


async def test_a_restore_goes_by_if_match(jetway):
    await jetway.ask("PATCH", "/api/models/regions/1/", {"name": "Other"})
    headers = {"Authorization": f"Token {await jetway.token()}", "If-Match": '"stale"'}

    answer = await jetway.http.post("/api/models/regions/1/history/1/restore/", json={}, headers=headers)

    assert answer.status_code == 412


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE jetway_audit SET actor = 'x' WHERE number = 2",
        "DELETE FROM jetway_audit WHERE number = 2",
        "UPDATE jetway_audit SET details = replace(details, 'Name 1', 'Name X') WHERE number = 2",
    ],
)
async def test_the_chain_tells_where_it_was_changed(jetway, spoil):
    for number in range(4):
        await jetway.ask("PATCH", "/api/models/regions/1/", {"name": f"Name {number}"})
    (name, head), _ = await verify_audits(jetway.settings)
    assert (name, head.number) == ("bridge", 4)

    jetway.sql(spoil)

    with pytest.raises(AuditBroken, match="Line 2 "):
        await verify_audits(jetway.settings)


async def test_a_database_without_an_audit_is_told_so(unserved):
    with pytest.raises(BadSource, match="holds no audit"):
        await verify_audits(unserved)


async def test_a_chain_that_was_cut_short_is_broken(jetway):
    for number in range(2):
        await jetway.ask("PATCH", "/api/models/regions/1/", {"name": f"Name {number}"})

    jetway.sql("DELETE FROM jetway_audit WHERE number = 2")

    with pytest.raises(AuditBroken, match="Line 2 "):
        await verify_audits(jetway.settings)
