"""A change that is sent again is made once."""

import os
from dataclasses import replace

import anyio
import pytest

from tests.bridge.conftest import running

pytestmark = pytest.mark.anyio

KEY = '"8e03978e-40d5-43dd-bc93-6894a57f9324"'
DEE = {"name": "Dee", "email": "dee@example.com"}
CUSTOMERS = "/api/models/customers/"


async def send(jetway, method, path, body=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named["Authorization"] = f"Token {await jetway.token()}"
    return await jetway.http.request(method, path, json=body, headers=named)


async def tag_of(jetway, path):
    return (await send(jetway, "GET", path)).headers["etag"]


def told(answer):
    names = ("etag", "content-type")
    return answer.status_code, {name: answer.headers.get(name) for name in names}, answer.content


async def test_a_repeat_gets_the_first_answer(jetway):
    first = await send(jetway, "POST", CUSTOMERS, DEE, idempotency_key=KEY)
    jetway.sql("UPDATE customers SET name = 'changed since' WHERE id = 4")
    for key in (KEY, KEY.strip('"')):
        again = await send(jetway, "POST", CUSTOMERS, DEE, idempotency_key=key)
        assert told(again) == told(first)
        assert again.headers["idempotency-replayed"] == "true"
    assert first.status_code == 201
    assert "idempotency-replayed" not in first.headers
    assert jetway.sql("SELECT count(*) FROM customers") == [(4,)]


async def test_every_change_of_a_row_can_be_repeated(jetway):
    path = f"{CUSTOMERS}3/"
    tag = await tag_of(jetway, path)
    for method, body in (("PATCH", {"name": "A"}), ("PUT", {"name": "B"}), ("DELETE", None)):
        headers = {"if_match": tag} if method == "PATCH" else {}
        answers = [
            await send(jetway, method, path, body, idempotency_key=f'"{method}"', **headers) for _ in range(2)
        ]
        assert told(answers[0]) == told(answers[1])
        assert answers[0].status_code in (200, 204)
        assert answers[1].headers["idempotency-replayed"] == "true"


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("POST", CUSTOMERS, {"name": "Eve"}, {}),
        ("POST", "/api/models/regions/", {"name": "Dee"}, {}),
        ("PATCH", f"{CUSTOMERS}1/", DEE, {}),
        ("PATCH", f"{CUSTOMERS}1/", DEE, {"if_match": "*"}),
    ],
)
async def test_another_request_under_the_same_key_is_refused(jetway, method, path, body, headers):
    await send(jetway, "POST", CUSTOMERS, DEE, idempotency_key=KEY)
    answer = await send(jetway, method, path, body, idempotency_key=KEY, **headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")


async def test_a_key_is_its_sender_s_own(jetway):
    other = await jetway.token("admin")
    await send(jetway, "POST", CUSTOMERS, {"name": "Dee"}, idempotency_key=KEY)
    jetway.tokens["owner"] = other
    answer = await send(jetway, "POST", CUSTOMERS, {"name": "Dee"}, idempotency_key=KEY)
    assert "idempotency-replayed" not in answer.headers


async def test_a_refused_request_may_be_mended_under_its_key(jetway):
    refused = await send(jetway, "POST", CUSTOMERS, {}, idempotency_key=KEY)
    taken = await send(jetway, "POST", CUSTOMERS, {**DEE, "email": "ana@example.com"}, idempotency_key=KEY)
    answer = await send(jetway, "POST", CUSTOMERS, DEE, idempotency_key=KEY)
    assert (refused.status_code, taken.status_code, answer.status_code) == (422, 409, 201)


async def test_of_many_at_once_one_is_made(jetway):
    answers = []
    await jetway.token()  # one sender, not six

    async def create():
        answers.append(await send(jetway, "POST", CUSTOMERS, DEE, idempotency_key=KEY))

    async with anyio.create_task_group() as tasks:
        for _ in range(6):
            tasks.start_soon(create)
    made = [answer for answer in answers if answer.status_code == 201]
    busy = [answer for answer in answers if answer.status_code != 201]
    assert len({told(answer)[2] for answer in made}) == 1
    assert {(answer.json()["code"], answer.headers["retry-after"]) for answer in busy} == {
        ("idempotency_busy", "1")
    }
    assert jetway.sql("SELECT count(*) FROM customers") == [(4,)]


async def test_an_answer_is_known_after_a_restart_and_to_another_bridge(shop):
    async with running(shop) as one:
        first = await send(one, "POST", CUSTOMERS, DEE, idempotency_key=KEY)
    async with running(shop) as other:
        other.tokens = one.tokens
        assert told(await send(other, "POST", CUSTOMERS, DEE, idempotency_key=KEY)) == told(first)


async def test_a_kept_answer_is_sealed(jetway):
    await send(jetway, "POST", CUSTOMERS, {"name": "Dee", "country": "secret"}, idempotency_key=KEY)
    [(value,)] = jetway.sql("SELECT value FROM jetway_answer")
    assert b"secret" not in value
    assert await jetway.refused("GET", "/api/models/jetway_answer/") == (404, "unknown_table")


async def test_where_answers_cannot_be_kept_the_change_is_not_made(unserved):
    async with running(replace(unserved, database=f"sqlite:///{unserved.database}?mode=ro")) as jetway:
        answer = await send(jetway, "PATCH", f"{CUSTOMERS}1/", {"name": "B"}, idempotency_key=KEY)
        assert answer.status_code in (403, 501)


async def test_an_answer_that_is_too_large_is_not_promised(jetway):
    text = os.urandom(300_000).hex()
    answer = await send(jetway, "PATCH", "/api/models/settings/50%25/", {"value": text}, idempotency_key=KEY)
    assert (answer.status_code, answer.json()["code"]) == (501, "idempotency_unavailable")
    assert jetway.sql("SELECT value FROM settings WHERE key = '50%'") == [(2,)]


@pytest.mark.parametrize("key", ["", '""', '"a', "é".encode("latin-1").decode("latin-1"), "x" * 300])
async def test_a_key_that_is_none_is_refused(jetway, key):
    headers = {"Idempotency-Key": key.encode("latin-1"), "Authorization": f"Token {await jetway.token()}"}
    answer = await jetway.http.post(CUSTOMERS, json=DEE, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
    assert jetway.sql("SELECT count(*) FROM customers") == [(3,)]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"{CUSTOMERS}bulk_create/", [DEE, {"name": "Eve", "email": "eve@example.com"}]),
        ("PATCH", f"{CUSTOMERS}?id__lt=3", {"country": "NO"}),
        ("DELETE", f"{CUSTOMERS}?id=3", None),
    ],
)
async def test_changes_of_many_rows_are_made_once(jetway, method, path, body):
    first = await send(jetway, method, path, body, idempotency_key=KEY)
    count = jetway.sql("SELECT count(*) FROM customers")
    again = await send(jetway, method, path, body, idempotency_key=KEY)
    assert first.status_code == 200
    assert told(again) == told(first)
    assert again.headers["idempotency-replayed"] == "true"
    assert jetway.sql("SELECT count(*) FROM customers") == count


async def test_a_change_that_is_made_once_has_one_line_in_the_audit(jetway):
    for _ in range(3):
        await send(jetway, "POST", CUSTOMERS, DEE, idempotency_key=KEY)
    assert jetway.sql("SELECT count(*) FROM jetway_audit WHERE action = 'create'") == [(1,)]


@pytest.mark.parametrize("word", ["reorder", "reset_order", "import"])
async def test_a_promise_that_is_not_kept_is_refused(jetway, word):
    answer = await send(jetway, "POST", f"{CUSTOMERS}{word}/", {}, idempotency_key=KEY)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")
