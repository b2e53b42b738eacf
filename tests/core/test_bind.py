"""From names to columns."""

import pytest

from jetway.core.bind import MAX_CONDITIONS, MAX_DEPTH, Scope, bind
from jetway.core.compare import MAX_IN
from jetway.core.errors import InvalidValue, QueryTooComplex, UnknownColumn, UnknownLookup
from jetway.core.expr import And, Compare, Condition, Exists, Lookup, Not, Op, Or
from tests.core.shop import SCHEMA

ORDERS = SCHEMA.tables["orders"]
CUSTOMERS = SCHEMA.tables["customers"]


def bound(filter_, table=ORDERS, rules=None):
    return bind(filter_, table, Scope(SCHEMA.tables, rules or {}))


def column(table, name):
    found = table.column(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        ("number", ("x",), Compare(column(ORDERS, "number"), Op.EQ, "x")),
        ("number__icontains", ("x%",), Compare(column(ORDERS, "number"), Op.ICONTAINS, "x%")),
        ("id__in", ("1,2",), Compare(column(ORDERS, "id"), Op.IN, (1, 2))),
        ("id__in", ("1", "2"), Compare(column(ORDERS, "id"), Op.IN, (1, 2))),
        ("id__isnull", ("false",), Compare(column(ORDERS, "id"), Op.IS_NULL, False)),
        ("a__gt", ("3",), Compare(column(ORDERS, "a__gt"), Op.EQ, 3)),
        ("a__gt__lt", ("3",), Compare(column(ORDERS, "a__gt"), Op.LT, 3)),
    ],
)
def test_a_flat_parameter_becomes_a_comparison(name, texts, expected):
    assert bound(Lookup(name, texts)) == expected


def test_a_range_includes_both_ends():
    found = bound(Lookup("id__range", ("1,9",)))
    assert found == And((Compare(column(ORDERS, "id"), Op.GTE, 1), Compare(column(ORDERS, "id"), Op.LTE, 9)))


def test_crossing_a_relation_asks_for_a_row_that_exists_there():
    found = bound(Lookup("customer__country__exact", ("BR",)))
    relation = ORDERS.relation("customer")
    assert found == Exists(relation, CUSTOMERS, Compare(column(CUSTOMERS, "country"), Op.EQ, "BR"))


def test_a_dotted_path_crosses_as_flat_parameters_do():
    dotted = bound(Condition("customer.region.name", Op.EQ, "South"))
    assert dotted == bound(Lookup("customer__region__name", ("South",)))


def test_crossing_a_relation_adds_the_targets_rule():
    rule = Compare(column(CUSTOMERS, "country"), Op.EQ, "BR")
    found = bound(Lookup("customer__name", ("Ana",)), rules={"customers": rule})
    assert isinstance(found, Exists)
    assert found.where == And((rule, Compare(column(CUSTOMERS, "name"), Op.EQ, "Ana")))


def test_a_crossing_inside_not_and_or_adds_the_rule_too():
    rule = Compare(column(CUSTOMERS, "country"), Op.EQ, "BR")
    found = bound(Not(Or((Lookup("customer__name", ("Ana",)),))), rules={"customers": rule})
    assert rule in found.item.items[0].where.items


@pytest.mark.parametrize(
    "name", ["absent", "absent__gt", "customer__absent", "customer.name", "number__absent__gt"]
)
def test_an_unknown_name_is_refused(name):
    with pytest.raises(UnknownColumn):
        bound(Lookup(name, ("1",)))


@pytest.mark.parametrize("name", ["number__like", "customer__name__regex"])
def test_an_unknown_lookup_is_refused(name):
    with pytest.raises(UnknownLookup):
        bound(Lookup(name, ("1",)))


def test_a_lookup_that_the_type_does_not_take_is_refused():
    with pytest.raises(UnknownLookup, match="total"):
        bound(Lookup("total__icontains", ("1",)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("id", "x"),
        ("id", ""),
        ("id", "99999999999"),
        ("total", "NaN"),
        ("placed_at", "10"),
        ("status", "lost"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_parameter(name, text):
    with pytest.raises(InvalidValue) as refused:
        bound(Lookup(name, (text,), name))
    assert refused.value.problems[0].pointer == name


def test_null_is_asked_for_with_is_null_only():
    with pytest.raises(InvalidValue, match="is_null"):
        bound(Condition("number", Op.EQ, None))


def test_filters_have_limits():
    many = And(tuple(Lookup("id", ("1",)) for _ in range(MAX_CONDITIONS + 1)))
    deep = Lookup("id", ("1",))
    for _ in range(MAX_DEPTH + 1):
        deep = Not(deep)
    long = Condition("id", Op.IN, list(range(MAX_IN + 1)))
    for filter_ in (many, deep, long):
        with pytest.raises(QueryTooComplex):
            bound(filter_)
