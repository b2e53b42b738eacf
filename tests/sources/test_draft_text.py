"""A description as text: read and printed, the same both ways."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetway.core.errors import InvalidInput
from jetway.sources.draft.text import text_of

SHOP = """\
title = "Shop"
address = "https://api.shop.example"
check = "/orders"
auth = { kind = "bearer", secret = "key" }

[collections.orders]
key = "id"
get = { path = "/orders/{id}" }

[collections.orders.list]
path = "/orders"
records = "data"
paging = { kind = "page", param = "page", most = 50 }

[collections.orders.columns]
id = { type = "integer" }
placed = { type = "timestamptz", filters = { gte = "since" } }
"customer.name" = { type = "enum", options = ["a", "b"], update = true }
"""

names = st.text(max_size=8)
plain = (
    st.text(max_size=20)
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
)
values = st.recursive(plain, lambda one: st.lists(one, max_size=3) | st.dictionaries(names, one, max_size=3))
parts = st.sampled_from(["title", "collections", "list", "columns", "orders"])
descriptions = st.recursive(
    values, lambda one: st.dictionaries(names | parts, one, max_size=4), max_leaves=20
)


def test_a_description_is_printed_as_it_would_be_written():
    said = text_of(SHOP)
    assert (said.toml, said.fault) == (SHOP, None)


@given(st.dictionaries(names | parts, descriptions, max_size=4))
def test_what_is_printed_says_the_same(description):
    said = text_of(json.dumps(description))
    assert said.description == description
    assert text_of(said.toml).description == description


def test_json_says_the_same_as_toml():
    text = '{"title": "Shop", "headers": null, "collections": {"a": {"columns": {"x": {"type": "text"}}}}}'
    said = text_of(text)
    assert said.toml == 'title = "Shop"\n\n[collections.a.columns]\nx = { type = "text" }\n'
    assert said.description == {"title": "Shop", "collections": {"a": {"columns": {"x": {"type": "text"}}}}}
    assert "missing required field" in (said.fault or "")


@pytest.mark.parametrize("text", ["title =", "{", "a = " + "[" * 5000, '{"a": ' + "[" * 5000])
def test_what_is_no_description_says_why(text):
    with pytest.raises(InvalidInput) as refused:
        text_of(text)
    assert [one.pointer for one in refused.value.problems] == ["/text"]
