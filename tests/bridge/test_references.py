"""A foreign key points at nothing that its writer cannot see."""

import re

import pytest

from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio

HIDDEN, ABSENT, SEEN = 1, 99, 2
SWEDISH = {"column": "country", "op": "eq", "value": "SE"}
WRITES = {"create": True, "update": True}


def said(answer):
    """The answer without the number of the request."""
    return answer.status_code, re.sub("#[0-9a-f]+", "", answer.text)


@pytest.fixture
async def jetway_of_sweden(jetway):
    """Its viewers see customers of Sweden only, and no regions."""
    customers = {"rows": SWEDISH, **WRITES}
    await grant(jetway, {"viewer": {"tables": {"customers": customers, "orders": WRITES}}})
    return jetway


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "orders/"), ("PATCH", "orders/2/"), ("PUT", "orders/2/")]
)
async def test_a_hidden_row_answers_as_an_absent_one(jetway_of_sweden, method, path):
    jetway = jetway_of_sweden
    before = jetway.sql("SELECT * FROM orders")
    answers = [
        await jetway.ask(method, f"/api/models/{path}", {"number": "N", "customer_id": customer}, "viewer")
        for customer in (HIDDEN, ABSENT)
    ]
    assert said(answers[0]) == said(answers[1])
    assert (answers[0].status_code, answers[0].json()["code"]) == (422, "invalid_reference")
    assert [problem["pointer"] for problem in answers[0].json()["errors"]] == ["/customer_id"]
    assert jetway.sql("SELECT * FROM orders") == before


async def test_a_row_that_is_seen_can_be_pointed_at(jetway_of_sweden):
    body = {"number": "N", "customer_id": SEEN}
    answer = await jetway_of_sweden.ask("POST", "/api/models/orders/", body, "viewer")
    assert answer.status_code == 201


async def test_a_key_that_is_not_sent_may_point_anywhere(jetway_of_sweden):
    answer = await jetway_of_sweden.ask("PATCH", "/api/models/orders/1/", {"number": "N"}, "viewer")
    assert (answer.status_code, answer.json()["customer_id"]) == (200, HIDDEN)


async def test_rows_of_a_hidden_table_are_all_absent(jetway_of_sweden):
    answers = [
        await jetway_of_sweden.ask("PATCH", "/api/models/customers/2/", {"region_id": region}, "viewer")
        for region in (1, 99)
    ]
    assert said(answers[0]) == said(answers[1])
    assert answers[0].status_code == 422
    to_nothing = await jetway_of_sweden.ask(
        "PATCH", "/api/models/customers/2/", {"region_id": None}, "viewer"
    )
    assert to_nothing.status_code == 200


async def test_a_clash_with_a_hidden_row_tells_neither_its_values_nor_the_constraint(jetway_of_sweden):
    body = {"email": "ana@example.com"}
    answer = await jetway_of_sweden.ask("PATCH", "/api/models/customers/2/", body, "viewer")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_unique")
    assert not {"ana", "UNIQUE", "Ana", "BR"} & set(re.findall(r"\w+", answer.text))
