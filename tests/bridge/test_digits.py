"""No digit of a number is lost on its way in and out."""

import sqlite3

import pytest

from tests.bridge.conftest import running

pytestmark = pytest.mark.anyio


async def edit(jetway, values, was, path):
    headers = {
        "Authorization": f"Token {await jetway.token()}",
        "Content-Type": "application/vnd.jetway.change+json",
    }
    return await jetway.http.patch(path, json={"set": values, "was": was}, headers=headers)


LONG = b"12345678901234567890.123456789"


async def patch(jetway, path, body):
    headers = {"Authorization": f"Token {await jetway.token()}", "Content-Type": "application/json"}
    return await jetway.http.patch(f"/api/models/{path}", content=body, headers=headers)


async def test_a_document_keeps_its_numbers(jetway):
    body = b'{"value":{"a":%b,"b":[123456789012345678901234567890,0.1,1e400]}}' % LONG
    answer = await patch(jetway, "settings/50%25/", body)
    assert answer.status_code == 200
    assert b'{"a":%b,"b":[123456789012345678901234567890,0.1,1E+400]}' % LONG in answer.content


async def test_text_keeps_the_digits_that_were_sent(jetway):
    answer = await patch(jetway, "customers/1/", b'{"name":1234567890.123456789}')
    assert answer.json()["name"] == "1234567890.123456789"


async def test_whole_numbers_are_exact_and_bounded(shop):
    with sqlite3.connect(shop.database) as connection:
        connection.execute("CREATE TABLE big (id INTEGER PRIMARY KEY, n BIGINT)")
        connection.execute("INSERT INTO big VALUES (1, 0)")
    async with running(shop) as jetway:
        answer = await patch(jetway, "big/1/", b'{"n":9223372036854775807}')
        assert b"9223372036854775807" in answer.content
        for number in (b"9223372036854775808", b"1e30", b"1e400", b"0.5", b"1.00000000000000000001"):
            answer = await patch(jetway, "big/1/", b'{"n":%b}' % number)
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_value")
        assert (await patch(jetway, "big/1/", b'{"n":3.0}')).json()["n"] == 3


async def test_a_document_is_compared_to_the_last_digit(jetway):
    path = "/api/models/settings/50%25/"
    await patch(jetway, "settings/50%25/", b'{"value":[%b]}' % LONG)
    headers = {"Authorization": f"Token {await jetway.token()}"}
    headers["Content-Type"] = "application/vnd.jetway.change+json"
    for text, status in ((LONG, 200), (b"12345678901234567890.123456788", 409)):
        body = b'{"set":{},"was":{"value":[%b]}}' % text
        assert (await jetway.http.patch(path, content=body, headers=headers)).status_code == status
    assert (await edit(jetway, {}, {"value": 1}, path)).status_code == 409


@pytest.mark.parametrize("number", [b"1" * 1001, b"0." + b"1" * 1001, b"1e99999999999"])
async def test_a_number_of_endless_digits_is_refused(jetway, number):
    answer = await patch(jetway, "orders/1/", b'{"total":%b}' % number)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_body")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("orders/1/?_select=id,customer.id", {"id": "1", "customer": {"id": "1"}}),
        ("orders/?_select=id,number&_no_pagination=1&id=1", [{"id": "1", "number": "A-1"}]),
        ("orders/?_select=id&_cursor=&_per_page=1&_order_by=number", [{"id": "1"}]),
        ("orders/aggregate/?_y_func=sum&_y_column=id", {"y_func": "6"}),
        ("orders/aggregate/?_y_func=count", {"y_func": 3}),
        (
            "orders/group/?_y_func=max&_y_column=id&_x_column=customer_id&customer_id=1",
            [{"group": "1", "y_func": "3"}],
        ),
    ],
)
async def test_whole_numbers_come_as_text_where_that_is_asked_for(standing, path, told):
    answer = await standing.get(f"/api/models/{path}&_exact_numbers=1")
    assert told in (answer, isinstance(answer, dict) and answer.get("results"))
