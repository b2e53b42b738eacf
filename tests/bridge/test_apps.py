"""Apps behind the bridge's own API, on servers of ours: most of all Stripe."""

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from jetway.bridge.asked import GRACE_S
from jetway.config import Settings
from jetway.sources.options import revealed
from tests.bridge.conftest import Jetway, new_shop, running
from tests.bridge.test_audit import grant
from tests.fakes.app import Recorded, app
from tests.fakes.stripe import KEY, Refused, Stripe, stripe
from tests.sources.apps import SUBJECTS
from tests.sources.connected import KEY as APP_KEY
from tests.stores import lay_sqlite

pytestmark = pytest.mark.anyio

CUSTOMERS = "/api/models/customers/"


@dataclass
class Shop:
    """A bridge to a Stripe with customers and charges."""

    jetway: Jetway
    stripe: Stripe
    state: Path


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with served(tmp_path) as one:
        yield one


@asynccontextmanager
async def served(tmp_path: Path, **more: float) -> AsyncIterator[Shop]:
    lay_sqlite(tmp_path / "control.sqlite")
    async with stripe() as kept:
        for number in range(1, 31):
            kept.add("customers", name=f"Customer {number}", email=f"c{number % 3}@example.com")
        kept.add("charges", customer="cus_000002", amount=500, currency="eur")
        database = f"stripe://:{KEY}@?address={kept.address}"
        settings = Settings(database=database, state=tmp_path, outbound_private=("127.0.0.1",), **more)
        async with running(settings) as jetway:
            await jetway.token()
            kept.requests.clear()
            yield Shop(jetway, kept, tmp_path)


async def test_a_key_that_ends_between_two_pages_is_told_in_the_list(shop):
    for _ in range(100):
        shop.stripe.add("customers", name="One more")
    shop.stripe.faults += [None, Refused(401, "Expired API Key")]
    answer = await shop.jetway.ask("GET", f"{CUSTOMERS}?name__icontains=customer")
    assert (answer.status_code, answer.json()["code"]) == (502, "app_key_refused")
    assert "Enter a new one" in answer.json()["detail"]
    assert len(shop.stripe.requests) == 2


async def test_a_page_is_one_request_newest_first(shop):
    page = await shop.jetway.get(f"{CUSTOMERS}?_per_page=10")
    assert [row["id"] for row in page["results"]][:2] == ["cus_000030", "cus_000029"]
    assert (page["has_more"], page["count"], page["count_kind"]) == (True, None, "none")
    assert "scanned" not in page
    assert shop.stripe.requests == [("GET", "/v1/customers?limit=11")]


async def test_an_app_may_take_longer_than_a_statement(tmp_path):
    async with served(tmp_path, statement_s=0.1) as shop:
        shop.stripe.slow_s = 0.1 + GRACE_S + 0.2
        page = await shop.jetway.get(f"{CUSTOMERS}?_per_page=10")
        assert len(page["results"]) == 10


async def test_the_next_page_follows(shop):
    first = await shop.jetway.get(f"{CUSTOMERS}?_per_page=20")
    second = await shop.jetway.get(first["next"].removeprefix("http://127.0.0.1:8000"))
    assert [row["id"] for row in second["results"]] == [f"cus_{number:06}" for number in range(10, 0, -1)]
    assert not second["has_more"]


async def test_what_stripe_filters_is_not_scanned(shop):
    page = await shop.jetway.get(f"{CUSTOMERS}?email=c1@example.com")
    assert (len(page["results"]), "scanned" in page) == (10, False)
    assert "email=c1%40example.com" in shop.stripe.requests[0][1]


@pytest.mark.parametrize("asked", ["_keys=cus_000003,cus_000004", "id__in=cus_000003,cus_000004"])
async def test_rows_by_their_keys_are_not_looked_for(shop, asked):
    page = await shop.jetway.get(f"{CUSTOMERS}?{asked}")
    assert [row["id"] for row in page["results"]] == ["cus_000004", "cus_000003"]
    assert sorted(path for _, path in shop.stripe.requests) == [
        "/v1/customers/cus_000003",
        "/v1/customers/cus_000004",
    ]


async def test_a_file_is_read_page_by_page_as_fast_as_stripe_lets(shop):
    for number in range(31, 231):
        shop.stripe.add("customers", name=f"Customer {number}", email="new@example.com")
    shop.stripe.faults.append(Refused(429, "slow down", retry_after="0"))
    answer = await shop.jetway.ask("GET", f"{CUSTOMERS}export/?_format=csv&_select=name")
    assert (answer.status_code, answer.headers["jetway-rows-limit"]) == (200, "100000")
    lines = ['"name"', *(f'"Customer {number}"' for number in range(230, 0, -1))]
    assert answer.text.split() == "\r\n".join(lines).split()
    assert len(shop.stripe.requests) == 4
    [event] = (await shop.jetway.get("/api/audit/?action=export"))["results"]
    assert (event["way"], event["filter"]) == ("export", "_format=csv&_select=name")


async def test_a_role_gets_a_file_of_as_many_rows_as_it_may_see(shop):
    few = {"tables": {"customers": {"max_rows": 7, "export": True}, "charges": {}}}
    await grant(shop.jetway, "clerk", few)
    answer = await shop.jetway.ask(
        "GET", f"{CUSTOMERS}export/?_format=ndjson&name__icontains=1", role="clerk"
    )
    assert (len(answer.text.splitlines()), answer.headers["jetway-rows-limit"]) == (7, "7")
    refused = await shop.jetway.refused("GET", "/api/models/charges/export/", role="clerk")
    assert refused == (403, "not_allowed")


async def test_a_file_whose_key_ends_in_the_middle_never_looks_whole(shop):
    for number in range(31, 331):
        shop.stripe.add("customers", name=f"Customer {number}", email="new@example.com")
    answered = shop.stripe.answer

    def revoked(method, path, *rest):
        if len(shop.stripe.requests) > 2:
            raise Refused(401, "Expired API Key")
        return answered(method, path, *rest)

    shop.stripe.answer = revoked
    with pytest.raises(AssertionError):  # of the transport: the answer never came to its end
        await shop.jetway.ask("GET", f"{CUSTOMERS}export/?_format=json")


async def test_sums_are_taken_and_rows_are_grouped_by_what_stripe_knows_nothing_of(shop):
    shop.stripe.add("customers", name="Rich", email="r@example.com", balance=500)
    total = await shop.jetway.get(f"{CUSTOMERS}aggregate/?_y_func=sum&_y_column=balance")
    assert total == {"y_func": 500}
    groups = await shop.jetway.get(f"{CUSTOMERS}group/?_y_func=count&_x_column=email")
    assert groups == [
        *({"group": f"c{number}@example.com", "y_func": 10} for number in range(3)),
        {"group": "r@example.com", "y_func": 1},
    ]
    days = await shop.jetway.get(f"{CUSTOMERS}group/?_y_func=count&_x_column=created&_x_lookup=year")
    assert sum(one["y_func"] for one in days) == 31


async def test_numbers_over_too_many_rows_are_refused_with_what_to_do(shop):
    for number in range(31, 2031):
        shop.stripe.add("customers", name=f"Customer {number}", email="new@example.com")
    answer = await shop.jetway.ask("GET", f"{CUSTOMERS}aggregate/?_y_func=sum&_y_column=balance")
    assert (answer.status_code, answer.json()["code"]) == (400, "not_filterable")
    assert "Narrow the filter" in answer.json()["detail"]


async def test_a_search_finds_a_row_by_its_key(shop):
    page = await shop.jetway.get(f"{CUSTOMERS}?_search=cus_000003")
    assert [row["id"] for row in page["results"]] == ["cus_000003"]
    assert len(shop.stripe.requests) == 1


async def test_graphql_asks_for_a_page(shop):
    query = "{ customers(pagination: {limit: 2}) { data { attrs { id } } } }"
    answer = await shop.jetway.ask("POST", "/api/graphql/", {"query": query})
    rows = answer.json()["data"]["customers"]["data"]
    assert [row["attrs"]["id"] for row in rows] == ["cus_000030", "cus_000029"]


async def test_the_order_of_a_hidden_column_is_not_told(shop):
    await grant(shop.jetway, "clerk", {"tables": {"customers": {"read": ["id", "name"]}}})
    tables = await shop.jetway.get("/api/model_descriptions/", "clerk")
    assert [table["natural_order"] for table in tables] == [[]]
    assert "created" not in str(tables)
    page = await shop.jetway.get(f"{CUSTOMERS}?_keys=cus_000003,cus_000004", "clerk")
    assert page["results"][0] == {"id": "cus_000004", "name": "Customer 4"}
    refused = await shop.jetway.refused("GET", f"{CUSTOMERS}?_order_by=-created", role="clerk")
    assert refused == (400, "unknown_column")


async def test_what_is_filtered_or_sorted_here_says_so(shop):
    page = await shop.jetway.get(f"{CUSTOMERS}?name__icontains=customer 2&_order_by=name")
    assert [row["name"] for row in page["results"]][:2] == ["Customer 2", "Customer 20"]
    assert (page["scanned"], page["count"]) == (30, 11)


async def test_of_rows_that_a_rule_hides_not_even_the_number_is_told(shop):
    rule = {"column": "name", "op": "starts_with", "value": "Customer 2"}
    await grant(shop.jetway, "clerk", {"tables": {"customers": {"rows": rule}}})
    page = await shop.jetway.get(f"{CUSTOMERS}?name__contains=3", "clerk")
    assert (page["scanned"], page["count"]) == (11, 1)


async def test_what_a_hidden_column_holds_fails_for_nobody(shop):
    await grant(shop.jetway, "clerk", {"tables": {"customers": {"read": ["id", "name"]}}})
    shop.stripe.kept["customers"][0]["balance"] = "much"
    assert len((await shop.jetway.get(f"{CUSTOMERS}?_per_page=30", "clerk"))["results"]) == 30
    refused = await shop.jetway.ask("GET", f"{CUSTOMERS}cus_000001/")
    assert (refused.status_code, "customers.balance" in refused.json()["detail"]) == (502, True)


async def test_the_description_tells_what_stripe_can_do(shop):
    tables = await shop.jetway.get("/api/model_descriptions/")
    table = next(table for table in tables if table["model"] == "customers")
    fields = {field["name"]: field for field in table["fields"]}
    assert (table["atomic"], table["natural_order"], table["key"]) == (False, ["-created"], ["id"])
    assert fields["email"]["ops"] == ["eq"]
    assert fields["created"]["sortable"] is False
    assert {"icontains", "is_null"} < set(fields["email"]["finished_ops"])
    assert "eq" not in fields["email"]["finished_ops"]


async def test_a_reference_is_brought_along(shop):
    page = await shop.jetway.get("/api/models/charges/?_select=amount,customer_row.name")
    assert page["results"] == [{"amount": 500, "customer_row": {"name": "Customer 2"}}]
    assert len(shop.stripe.requests) == 1


async def test_rows_are_made_changed_and_deleted_and_the_audit_knows(shop):
    jetway = shop.jetway
    made = await jetway.ask("POST", CUSTOMERS, {"name": "Ana", "metadata": {"plan": "pro"}})
    assert made.status_code == 201, made.text
    path = f"{CUSTOMERS}{made.json()['id']}/"
    changed = await jetway.ask("PATCH", path, {"name": "Bo"})
    assert changed.json()["name"] == "Bo"
    history = await jetway.get(f"{path}history/")
    assert [event["action"] for event in history["results"]] == ["update", "create"]
    assert (await jetway.ask("DELETE", path)).status_code == 204
    assert await jetway.refused("GET", path) == (404, "unknown_row")


async def test_many_rows_are_changed_one_by_one_and_the_audit_knows_each(shop):
    jetway = shop.jetway
    path = f"{CUSTOMERS}?email=c1@example.com"
    assert (await jetway.ask("PATCH", f"{path}&_dry_run=1", {"name": "Bo"})).json() == {"count": 10}
    assert [one for one in shop.stripe.requests if one[0] == "POST"] == []
    changed = await jetway.ask("PATCH", f"{path}&_expect=10", {"name": "Bo"})
    assert changed.json() == {"count": 10}
    rows = (await jetway.get(path))["results"]
    assert [row["name"] for row in rows] == ["Bo"] * 10
    events = (await jetway.get("/api/audit/"))["results"]
    assert [(one["action"], one["way"]) for one in events] == [("update", "bulk")] * 10


async def test_more_rows_by_their_keys_than_one_read_asks_for_are_deleted(shop):
    counted = await shop.jetway.ask("DELETE", f"{CUSTOMERS}?_keys=cus_000001,cus_nobody&_dry_run=1")
    assert counted.json() == {"count": 1, "impact": []}
    keys = ",".join(f"cus_{number:06}" for number in range(1, 22))
    deleted = await shop.jetway.ask("DELETE", f"{CUSTOMERS}?_keys={keys}&_expect=21")
    assert deleted.json() == {"count": 21}
    assert len((await shop.jetway.get(CUSTOMERS))["results"]) == 9


async def test_where_stripe_refuses_one_of_many_what_was_done_is_told(shop):
    answered = shop.stripe.answer

    def limited(method, path, *rest):
        if path == "/v1/customers/cus_000019" and method == "POST":
            raise Refused(400, "This customer is locked.")
        return answered(method, path, *rest)

    shop.stripe.answer = limited
    answer = await shop.jetway.ask("PATCH", f"{CUSTOMERS}?email=c1@example.com", {"name": "Bo"})
    told = answer.json()
    assert (answer.status_code, told["code"], told["count"]) == (422, "changes_stopped", 3)
    assert "3 of 10 rows are done and stay so" in told["detail"]
    assert "This customer is locked." in told["detail"]
    assert sum(one["name"] == "Bo" for one in shop.stripe.kept["customers"]) == 3


async def test_what_stripe_refused_is_told_and_undone_in_the_audit(shop):
    jetway = shop.jetway
    refused = await jetway.refused("PATCH", f"{CUSTOMERS}cus_000001/", {"email": "nobody"})
    assert refused == (422, "app_refused")
    audit = await jetway.get("/api/audit/")
    assert [event["action"] for event in audit["results"]][:2] == ["undone", "update"]


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("PATCH", f"{CUSTOMERS}?email=c1@example.com", {"email": "nobody"}, (422, "app_refused")),
        ("PATCH", f"{CUSTOMERS}?email=c1@example.com&_expect=9", {"name": "x"}, (409, "too_many_rows")),
        ("DELETE", CUSTOMERS, None, (400, "filter_required")),
        ("GET", f"{CUSTOMERS}?_cursor=", None, (400, "not_filterable")),
        ("GET", f"{CUSTOMERS}?created__month=5", None, (400, "not_filterable")),
        ("GET", f"{CUSTOMERS}?charges__amount=5", None, (400, "not_filterable")),
        ("GET", f"{CUSTOMERS}cus_000001/get_siblings/", None, (400, "not_filterable")),
        ("GET", f"{CUSTOMERS}cus_nobody/", None, (404, "unknown_row")),
        ("GET", f"{CUSTOMERS}..%2Fcharges/", None, (404, "unknown_row")),
        ("GET", f"{CUSTOMERS}?created__lt=infinity&_order_by=name", None, None),
        ("PATCH", f"{CUSTOMERS}cus_000001/", {"livemode": True}, (422, "read_only_field")),
    ],
)
async def test_what_cannot_be_asked_is_a_clear_refusal(shop, method, path, body, refusal):
    if refusal is None:
        assert len((await shop.jetway.get(path))["results"]) > 0
    else:
        assert await shop.jetway.refused(method, path, body) == refusal


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        (Refused(401, f"Invalid API Key provided: {KEY}"), (502, "app_key_refused")),
        (Refused(403, f"The key {KEY} may not."), (403, "app_not_permitted")),
        (Refused(429, KEY, retry_after="900"), (503, "app_busy")),
        (b'{"data": 1}', (502, "app_changed")),
    ],
)
async def test_no_answer_log_or_file_ever_holds_the_key(shop, fault, refusal, caplog):
    caplog.set_level(logging.DEBUG)
    shop.stripe.faults.append(fault)
    answer = await shop.jetway.ask("GET", CUSTOMERS)
    assert (answer.status_code, answer.json()["code"]) == refusal
    assert KEY not in answer.text + str(answer.headers) + caplog.text
    for path in ("/api/model_descriptions/", "/api/openapi.json", "/api/v1/projects/", "/"):
        assert KEY not in (await shop.jetway.ask("GET", path)).text
    files = [path for path in shop.state.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if KEY.encode() in path.read_bytes()]


async def test_an_app_is_added_beside_a_database_and_its_key_goes_nowhere_else(tmp_path):
    async with stripe() as kept, stripe() as other:
        kept.add("customers", name="Ana")
        settings = replace(new_shop(tmp_path), outbound_private=("127.0.0.1",))
        async with running(settings) as jetway:
            sent = {"name": "pay", "kind": "stripe", "options": {"api_key": KEY, "address": kept.address}}
            added = await jetway.ask("POST", "/api/sources/", sent)
            assert added.status_code == 201, added.text
            assert KEY not in added.text
            page = await jetway.get("/api/sources/pay/models/customers/")
            assert [row["name"] for row in page["results"]] == ["Ana"]
            changed = {"options": {"api_key": {"$secret": True}, "address": other.address}}
            assert await jetway.refused("PATCH", "/api/sources/pay/", changed) == (422, "secret_required")
            patched = await jetway.ask(
                "PATCH", "/api/sources/pay/models/customers/cus_000001/", {"name": "Bo"}
            )
            assert patched.status_code == 200
            events = (await jetway.get("/api/sources/pay/audit/"))["results"]
            assert [event["action"] for event in events] == ["update"]
    assert other.requests == []


async def test_an_app_inside_the_network_is_not_added(tmp_path):
    async with stripe() as kept, running(new_shop(tmp_path)) as jetway:
        for address in (kept.address, kept.address.replace("http:", "https:"), "file:///etc/passwd"):
            sent = {"name": "pay", "kind": "stripe", "options": {"api_key": KEY, "address": address}}
            answer = await jetway.ask("POST", "/api/sources/", sent)
            assert answer.status_code in (422, 503), answer.text
            assert KEY not in answer.text
    assert kept.requests == []


async def test_an_app_of_the_files_that_come_along_is_added_like_a_database(tmp_path):
    fake = Recorded(takes=lambda headers, _: headers["authorization"] == f"Bearer {APP_KEY.reveal()}")
    fake.give("GET /api/auth.test", {"ok": True})
    fake.give("GET /api/users.list?limit=200", {"ok": True, "members": [{"id": "U1", "name": "ana"}]})
    settings = replace(new_shop(tmp_path), outbound_private=("127.0.0.1",))
    async with app(fake), running(settings) as jetway:
        options = {"token": APP_KEY.reveal(), "channel": "C1", "address": fake.address}
        added = await jetway.ask(
            "POST", "/api/sources/", {"name": "chat", "kind": "slack", "options": options}
        )
        assert added.status_code == 201, added.text
        assert APP_KEY.reveal() not in added.text
        page = await jetway.get("/api/sources/chat/models/users/?name=ana")
        assert [row["id"] for row in page["results"]] == ["U1"]
        assert page["scanned"] == 1
        fake.give("POST /api/chat.postMessage", {"ok": False, "error": "missing_scope"})
        path, sent = "/api/sources/chat/models/messages/", {"text": "Hi"}
        assert await jetway.refused("POST", path, sent) == (403, "app_not_permitted")


@pytest.mark.parametrize(
    ("kind", "where", "found"),
    [
        ("hubspot", "email=n3@example.com", {"firstname": "n3"}),
        ("notion", "Name=n3", {"No. of seats": 3}),
        ("graphql", "number=N03", {"state": "PAID"}),
    ],
)
async def test_an_app_that_is_asked_by_post_is_worked_with_like_a_database(post_apps, kind, where, found):
    jetway, fakes = post_apps
    [subject] = [one for one in SUBJECTS if one.kind == kind]
    options = revealed(subject.options(fakes[kind].address, subject.key()))
    added = await jetway.ask("POST", "/api/sources/", {"name": kind, "kind": kind, "options": options})
    assert added.status_code == 201, added.text
    path = f"/api/sources/{kind}/models/{subject.table}/"
    [row] = (await jetway.get(f"{path}?{where}"))["results"]
    assert row.items() >= found.items()
    made = await jetway.ask("POST", path, subject.new)
    assert made.status_code == 201, made.text
    changed = await jetway.ask("PATCH", f"{path}{made.json()['id']}/", subject.other)
    assert (changed.status_code, changed.json().items() >= subject.other.items()) == (200, True)
    assert (await jetway.ask("DELETE", f"{path}{made.json()['id']}/")).status_code == 204
    events = (await jetway.get(f"/api/sources/{kind}/audit/"))["results"]
    assert [event["action"] for event in events] == ["delete", "update", "create"]
    assert subject.key().reveal() not in added.text + made.text + changed.text + str(events)


@pytest.fixture(scope="module")
async def post_apps(tmp_path_factory):
    settings = replace(new_shop(tmp_path_factory.mktemp("post")), outbound_private=("127.0.0.1",))
    async with AsyncExitStack() as stack:
        subjects = [one for one in SUBJECTS if one.asked == "POST"]
        fakes = {one.kind: await stack.enter_async_context(app(one.fake())) for one in subjects}
        yield await stack.enter_async_context(running(settings)), fakes
