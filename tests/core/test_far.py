"""Relations between two sources: what leads where, and what is left of a query for the table's own source."""

from decimal import Decimal
from uuid import UUID

import pytest

from jetway.core.errors import FarNotSortable, InvalidParameter, QueryTooComplex
from jetway.core.expr import And, Condition, Joined, Linked, Lookup, Not, Op, Or
from jetway.core.far import DeclaredFar, fars, kind_of, misfit_far
from jetway.core.far_query import (
    MAX_THROUGH,
    comparable,
    conditions_through,
    leads_to,
    rewritten,
    sameness,
    taken_apart,
)
from jetway.core.query import Query, Sort
from jetway.core.schema import Declared, Mask, Type
from tests.core.shop import ID, column, table

CODE = "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"
ORDERS = table("orders", ID, column("buyer_id"), column("buyer"), column("pay.tag"), column("at", Type.DATE))
PAID = table("customers", column("id"), column("email"), column("at", Type.DATE), plain=True, related=False)
ENDS = DeclaredFar("", "pay", Declared("orders", "MANYTOONE", "buyer_id", "customers", "id")).ends


def one_way(end, here=ORDERS, there=PAID):
    [found] = fars(here, [end], {end.target_source: {there.name: there}})
    return found


FAR = one_way(ENDS[0])
BACK = one_way(ENDS[1], PAID, ORDERS)


def test_a_relation_is_named_after_its_column_and_back_after_its_table():
    assert (FAR.name, FAR.end.many, FAR.filters) == ("buyer_row", False, True)
    assert (BACK.name, BACK.end.many, BACK.end.declared) == ("orders", True, None)


def test_names_that_are_taken_are_told_apart():
    twice = fars(ORDERS, [ENDS[0], ENDS[0]], {"pay": {"customers": PAID}})
    assert [far.name for far in twice] == ["buyer_row", "buyer_row_"]
    named = table("customers", column("id"), column("orders"), plain=True)
    assert one_way(ENDS[1], named, ORDERS).name == "orders_by_buyer_id"


def test_what_is_hidden_or_masked_on_either_side_leads_nowhere():
    hidden = table("orders", ID)
    masked = table("orders", ID, column("buyer_id", mask=Mask()))
    for here in (hidden, masked):
        assert fars(here, ENDS[:1], {"pay": {"customers": PAID}}) == ()
    for there in ({}, {"customers": table("customers", column("id", mask=Mask()))}):
        assert fars(ORDERS, ENDS[:1], {"pay": there}) == ()
    assert fars(ORDERS, ENDS[:1], {}) == ()


def test_to_a_source_that_is_away_only_what_the_policy_grants_leads():
    [away] = fars(ORDERS, ENDS[:1], {"pay": frozenset({("customers", "id")})})
    assert away.away
    assert fars(ORDERS, ENDS[:1], {"pay": frozenset({("customers", "email")})}) == ()
    assert fars(ORDERS, ENDS[:1], {"pay": frozenset()}) == ()


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        (Declared("nothing", "MANYTOONE", "buyer_id", "customers", "id"), "no table 'nothing'"),
        (Declared("orders", "MANYTOONE", "buyer_id", "nothing", "id"), "no table 'nothing'"),
        (Declared("orders", "MANYTOONE", "nothing", "customers", "id"), "no column 'nothing'"),
        (Declared("orders", "MANYTOONE", "buyer_id", "customers", "nothing"), "no column 'nothing'"),
        (Declared("orders", "MANYTOONE", "id", "customers", "id"), "cannot be compared"),
        (Declared("orders", "MANYTOONE", "at", "customers", "at"), "cannot be compared"),
        (Declared("orders", "ONETOMANY", "buyer_id", "customers", "id"), "neither its key nor unique"),
        (Declared("orders", "MANYTOONE", "buyer_id", "customers", "id"), None),
        (Declared("orders", "MANYTOONE", "buyer_id", "customers", "email"), None),
    ],
)
def test_why_a_relation_does_not_fit(declared, why):
    found = misfit_far({"orders": ORDERS}, {"customers": PAID}, DeclaredFar("", "pay", declared))
    assert (why in found) if why else found is None


def test_rows_of_an_app_lead_back_only_where_it_finds_them_itself():
    charges = table("charges", column("id"), column("buyer"), plain=True)
    lame = table("charges", column("id"), _opless("buyer"), plain=True)
    people = table("people", column("code"), key=("code",))
    declared = Declared("people", "ONETOMANY", "code", "charges", "buyer")
    far = DeclaredFar("", "pay", declared)
    assert misfit_far({"people": people}, {"charges": charges}, far) is None
    assert "cannot be filtered by buyer" in misfit_far({"people": people}, {"charges": lame}, far)


def _opless(name):
    found = column(name)
    return type(found)(**{**{slot: getattr(found, slot) for slot in found.__slots__}, "ops": frozenset()})


def test_what_comes_along_is_taken_out_of_the_query_and_its_key_stays():
    query = Query("orders", select=("id", "buyer_row.email", "pay.tag"), expand=("region",))
    own, [brought] = taken_apart(query, ORDERS, [FAR])
    assert (own.select, own.expand) == (("id", "pay.tag", "buyer_id"), ("region",))
    assert (brought.select, brought.expand, brought.unasked) == (("email",), (), True)
    own, [brought] = taken_apart(Query("orders", expand=("buyer_row", "buyer_row.card")), ORDERS, [FAR])
    assert (own.select, own.expand, brought.select, brought.expand) == (None, (), None, ("card",))
    assert taken_apart(Query("orders", select=("id",)), ORDERS, [FAR])[1] == ()


def test_sorting_and_many_rows_are_refused():
    with pytest.raises(FarNotSortable, match="another source"):
        taken_apart(Query("orders", order=(Sort("id"), Sort("buyer_row.email"))), ORDERS, [FAR])
    with pytest.raises(InvalidParameter, match="many rows"):
        taken_apart(Query("customers", expand=("orders",)), PAID, [BACK])


def test_conditions_are_found_wherever_they_stand_and_replaced_there():
    tree = Condition("buyer_row.email", Op.EQ, "x")
    flat = Lookup("buyer_row__email__icontains", ("x",), "p")
    other = [Condition("pay.tag", Op.EQ, 1), Joined((), "id", ()), Linked("a", "b"), Lookup("id", ("1",))]
    where = And((Or((tree, *other)), Not(flat)))
    found = conditions_through(where, ORDERS, [FAR])
    assert [(one.inner.name, one.inner.pointer) for one in found] == [
        ("email", "buyer_row.email"),
        ("email__icontains", "p"),
    ]
    new = Condition("id", Op.EQ, 1)
    assert rewritten(where, {id(tree): new}) == And((Or((new, *other)), Not(flat)))
    with pytest.raises(QueryTooComplex):
        conditions_through(And((tree,) * (MAX_THROUGH + 1)), ORDERS, [FAR])


def test_what_has_no_key_is_known_to_lead_nowhere():
    among = Condition("buyer_id", Op.IN, ["a"])
    assert leads_to(FAR.column, ["a"]) == And((Condition("buyer_id", Op.IS_NULL, value=False), among))
    assert leads_to(column("buyer_id", nullable=False), ["a"]) == among


@pytest.mark.parametrize(
    ("type_", "key", "fitting"),
    [
        (Type.TEXT, 7, ["7"]),
        (Type.INTEGER, "7.00", [7]),
        (Type.INTEGER, "7.5", []),
        (Type.INTEGER, "x", []),
        (Type.INTEGER, f"1e{10**9}", []),
        (Type.DECIMAL, "7.50", [Decimal("7.50")]),
        (Type.UUID, CODE, [str(UUID(CODE))]),
        (Type.UUID, "x", []),
    ],
)
def test_keys_are_asked_for_in_the_form_of_their_column(type_, key, fitting):
    assert [str(one) for one in comparable(column("c", type_), [key])] == [str(one) for one in fitting]


def test_equal_keys_are_the_same_however_they_are_told():
    assert sameness(column("a", Type.INTEGER), column("b", Type.DECIMAL))("7.0") == 7
    assert sameness(column("a", Type.INTEGER), column("b", Type.DECIMAL))("odd") == "odd"
    assert sameness(column("a"), column("b", Type.UUID))(CODE) == CODE.lower()
    assert sameness(column("a"), column("b"))("Ab") == "Ab"
    assert kind_of(column("a", Type.BOOLEAN)) is None
