"""Lists that may look in an app's own search, which is behind its rows: Stripe, on a server of ours."""

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jetway.core.expr import Compare, Op
from jetway.sources.rest.described import described
from jetway.sources.rest.searching import sought
from tests.bridge.test_audit import grant
from tests.bridge.test_operations import Shop, app  # noqa: F401 - a fixture
from tests.fakes.stripe import LISTS
from tests.fakes.stripe_search import SOUGHT, clauses
from tests.sources.test_operations import STRIPE

pytestmark = pytest.mark.anyio

CUSTOMERS = "/api/models/customers/"


@pytest.fixture(scope="module")
def many(app: Shop) -> Shop:  # noqa: F811
    for number in range(1, 131):
        app.stripe.add("customers", name=f"Customer {number}", email=f"c{number % 3}@example.com", phone=None)
    return app


@pytest.fixture
def shop(many: Shop) -> Shop:
    many.stripe.requests.clear()
    many.stripe.behind.clear()
    return many


def queries(shop: Shop) -> list[str]:
    return [parse_qs(urlsplit(target).query).get("query", [""])[0] for _, target in shop.stripe.requests]


def names(page: Any) -> list[str]:
    return [row["name"] for row in page["results"]]


async def test_what_the_list_cannot_filter_the_search_finds_where_one_asks_for_it(shop):
    page = await shop.jetway.get(f"{CUSTOMERS}?name__icontains=customer 12&_stale=1&_per_page=5")
    assert names(page) == [f"Customer {number}" for number in (129, 128, 127, 126, 125)]
    assert (page["stale"], "scanned" in page, page["has_more"]) == (True, False, True)
    assert queries(shop) == ['name~"customer 12"']
    second = await shop.jetway.get(page["next"].removeprefix("http://127.0.0.1:8000"))
    assert second["results"][0]["name"] == "Customer 124"


async def test_unasked_it_is_looked_for_among_the_rows_themselves(shop):
    page = await shop.jetway.get(f"{CUSTOMERS}?name__icontains=customer 12")
    assert (page["scanned"], "stale" in page) == (130, False)
    assert queries(shop) == ["", ""]


async def test_what_the_list_filters_by_itself_is_not_stale(shop):
    page = await shop.jetway.get(f"{CUSTOMERS}?email=c1@example.com&_stale=1&_per_page=3")
    assert "stale" not in page
    assert "email=c1%40example.com" in shop.stripe.requests[0][1]


async def test_a_row_that_the_search_does_not_know_yet_is_not_found(shop):
    new = shop.stripe.add("customers", name="Brand New", email="new@example.com")["id"]
    shop.stripe.behind.add(new)
    assert (await shop.jetway.get(f"{CUSTOMERS}?name__icontains=brand&_stale=1"))["results"] == []
    assert len((await shop.jetway.get(f"{CUSTOMERS}?name__icontains=brand"))["results"]) == 1
    assert (await shop.jetway.get(f"{CUSTOMERS}{new}/"))["name"] == "Brand New"


async def test_what_the_search_cannot_say_is_finished_here(shop):
    page = await shop.jetway.get(f"{CUSTOMERS}?name__contains=Customer 12&email=c0@example.com&_stale=1")
    assert names(page) == [f"Customer {number}" for number in (129, 126, 123, 120, 12)]
    assert queries(shop) == ['name~"Customer 12" AND email:"c0@example.com"']
    short = await shop.jetway.get(f"{CUSTOMERS}?name__contains=29&_stale=1")
    assert names(short) == ["Customer 129", "Customer 29"]
    assert queries(shop)[1] == ""


async def test_a_row_rule_holds_in_the_search_too(shop):
    rule = {"rows": {"column": "email", "op": "icontains", "value": "C1@"}, "read": ["id", "name"]}
    await grant(shop.jetway, "seeker", {"tables": {"customers": rule}})
    page = await shop.jetway.get(f"{CUSTOMERS}?name__icontains=customer 12&_stale=1", "seeker")
    assert names(page) == ["Customer 127", "Customer 124", "Customer 121"]
    hidden = await shop.jetway.refused("GET", f"{CUSTOMERS}?email__icontains=c1&_stale=1", role="seeker")
    assert hidden == (400, "unknown_column")


async def test_a_masked_column_cannot_be_sought(shop):
    masking = {"tables": {"customers": {"mask": {"email": {"kind": "full"}}}}}
    await grant(shop.jetway, "masked", masking)
    refused = await shop.jetway.refused("GET", f"{CUSTOMERS}?email__icontains=c1&_stale=1", role="masked")
    assert refused == (400, "not_filterable")
    [table] = await shop.jetway.get("/api/model_descriptions/", "masked")
    fields = {field["name"]: field["stale_ops"] for field in table["fields"]}
    assert fields["email"] == []
    assert "icontains" in fields["name"]


async def test_a_table_without_a_search_says_so(shop):
    refunds = await shop.jetway.refused("GET", "/api/models/refunds/?status=failed&_stale=1")
    assert refunds == (400, "not_filterable")
    unclear = await shop.jetway.refused("GET", f"{CUSTOMERS}?_stale=yes")
    assert unclear == (400, "invalid_parameter")


async def test_hostile_texts_stay_values(shop):
    hostile = 'x" OR name~"Customer'
    page = await shop.jetway.get(f"{CUSTOMERS}?name__icontains={quote(hostile)}&_stale=1")
    assert page["results"] == []
    assert queries(shop) == ['name~"x\\" OR name~\\"Customer"']


@given(st.text(min_size=3))
@example('\\" OR name:"a')
@example("ab\\")
def test_every_text_comes_back_out_of_its_quotes(text):
    spec, column = STRIPE.collections["customers"], described(STRIPE).tables["customers"].column("name")
    [clause] = clauses("customers", sought(spec, [Compare(column, Op.ICONTAINS, text)]))
    assert clause == ("name", "~", text)


def test_all_that_is_described_can_be_sought():
    for name, collection in STRIPE.collections.items():
        assert (collection.search is not None) is (name in SOUGHT)
        fields = {column for column, one in collection.columns.items() if one.searches}
        assert fields <= SOUGHT.get(name, {}).keys()
    assert SOUGHT.keys() < LISTS.keys()
