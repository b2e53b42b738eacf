"""Create, update and delete: exactly one row, or nothing."""

import pytest

pytestmark = pytest.mark.anyio


async def test_a_created_row_comes_back_with_what_the_database_added(jetway):
    answer = await jetway.ask("POST", "/api/models/customers/", {"name": "Dee"})
    assert answer.status_code == 201
    assert answer.json() == {
        "id": 4,
        "name": "Dee",
        "country": None,
        "email": None,
        "region_id": None,
        "active": True,
    }
    assert jetway.sql("SELECT name FROM customers WHERE id = 4") == [("Dee",)]


async def test_no_key_means_the_next_number(jetway):
    answer = await jetway.ask("POST", "/api/models/customers/", {"id": None, "name": "Dee"})
    assert (answer.status_code, answer.json()["id"]) == (201, 4)


async def test_a_patch_changes_what_was_sent_only(jetway):
    answer = await jetway.ask("PATCH", "/api/models/customers/1/", {"country": None})
    assert (answer.status_code, answer.json()["country"], answer.json()["name"]) == (200, None, "Ana")
    assert jetway.sql("SELECT id FROM customers WHERE country IS NULL") == [(1,)]


async def test_an_empty_patch_changes_nothing(jetway):
    answer = await jetway.ask("PATCH", "/api/models/customers/1/", {})
    assert (answer.status_code, answer.json()["name"]) == (200, "Ana")


async def test_a_put_wants_the_required_columns(jetway):
    assert await jetway.refused("PUT", "/api/models/orders/1/", {"number": "B"}) == (422, "required")
    answer = await jetway.ask("PUT", "/api/models/orders/1/", {"number": "B", "customer_id": 2})
    assert (answer.status_code, answer.json()["number"], answer.json()["status"]) == (200, "B", "paid")


async def test_a_key_can_change(jetway):
    answer = await jetway.ask("PATCH", "/api/models/settings/a%2Fb/", {"key": "c/d"})
    assert answer.json()["key"] == "c/d"
    assert (await jetway.get("/api/models/settings/c%2Fd/"))["key"] == "c/d"


async def test_a_composite_key_changes_one_row(jetway):
    await jetway.ask("PATCH", "/api/models/order_lines/1,2/", {"quantity": 70})
    assert jetway.sql("SELECT quantity FROM order_lines ORDER BY order_id, line") == [(5,), (70,), (1,)]


async def test_a_deletion_cascades_as_the_database_says(jetway):
    answer = await jetway.ask("DELETE", "/api/models/orders/1/")
    assert (answer.status_code, answer.content) == (204, b"")
    assert jetway.sql("SELECT count(*) FROM order_lines") == [(1,)]


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", "customers/", {}, (422, "required")),
        ("POST", "customers/", {"name": "x", "absent": 1}, (422, "unknown_field")),
        ("POST", "customers/", {"name": "x" * 21}, (422, "invalid_value")),
        ("POST", "customers/", {"name": "x", "region_id": "y"}, (422, "invalid_value")),
        ("POST", "customers/", {"name": "x", "region_id": 99}, (422, "invalid_reference")),
        ("POST", "customers/", {"name": "x", "email": "ana@example.com"}, (409, "not_unique")),
        ("POST", "customers/", [], (400, "invalid_body")),
        ("POST", "totals/", {"total": 1}, (403, "not_allowed")),
        ("PATCH", "customers/1/", {"name": None}, (422, "required")),
        ("PATCH", "customers/99/", {"name": "x"}, (404, "unknown_row")),
        ("PATCH", "visits/x/", {"path": "y"}, (404, "unknown_row")),
        ("PATCH", "totals/1/", {"total": 1}, (403, "not_allowed")),
        ("DELETE", "customers/1/", None, (409, "still_referenced")),
        ("DELETE", "customers/99/", None, (404, "unknown_row")),
        ("DELETE", "customers/", None, (400, "filter_required")),
        ("POST", "customers/1/", {"name": "x"}, (405, "method_not_allowed")),
    ],
)
async def test_a_write_that_cannot_be_is_refused_and_changes_nothing(jetway, method, path, body, expected):
    before = jetway.sql("SELECT * FROM customers")
    assert await jetway.refused(method, f"/api/models/{path}", body) == expected
    assert jetway.sql("SELECT * FROM customers") == before


async def test_a_refusal_names_the_column_and_no_constraint(jetway):
    answer = await jetway.ask("POST", "/api/models/customers/", {"name": "x", "email": "ana@example.com"})
    assert [problem["pointer"] for problem in answer.json()["errors"]] == ["/email"]
    assert "UNIQUE" not in answer.text
    assert "ana@" not in answer.text


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"name": ', "application/json", 400),
        (b"", "application/json", 400),
        (b'{"name": "a", "name": "b"}', "application/json", 400),
        (b'{"name": NaN}', "application/json", 400),
        (b"\xff\xfe{}", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"name": "a"}', "text/plain", 415),
        (b"name=a", "application/x-www-form-urlencoded", 415),
        (b'\xef\xbb\xbf{"name": "a"}', "application/json", 400),
        (b'{"name": "\\ud800"}', "application/json", 400),
        (b'{"name": "a", "region_id": 1e400}', "application/json", 422),
        (b'{"name": "a", "region_id": ' + b"9" * 900_000 + b"}", "application/json", 400),
        (b'{"name": "a", "region_id": 9223372036854775808}', "application/json", 422),
        (b'{"name": "a", "__proto__": {"country": "SE"}}', "application/json", 422),
        (b'{"name": "a", "_connector": "OR"}', "application/json", 422),
        (b'{"name": "' + b"a" * 2**20 + b'"}', "application/json", 413),
    ],
)
async def test_a_body_that_is_no_json_is_refused(jetway, body, content_type, status):
    headers = {"Authorization": f"Token {await jetway.token()}", "Content-Type": content_type}
    answer = await jetway.http.post("/api/models/customers/", content=body, headers=headers)
    assert answer.status_code == status
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]


async def test_a_compressed_body_is_refused(jetway):
    headers = {"Authorization": f"Token {await jetway.token()}", "Content-Encoding": "gzip"}
    answer = await jetway.http.post("/api/models/customers/", json={"name": "x"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]
