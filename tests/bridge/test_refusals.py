"""What is refused: always a problem document, never 500, and hidden is unknown."""

import re
import sqlite3
from dataclasses import replace

import anyio
import httpx2
import pytest

from jetway.control.store.policies import save_policy
from jetway.control.store.projects import first_place
from jetway.core.token import mint
from tests.bridge.conftest import running

pytestmark = pytest.mark.anyio


async def grant(jetway, roles, based_on=1):
    """Replace the first policy, or a later one, with `roles`."""
    async with jetway.store() as store, store.writing() as connection:
        place = await first_place(connection, store.now())
        await save_policy(connection, place.environment, roles, based_on=based_on, now=store.now())


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/models/absent/", 404, "unknown_table"),
        ("/api/models/sqlite_master/", 404, "unknown_table"),
        ("/api/models/jetway_record/", 404, "unknown_table"),
        ("/api/models/orders/99/", 404, "unknown_row"),
        ("/api/models/orders/x/", 404, "unknown_row"),
        ("/api/models/orders/1,2/", 404, "unknown_row"),
        ("/api/models/visits/x/", 404, "unknown_row"),
        ("/api/models/orders/1/extra/", 404, "not_found"),
        ("/api/models/orders/1/?status=paid", 400, "invalid_parameter"),
        ("/api/models/orders/1/?_select=absent", 400, "unknown_column"),
        ("/api/nothing/", 404, "not_found"),
        ("/api/models/orders/?absent=1", 400, "unknown_column"),
        ("/api/models/orders/?number__like=1", 400, "unknown_lookup"),
        ("/api/models/orders/?total__icontains=1", 400, "unknown_lookup"),
        ("/api/models/orders/?_order_by=absent", 400, "unknown_column"),
        ("/api/models/orders/?_order_by=id;drop", 400, "unknown_column"),
        ("/api/models/orders/?_select=absent", 400, "unknown_column"),
        ("/api/models/orders/?_expand=absent", 400, "unknown_relation"),
        ("/api/models/orders/?_absent=1", 400, "invalid_parameter"),
        ("/api/models/orders/?_count=maybe", 400, "invalid_parameter"),
        ("/api/models/orders/?_filter={", 400, "invalid_parameter"),
        ('/api/models/orders/?_filter={"column":"id"}', 400, "invalid_parameter"),
        ('/api/models/orders/?_filter={"column":"id","op":"like","value":1}', 400, "invalid_parameter"),
        ("/api/models/orders/?_filter=" + "[" * 5000, 400, "invalid_parameter"),
        (
            "/api/models/orders/?" + '_filter={"not":' * 1 + '{"not":' * 200 + "1" + "}" * 201,
            400,
            "query_too_complex",
        ),
        ("/api/models/orders/?id=x", 422, "invalid_value"),
        ("/api/models/orders/?id=99999999999999999999", 422, "invalid_value"),
        ("/api/models/orders/?total=NaN", 422, "invalid_value"),
        ("/api/models/orders/?placed_at=10", 422, "invalid_value"),
        ("/api/models/orders/?status=lost", 422, "invalid_value"),
        ("/api/models/orders/?number=%00", 400, "invalid_parameter"),
        ("/api/models/orders/?number=%ff", 400, "invalid_parameter"),
        ("/api/models/%ff/", 400, "invalid_parameter"),
        ("/api/models/orders/?page=9223372036854775807", 400, "invalid_parameter"),
        ("/api/models/orders/aggregate/?_y_func=median", 400, "invalid_parameter"),
        ("/api/models/orders/aggregate/?_y_func=sum&_y_column=number", 400, "invalid_parameter"),
        (
            "/api/models/orders/group/?_y_func=count&_x_column=status&_x_lookup=date_moon",
            400,
            "invalid_parameter",
        ),
        (
            "/api/models/orders/group/?_y_func=count&_x_column=status&_x_lookup=date_day",
            400,
            "invalid_parameter",
        ),
    ],
)
async def test_a_read_that_makes_no_sense_is_refused(standing, path, status, code):
    assert await standing.refused("GET", path) == (status, code)


async def test_problems_tell_their_code_and_nothing_of_the_database(standing):
    answer = await standing.ask("GET", "/api/models/orders/?id=x")
    problem = answer.json()
    assert problem["type"] == "urn:jetway:error:invalid_value"
    assert problem["status"] == 422
    assert problem["errors"] == [{"pointer": "id", "code": "invalid_value", "detail": "takes a whole number"}]
    assert problem["instance"].startswith("/api/models/orders/#")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "token_missing"),
        ("", "token_malformed"),
        ("Token", "token_malformed"),
        ("Token ", "token_malformed"),
        ("Token x", "token_malformed"),
        (f"Token {mint('jpt_')}", "token_malformed"),
        (f"Token {mint('jut_')[:-1]}0", "token_malformed"),
        (f"Token {mint('jut_')},{mint('jut_')}", "token_malformed"),
        (f"Token {mint('jut_')}", "token_invalid"),
        (f"Bearer {mint('jat_')}", "token_invalid"),
    ],
    ids=range(10),
)
async def test_a_stranger_is_401_before_anything_is_read(standing, header, code):
    for path in ("/api/models/orders/", "/api/models/absent/", "/api/model_descriptions/"):
        answer = await standing.http.get(path, headers={} if header is None else {"Authorization": header})
        if header is not None and header.endswith("0") and answer.json()["code"] == "token_invalid":
            continue
        assert (answer.status_code, answer.json()["code"]) == (401, code)
        assert answer.headers["www-authenticate"] == "Token"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-HTTP-Method-Override": "OPTIONS"},
        {"X-Original-URL": "/healthz"},
        {"X-Rewrite-URL": "/healthz"},
        {"X-Middleware-Subrequest": "middleware"},
        {"X-Forwarded-Prefix": "/healthz"},
    ],
)
async def test_no_header_leads_around_the_token(standing, headers):
    answer = await standing.http.get("/api/models/orders/", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")


@pytest.mark.parametrize(
    "path",
    [
        "/api/models/orders/?/healthz",
        "//api/models/orders/",
        "/api/models//orders/",
        "/api/models/orders/.",
        "/api/models/orders;a=b/",
        "/api/models/orders%2f",
        "/api%2fmodels%2forders%2f",
        "/healthz/../api/models/orders/",
        "/API/models/orders/",
    ],
)
async def test_no_spelling_of_a_path_leads_around_the_token(standing, path):
    answer = await standing.http.get(path)
    assert answer.status_code in (303, 401, 404)
    assert "A-1" not in answer.text


@pytest.mark.parametrize("name", ["token", "access_token", "Authorization"])
async def test_a_token_in_the_address_is_ignored(standing, name):
    answer = await standing.http.get("/api/models/orders/", params={name: f"Token {await standing.token()}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")


@pytest.mark.parametrize("method", ["HEAD", "TRACE", "CONNECT", "PROPFIND", "OPTIONS", "__class__"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/models/orders/", "GET, POST, PATCH, DELETE"),
        ("/api/models/orders/1/", "GET, PUT, PATCH, DELETE"),
    ],
)
async def test_rows_take_no_other_methods(standing, method, path, allowed):
    answer = await standing.ask(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        [""],
        ["evil.example"],
        ["127.0.0.1.nip.io"],
        ["127.0.0.1@evil.example"],
        ["localhost."],
        ["127.0.0.1:8000:1"],
        ["127.0.0.1, evil.example"],
        ["[::2]"],
        ["127.0.0.1", "127.0.0.1"],
        ["127.0.0.1", "evil.example"],
    ],
)
async def test_a_foreign_host_is_421(standing, hosts):
    request = standing.http.build_request("GET", "/api/session/")
    request.headers = httpx2.Headers([("Host", host) for host in hosts])
    answer = await standing.http.send(request)
    assert (answer.status_code, answer.json()["code"]) == (421, "host_not_allowed")


@pytest.mark.parametrize("host", ["127.0.0.1", "LOCALHOST:1", "[::1]:8000"])
async def test_this_machine_has_several_names(standing, host):
    assert (await standing.http.get("/healthz", headers={"Host": host})).status_code == 200


async def test_hidden_and_absent_answer_the_same_bytes(jetway):
    await grant(jetway, {"viewer": {"tables": {"customers": {"read": ["name"], "aggregate": True}}}})
    pairs = [
        ("/api/models/orders/", "/api/models/absent/"),
        ("/api/models/orders/1/", "/api/models/absent/1/"),
        ("/api/models/customers/?email=x", "/api/models/customers/?absnt=x"),
        ("/api/models/customers/?_order_by=email", "/api/models/customers/?_order_by=absnt"),
        ("/api/models/customers/?_select=email", "/api/models/customers/?_select=absnt"),
        ("/api/models/customers/?_expand=region", "/api/models/customers/?_expand=absent"),
        ("/api/models/customers/?orders__id=1", "/api/models/customers/?absent__id=1"),
        (
            "/api/models/customers/group/?_y_func=count&_x_column=email",
            "/api/models/customers/group/?_y_func=count&_x_column=absnt",
        ),
    ]
    names = {"orders": "absent", "email": "absnt", "region": "absent"}
    for hidden, absent in pairs:
        one = (await jetway.ask("GET", hidden, role="viewer")).json()
        other = (await jetway.ask("GET", absent, role="viewer")).json()
        one.pop("instance"), other.pop("instance")
        text = str(one)
        for name, twin in names.items():
            text = text.replace(name, twin)
        assert text == str(other)


async def test_a_viewer_sees_what_was_granted_and_nothing_else(jetway):
    await grant(jetway, {"viewer": {"tables": {"customers": {"read": ["name"]}}}})
    tables = await jetway.get("/api/model_descriptions/", role="viewer")
    assert [(table["model"], [field["name"] for field in table["fields"]]) for table in tables] == [
        ("customers", ["id", "name"])
    ]
    page = await jetway.get("/api/models/customers/?id=1", role="viewer")
    assert page["results"] == [{"id": 1, "name": "Ana"}]
    assert await jetway.refused("PATCH", "/api/models/customers/1/", {"name": "x"}, "viewer") == (
        403,
        "not_allowed",
    )
    assert await jetway.refused("DELETE", "/api/models/customers/1/", role="viewer") == (403, "not_allowed")
    assert await jetway.refused("POST", "/api/models/customers/", {"name": "x"}, "viewer") == (
        403,
        "not_allowed",
    )


async def test_a_row_rule_holds_on_every_path(jetway):
    await grant(
        jetway,
        {
            "editor": {
                "tables": {
                    "customers": {
                        "rows": {"column": "country", "op": "eq", "value": "BR"},
                        "create": True, "update": True, "delete": True, "aggregate": True,
                    },
                    "orders": {},
                }
            }
        },
    )  # fmt: skip
    page = await jetway.get("/api/models/customers/", role="editor")
    assert ([row["id"] for row in page["results"]], page["count"]) == ([1], 1)
    assert await jetway.refused("GET", "/api/models/customers/2/", role="editor") == (404, "unknown_row")
    assert await jetway.refused("PATCH", "/api/models/customers/2/", {"name": "x"}, "editor") == (
        404,
        "unknown_row",
    )
    assert await jetway.refused("DELETE", "/api/models/customers/2/", role="editor") == (404, "unknown_row")
    moved = await jetway.refused("PATCH", "/api/models/customers/1/", {"country": "SE"}, "editor")
    assert moved == (403, "check_failed")
    foreign = await jetway.refused("POST", "/api/models/customers/", {"name": "x", "country": "SE"}, "editor")
    assert foreign == (403, "check_failed")
    count = await jetway.get("/api/models/customers/aggregate/?_y_func=count", role="editor")
    assert count == {"y_func": 1}
    orders = await jetway.get("/api/models/orders/?customer__name=Bo", role="editor")
    assert orders["results"] == []
    expanded = await jetway.get("/api/models/orders/?_expand=customer&id=2", role="editor")
    assert expanded["results"][0]["customer"] is None
    assert jetway.sql("SELECT id, name, country FROM customers") == [
        (1, "Ana", "BR"),
        (2, "Bo", "SE"),
        (3, "Chi", "JP"),
    ]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/models/customers/?" + "orders__customer__" * 3 + "name=x", 400, "query_too_complex"),
        ("/api/models/customers/?" + "a__" * 2000 + "a=x", 400, "query_too_complex"),
        ("/api/models/orders/?id__in=" + ",".join("1" for _ in range(5001)), 400, "query_too_complex"),
        ("/api/models/orders/?" + "&".join(f"id__in={','.join('1' * 1)}" for _ in range(10)), 200, None),
    ],
    ids=["hops", "name", "list", "short lists"],
)
async def test_a_filter_that_costs_too_much_is_refused(standing, path, status, code):
    answer = await standing.ask("GET", path)
    assert (answer.status_code, answer.json().get("code")) == (status, code)


@pytest.mark.parametrize("page", ["--5", "-5", "0", "x", "+1", "1.5"])
async def test_a_page_that_is_no_number_is_the_first(standing, page):
    answer = await standing.get(f"/api/models/orders/?page={page}&_per_page={page}")
    assert answer["previous"] is None


@pytest.mark.parametrize("path", ["/%00", "/assets/%00", "/" + "a" * 300, "/assets/" + "a" * 6000, "/../x"])
async def test_an_odd_path_is_no_file(standing, path):
    answer = await standing.http.get(path)
    assert answer.status_code in (303, 404)


async def test_a_write_takes_no_parameters_that_would_do_nothing(jetway):
    for method, path in (
        ("DELETE", "/api/models/order_lines/1,1/?_dry_run=1"),
        ("PATCH", "/api/models/customers/1/?name=zzz"),
        ("POST", "/api/models/customers/?x=1"),
    ):
        assert await jetway.refused(method, path, {"name": "x"}) == (400, "invalid_parameter")
    assert jetway.sql("SELECT count(*) FROM order_lines") == [(3,)]


async def test_a_method_that_a_path_does_not_take_is_told_those_it_does(standing):
    answer = await standing.ask("PUT", "/api/models/orders/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST, PATCH, DELETE")


async def test_two_authorization_headers_are_none(standing):
    token = f"Token {await standing.token()}"
    headers = [("Authorization", token), ("Authorization", token)]
    answer = await standing.http.get("/api/models/orders/", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_malformed")


async def test_max_rows_makes_pages_smaller_and_loses_no_row(jetway):
    await grant(jetway, {"viewer": {"tables": {"orders": {"max_rows": 2}}}})
    found = []
    for number in (1, 2):
        page = await jetway.get(f"/api/models/orders/?page={number}", role="viewer")
        found += [row["id"] for row in page["results"]]
    assert found == [3, 2, 1]
    assert (page["per_page"], page["num_pages"], page["has_more"]) == (2, 2, False)


async def test_pages_of_a_listed_origin_may_read_answers_and_others_may_not(shop):
    settings = replace(shop, allowed_origins=("https://Pages.example:443",))
    async with running(settings) as jetway:
        for said, allowed in [
            ("https://pages.example", "https://pages.example"),
            *((foreign, None) for foreign in FOREIGN),
        ]:
            headers = {"Authorization": f"Token {await jetway.token()}", "Origin": said}
            for path, status in (("orders/", 200), ("absent/", 404), ("orders/?id=x", 422)):
                answer = await jetway.http.get(f"/api/models/{path}", headers=headers)
                assert answer.status_code == status
                assert answer.headers.get("access-control-allow-origin") == allowed


FOREIGN = (
    "https://else.example",
    "null",
    "http://pages.example",
    "https://pages.example.evil.example",
    "https://evilpages.example",
    "https://pages.example.",
    "https://pages.example:8443",
)


async def test_whether_a_page_may_ask_is_answered_before_anything_is_looked_up(shop):
    asks = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization"}
    async with running(replace(shop, allowed_origins=("https://pages.example",))) as jetway:
        for path in ("orders/1/", "absent/1/"):
            told = [
                await jetway.http.request(
                    "OPTIONS", f"/api/models/{path}", content=b"{}", headers={"Origin": origin, **asks}
                )
                for origin in ("https://pages.example", *FOREIGN)
            ]
            assert [answer.headers.get("access-control-allow-origin") for answer in told] == [
                "https://pages.example",
                *[None] * len(FOREIGN),
            ]
            assert {answer.text for answer in told} == {"OK", "Disallowed CORS origin"}


async def test_the_interface_is_shown_in_no_frame(standing):
    policy = (await standing.http.get("/")).headers["content-security-policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= set(policy)


@pytest.mark.parametrize(
    ("query", "status", "per_page"),
    [
        ("_per_page=1000000000", 200, 10_000),
        ("_per_page=NaN", 200, 25),
        ("_order_by=-", 400, None),
        ("_order_by=%F0%9F%98%80", 400, None),
        ("_order_by=" + ",".join(["id"] * 50), 400, None),
        ("_order_by=id,-id", 200, 25),
        ("number__contains=" + "%25" * 5000, 200, 25),
    ],
    ids=range(7),
)
async def test_pages_and_orders_have_bounds(standing, query, status, per_page):
    answer = await standing.ask("GET", f"/api/models/orders/?{query}")
    assert (answer.status_code, answer.json().get("per_page")) == (status, per_page)


async def test_the_next_page_goes_by_the_roles_of_its_moment(jetway):
    await grant(jetway, {"viewer": {"tables": {"orders": {}}}})
    page = await jetway.get("/api/models/orders/?_cursor=&_per_page=1", "viewer")
    assert [row["id"] for row in page["results"]] == [3]
    narrower = {"read": ["number"], "rows": {"column": "status", "op": "eq", "value": "paid"}}
    await grant(jetway, {"viewer": {"tables": {"orders": narrower}}}, based_on=2)
    with anyio.fail_after(5):
        while (second := await jetway.get(page["next"], "viewer"))["results"][0]["id"] == 2:  # noqa: ASYNC110 - until it is heard
            await anyio.sleep(0.05)
    assert second["results"] == [{"id": 1, "number": "A-1"}]


async def test_what_comes_to_the_database_is_hidden_until_it_is_granted(jetway):
    roles = {"owner": {"every_table": {}, "structure": True}}
    await grant(jetway, roles | {"viewer": {"tables": {"customers": {"read": ["name"]}}}})
    jetway.sql("ALTER TABLE customers ADD COLUMN iban TEXT DEFAULT 'DE00'")
    jetway.sql("CREATE TABLE payroll (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers)")
    assert (await jetway.ask("POST", "/api/reload/")).status_code == 200
    assert "payroll" in [one["model"] for one in await jetway.get("/api/model_descriptions/")]
    told = await jetway.get("/api/models/customers/?id=1", "viewer")
    assert told["results"] == [{"id": 1, "name": "Ana"}]
    for path, expected in (
        ("customers/?iban=DE00", (400, "unknown_column")),
        ("customers/?payroll__id=1", (400, "unknown_column")),
        ("customers/?_expand=payroll", (400, "unknown_relation")),
        ("payroll/", (404, "unknown_table")),
    ):
        assert await jetway.refused("GET", f"/api/models/{path}", role="viewer") == expected


UNLIKE = """
INSERT INTO settings VALUES ('bad', '{not json');
INSERT INTO customers (id, name, country) VALUES (9, 'Hidden', 'NO');
INSERT INTO orders VALUES (9, 'H', 'new', 'abc', 'garbage', 9);
INSERT INTO order_lines VALUES (9, 1, 9223372036854775807), (9, 2, 9223372036854775807);
"""
HIDES = {
    "settings": {"rows": {"not": {"column": "key", "op": "eq", "value": "bad"}}, "export": True},
    "customers": {"rows": {"not": {"column": "country", "op": "eq", "value": "NO"}}, "aggregate": True},
    "orders": {"rows": {"not": {"column": "id", "op": "eq", "value": 9}}, "aggregate": True},
    "order_lines": {
        "rows": {"not": {"column": "order_id", "op": "eq", "value": 9}},
        "aggregate": True,
        "export": True,
    },
}


async def test_values_that_fit_no_column_are_not_felt_where_they_are_hidden(shop):
    """A request that fails on the hidden rows alone would tell of them."""
    paths = [
        "settings/?value__icontains=x",
        "settings/?_order_by=value",
        "settings/export/?_format=json",
        "customers/?orders__order_lines__sum__quantity__gt=1",
        "customers/?orders__sum__total__gt=1&_expand=orders",
        "orders/?order_lines__sum__quantity__gt=1",
        "orders/?placed_at__year=2026",
        "orders/?placed_at__hour=10&total__gt=1",
        "orders/aggregate/?_y_func=sum&_y_column=total",
        "orders/group/?_x_column=placed_at&_x_lookup=date_day&_y_func=count",
        "order_lines/aggregate/?_y_func=sum&_y_column=quantity",
        "order_lines/export/?_format=csv",
    ]
    async with running(shop) as jetway:
        await grant(jetway, {"viewer": {"tables": HIDES}})
        answers = []
        for _ in range(2):
            told = [await jetway.ask("GET", f"/api/models/{path}", role="viewer") for path in paths]
            assert [answer.status_code for answer in told] == [200] * len(paths)
            answers.append([re.sub(r'"\w*query_time":[0-9.e-]+', "", answer.text) for answer in told])
            with sqlite3.connect(shop.database) as connection:
                connection.executescript(UNLIKE if not answers[1:] else "")
    assert answers[0] == answers[1]


MASKED = {
    "owner": {"every_table": {}},
    "editor": {
        "tables": {
            "customers": {
                "mask": {"email": {"kind": "partial", "keep": 4}, "region_id": {"kind": "full"}},
                "create": True, "update": True, "aggregate": True, "export": True,
            },
            "regions": {},
            "orders": {},
        }
    }
}  # fmt: skip


async def test_a_masked_column_is_shown_in_part_on_every_path(jetway):
    await grant(jetway, MASKED)
    rows = (await jetway.get("/api/models/customers/?_order_by=id", role="editor"))["results"]
    assert [row["email"] for row in rows] == ["••••.com", None, None]
    assert [row["region_id"] for row in rows] == ["••••", "••••", None]
    assert (await jetway.get("/api/models/customers/1/", role="editor"))["email"] == "••••.com"
    expanded = await jetway.get("/api/models/orders/1/?_expand=customer", role="editor")
    assert expanded["customer"]["email"] == "••••.com"
    changed = await jetway.ask("PATCH", "/api/models/customers/1/", {"name": "Anna"}, "editor")
    assert changed.json()["email"] == "••••.com"
    assert (await jetway.get("/api/models/customers/1/"))["email"] == "ana@example.com"
    assert (await jetway.get("/api/models/customers/?_search=ana@example.com", role="editor"))[
        "results"
    ] == []


@pytest.mark.parametrize(
    "path",
    [
        "?email=ana@example.com",
        "?email__startswith=a",
        "?email__isnull=true",
        "?exclude__email__contains=a",
        "?_order_by=email",
        "?_order_by=-email",
        '?_filter={"column":"email","op":"eq","value":"ana@example.com"}',
        "group/?_x_column=email&_y_func=count",
        "aggregate/?_y_func=max&_y_column=email",
        "aggregate/?_y_func=count&_y_column=email",
    ],
)
async def test_nothing_goes_by_a_masked_column(jetway, path):
    await grant(jetway, MASKED)
    assert await jetway.refused("GET", f"/api/models/customers/{path}", role="editor") == (
        400,
        "not_filterable",
    )


async def test_no_relation_goes_by_a_masked_column(jetway):
    await grant(jetway, MASKED)
    for path in (
        "customers/?region__name=South",
        "customers/?_expand=region",
        "regions/?customers__name=Ana",
    ):
        status, code = await jetway.refused("GET", f"/api/models/{path}", role="editor")
        assert (status, code) in ((400, "unknown_column"), (400, "unknown_relation"))
    over = "/api/models/orders/?customer__email__startswith=ana"
    assert await jetway.refused("GET", over, role="editor") == (400, "not_filterable")


async def test_a_masked_column_is_written_by_nobody_who_cannot_see_it(jetway):
    await grant(jetway, MASKED)
    for method, path in (("PATCH", "customers/1/"), ("POST", "customers/")):
        refused = await jetway.refused(method, f"/api/models/{path}", {"name": "x", "email": "y"}, "editor")
        assert refused == (422, "read_only_field")


async def test_a_table_whose_key_is_masked_has_none(jetway):
    await grant(
        jetway, {"editor": {"tables": {"settings": {"mask": {"key": {"kind": "full"}}, "update": True}}}}
    )
    page = await jetway.get("/api/models/settings/", role="editor")
    assert {row["key"] for row in page["results"]} == {"••••"}
    assert await jetway.refused("GET", "/api/models/settings/group/", role="editor") != (200, None)
    assert await jetway.refused("GET", "/api/models/settings/a%2Fb/", role="editor") == (404, "unknown_row")
    refused = await jetway.refused("PATCH", "/api/models/settings/a%2Fb/", {"value": 2}, "editor")
    assert refused[1] == "no_key"
