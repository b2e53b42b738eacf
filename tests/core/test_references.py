"""What a change points at."""

from dataclasses import replace

from jetway.core.expr import FALSE, Compare, Op
from jetway.core.links import link
from jetway.core.policy import ALL_COLUMNS, Policy, Rights, Role
from jetway.core.query import Reference
from jetway.core.references import references
from jetway.core.schema import ForeignKey, Schema, Type
from jetway.core.view import authorise
from tests.core.shop import ANA, OWNER, POLICY, SCHEMA, column, table

TARGET = table("stock", column("shop", Type.INTEGER), column("part", Type.INTEGER), key=("shop", "part"))
SOURCE = table(
    "sales",
    column("id", Type.INTEGER),
    column("shop", Type.INTEGER),
    column("part", Type.INTEGER),
    foreign_keys=(ForeignKey(("shop", "part"), "stock", ("shop", "part")),),
)
PAIRED = Schema(link([TARGET, SOURCE]), "1", "test")
SHOP, PART = SOURCE.columns[1], SOURCE.columns[2]


def of_pair(stored):
    """The references of a role that does not see the target."""
    rights = Rights(update=ALL_COLUMNS)
    view = authorise(PAIRED, Policy(1, {"viewer": Role({"sales": rights})}), "viewer")
    return references(view, replace(OWNER, role="viewer"), "sales", stored, [item[0] for item in stored])


def test_whoever_sees_everything_is_left_to_the_database():
    orders = SCHEMA.tables["orders"]
    sent = ((orders.column("customer_id"), 1),)
    view = authorise(SCHEMA, POLICY, "owner")
    assert references(view, OWNER, "orders", sent, dict(sent)) == ()


def test_the_rule_of_the_target_joins_the_key():
    orders, customers = SCHEMA.tables["orders"], SCHEMA.tables["customers"]
    sent = ((orders.column("customer_id"), 1),)
    view = authorise(SCHEMA, POLICY, "support")
    [reference] = references(view, ANA, "orders", sent, dict(sent))
    assert (reference.columns, reference.table) == (("customer_id",), customers)
    assert Compare(customers.column("id"), Op.EQ, 1) in reference.where.items
    assert Compare(customers.column("country"), Op.EQ, "BR") in reference.where.items


def test_a_column_that_was_not_sent_is_not_looked_at():
    orders = SCHEMA.tables["orders"]
    stored = ((orders.column("customer_id"), 1),)
    assert references(authorise(SCHEMA, POLICY, "support"), ANA, "orders", stored, []) == ()


def test_half_a_composite_key_points_at_nothing():
    [reference] = of_pair(((SHOP, 1),))
    assert isinstance(reference, Reference)
    assert FALSE in (reference.where, *getattr(reference.where, "items", ()))


def test_a_key_with_a_null_points_nowhere():
    assert of_pair(((SHOP, 1), (PART, None))) == ()
