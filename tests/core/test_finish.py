"""What is left to us: filter, sort, slice, with SQL's three truths."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetway.core.expr import And, Compare, Exists, Not, Op, Or
from jetway.core.finish import Finish, finish, matches
from jetway.core.query import Order
from jetway.core.schema import Mask, Type
from jetway.core.told import told
from tests.core.shop import SCHEMA, column

A = column("a", Type.INTEGER)
B = column("b", Type.TEXT)

rows = st.fixed_dictionaries(
    {"a": st.none() | st.integers(-3, 3), "b": st.none() | st.text("aAb%_", max_size=3)}
)
comparisons = st.one_of(
    st.builds(
        Compare, st.just(A), st.sampled_from([Op.EQ, Op.LT, Op.LTE, Op.GT, Op.GTE]), st.integers(-3, 3)
    ),
    st.builds(Compare, st.just(A), st.just(Op.IN), st.tuples(st.integers(-3, 3), st.integers(-3, 3))),
    st.builds(
        Compare, st.just(B), st.sampled_from([Op.CONTAINS, Op.ISTARTS_WITH]), st.text("aAb%_", max_size=2)
    ),
    st.builds(Compare, st.sampled_from([A, B]), st.just(Op.IS_NULL), st.booleans()),
)
predicates = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds(lambda items: And(tuple(items)), st.lists(inner, max_size=3)),
        st.builds(lambda items: Or(tuple(items)), st.lists(inner, max_size=3)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)


@given(predicates, rows)
def test_not_turns_truth_around_and_leaves_the_unknown(predicate, row):
    turned = {True: False, False: True, None: None}
    assert matches(Not(predicate), row) is turned[matches(predicate, row)]


@given(predicates, predicates, rows)
def test_de_morgan_holds_with_three_truths(one, other, row):
    assert matches(Not(And((one, other))), row) is matches(Or((Not(one), Not(other))), row)


def test_nothing_compared_with_null_is_true():
    row = {"a": None, "b": None}
    for op in (Op.EQ, Op.LT, Op.LTE, Op.GT, Op.GTE):
        assert matches(Compare(A, op, 1), row) is None
    assert matches(Compare(A, Op.IN, (1,)), row) is None
    assert matches(Compare(B, Op.CONTAINS, ""), row) is None
    assert matches(Compare(A, Op.IS_NULL, True), row) is True


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        (Op.CONTAINS, "nA", True),
        (Op.CONTAINS, "na", False),
        (Op.ICONTAINS, "NA", True),
        (Op.STARTS_WITH, "An", True),
        (Op.ISTARTS_WITH, "aN", True),
        (Op.ENDS_WITH, "A", True),
        (Op.IENDS_WITH, "a", True),
        (Op.IEQ, "aNa", True),
        (Op.EQ, "Ana", False),
        (Op.CONTAINS, "%", False),
    ],
)
def test_text_is_compared_with_and_without_case(op, value, expected):
    assert matches(Compare(B, op, value), {"b": "AnA"}) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [([1, 2], True), ([[3, [2]]], True), ([[3], []], False), ("2", False)]
)
def test_an_item_of_an_array_is_found_at_any_depth(value, expected):
    assert matches(Compare(column("c", Type.ARRAY), Op.HAS, 2), {"c": value}) is expected


def test_empty_and_is_true_and_empty_or_is_false():
    assert matches(And(()), {}) is True
    assert matches(Or(()), {}) is False


def test_relations_are_never_left_to_us():
    orders = SCHEMA.tables["orders"]
    relation = orders.relation("customer")
    with pytest.raises(AssertionError):
        matches(Exists(relation, SCHEMA.tables["customers"], And(())), {})


@given(st.lists(rows), st.booleans(), st.booleans(), st.integers(0, 5), st.none() | st.integers(0, 5))
def test_pages_of_a_total_order_put_together_are_the_whole(found, descending, nulls_last, offset, limit):
    numbered = [{**row, "id": number} for number, row in enumerate(found)]
    key = column("id", Type.INTEGER)
    order = (Order(A, descending), Order(B), Order(key))
    whole, count = finish(numbered, Finish(order=order, columns=(A, B, key), nulls_last=nulls_last))
    page, total = finish(
        numbered, Finish(order=order, columns=(A, B, key), offset=offset, limit=limit, nulls_last=nulls_last)
    )
    assert count == total == len(found)
    assert page == whole[offset : None if limit is None else offset + limit]


@pytest.mark.parametrize(
    ("nulls_last", "descending", "expected"),
    [
        (True, False, [1, 2, None]),
        (True, True, [None, 2, 1]),
        (False, False, [None, 1, 2]),
        (False, True, [2, 1, None]),
    ],
)
def test_nulls_stand_where_the_source_puts_them(nulls_last, descending, expected):
    found = [{"a": 2}, {"a": None}, {"a": 1}]
    done, _ = finish(found, Finish(order=(Order(A, descending),), columns=(A,), nulls_last=nulls_last))
    assert [row["a"] for row in done] == expected


def test_columns_needed_for_sorting_only_are_not_shown():
    done, _ = finish([{"a": 2, "b": "x"}], Finish(order=(Order(A),), columns=(B,)))
    assert done == [{"b": "x"}]


def test_rows_that_are_equal_keep_their_order():
    found = [{"a": 1, "b": "y"}, {"a": 1, "b": "x"}]
    done, _ = finish(found, Finish(order=(Order(A),), columns=(A, B)))
    assert done == found


def test_a_masked_column_decides_and_is_told_masked():
    shown = replace(B, mask=Mask(2))
    rest = Finish(Compare(B, Op.EQ, "secret"), (Order(B),), (A, shown))
    rows = [{"a": 1, "b": "secret"}, {"a": 2, "b": "other"}, {"a": 3, "b": None}]
    assert finish(rows, rest) == ([{"a": 1, "b": "••••et"}], 1)


@pytest.mark.parametrize(
    ("text", "shown"), [("ab", "••••"), ("abcd", "••••cd"), (None, None), (12345, "••••45")]
)
def test_a_mask_shows_the_end_where_as_much_stays_hidden(text, shown):
    assert told(replace(B, mask=Mask(2)), text) == shown


def test_large_numbers_are_told_as_text_where_they_are_wanted_exact():
    assert told(replace(A, exact=True), 2**60) == str(2**60)
    assert told(A, 2**60) == 2**60


def test_a_column_that_holds_anything_is_sorted_by_kinds_of_value():
    mixed = replace(column("a", Type.FLOAT), loose=True)
    values = ["Ana", 2, {"x": 1}, True, None, "NaN", 1.5, "-Infinity", ["x"]]
    found, _ = finish([{"a": value} for value in values], Finish(order=(Order(mixed),), columns=(mixed,)))
    assert [row["a"] for row in found] == [None, True, "NaN", "-Infinity", 1.5, 2, "Ana", ["x"], {"x": 1}]


def test_in_a_column_that_holds_anything_a_text_is_neither_more_nor_less_than_a_number():
    mixed = replace(column("a", Type.INTEGER), loose=True)
    assert [matches(Compare(mixed, op, 5), {"a": "six"}) for op in (Op.LT, Op.GT, Op.EQ)] == [False] * 3
    assert matches(Compare(mixed, Op.LTE, 5), {"a": 5.0}) is True
    moment = replace(column("a", Type.TIMESTAMPTZ), loose=True)
    later = {"a": "2026-01-01T02:00:00+01:00"}
    assert matches(Compare(moment, Op.GT, "2026-01-01T00:30:00Z"), later) is True
    assert matches(Compare(moment, Op.GT, "2026-01-01T00:30:00Z"), {"a": "soon"}) is False


def test_what_is_no_moment_in_a_column_that_holds_anything_is_told_as_it_is():
    assert told(replace(column("a", Type.TIMESTAMPTZ), loose=True, zone="+03:00"), "soon") == "soon"
