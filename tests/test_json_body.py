from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from jetway.core.errors import InvalidBody, InvalidInput
from jetway.json_body import convert, decode


class Item(Struct, forbid_unknown_fields=True):
    name: str
    count: int = 0


class Basket(Struct, forbid_unknown_fields=True):
    items: list[Item] = []
    by_name: dict[str, Item] = {}


def problem(value):
    with pytest.raises(InvalidInput) as refusal:
        convert(value, Basket)
    [found] = refusal.value.problems
    return found.pointer, found.code, found.detail


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], ("", "invalid_input", "takes an object, not a list")),
        ({"price": 1}, ("/price", "unknown_field", "is not known here")),
        ({"items": [{"name": "a"}, {}]}, ("/items/1/name", "required", "is required")),
        ({"items": [{"name": "a", "size": 1}]}, ("/items/0/size", "unknown_field", "is not known here")),
        ({"items": [{"name": 1}]}, ("/items/0/name", "invalid_input", "takes text, not a whole number")),
        (
            {"items": [{"name": "a", "count": "x"}]},
            ("/items/0/count", "invalid_input", "takes a whole number, not text"),
        ),
        (
            {"by_name": {"a": {"name": 1}}},
            ("/by_name/-/name", "invalid_input", "takes text, not a whole number"),
        ),
    ],
)
def test_what_does_not_fit_is_pointed_at(value, expected):
    assert problem(value) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
)


@given(JSON)
def test_json_is_read_as_it_was_written(value):
    assert decode(json.dumps(value).encode()) == value


@given(st.binary() | st.text().map(str.encode))
def test_bytes_are_json_or_refused(body):
    try:
        value = decode(body)
    except InvalidBody:
        return
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "text", ['{"a": {"b": 1, "b": 2}}', '["\\ud83d"]', "[-Infinity]", "[1e400]", "1 2", "'a'"]
)
def test_traps_are_refused(text):
    with pytest.raises(InvalidBody):
        decode(text.encode())


def test_a_whole_pair_of_half_characters_is_one_character():
    assert decode(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"
