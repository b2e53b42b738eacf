"""When a column is another one than was granted, and what that leaves of a schema."""

from dataclasses import replace

import pytest

from jetway.core.ceiling import NO_CEILING
from jetway.core.expr import FALSE, TRUE, Condition, Op
from jetway.core.granted_types import marked, named_by, taken_anew, types_of
from jetway.core.policy import ALL_COLUMNS, FULL_RIGHTS, Columns, Policy, Rights, Role
from jetway.core.rule_tables import rule_tables
from jetway.core.schema import Column, Type, Verb
from jetway.core.view import authorise
from tests.core.shop import SCHEMA, column, table


def schema_of(*columns):
    return replace(SCHEMA, tables={"items": table("items", *columns, key=())})


def with_changed(*names):
    """The shop, where those columns of its customers are of another type than was granted."""
    granted = types_of(SCHEMA)
    for name in names:
        granted["customers"][name] = "interval"
    return marked(SCHEMA, granted)


def granting(**tables):
    return Policy(1, {"r": Role(tables=tables), "owner": Role(every_table=FULL_RIGHTS)})


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        (column("code", length=20), column("code", length=40), False),
        (column("code"), column("code", Type.ENUM, options=("a",)), False),
        (column("code"), column("code", Type.JSON), True),
        (column("code", Type.ARRAY, item=Type.TEXT), column("code", Type.ARRAY, item=Type.UUID), True),
        (Column("code", Type.OTHER, "bit(3)", 0), Column("code", Type.OTHER, "bit(8)", 0), False),
        (Column("code", Type.OTHER, "inet", 0), Column("code", Type.OTHER, "xml", 0), True),
        (column("name"), column("code"), False),
    ],
)
def test_what_values_mean_makes_the_type(old, new, other):
    [found] = marked(schema_of(new), types_of(schema_of(old))).tables["items"].columns
    assert found.changed is other


def test_a_schema_that_is_as_it_was_stays_the_same_object():
    assert marked(SCHEMA, types_of(SCHEMA)) is SCHEMA
    assert rule_tables(SCHEMA, NO_CEILING) is SCHEMA.tables


def test_another_type_is_another_version_of_the_schema():
    versions = {SCHEMA.version, with_changed("name").version, with_changed("name", "iban").version}
    assert len(versions) == 3


def test_of_what_is_gone_only_what_is_granted_by_name_is_remembered():
    policy = granting(items=Rights(read=Columns(frozenset({"code"}))), others=Rights(read=ALL_COLUMNS))
    old = {"items": {"code": "text", "name": "text"}, "others": {"code": "text"}}
    assert taken_anew(schema_of(), old, {}, policy, "") == {"items": {"code": "text"}}
    assert taken_anew(schema_of(column("code", Type.DATE)), old, {}, policy, "") == {
        "items": {"code": "date"}
    }


READ = Rights(read=Columns(frozenset({"code"})))
PRESET = Rights(read=None, presets={"code": "x"})


@pytest.mark.parametrize(
    ("before", "now", "type_"),
    [
        (granting(items=READ), granting(items=READ), "text"),
        (granting(items=READ), granting(items=Rights()), "text"),
        (granting(items=READ), granting(items=replace(READ, export=True)), "text"),
        (granting(items=Rights(rows=TRUE)), granting(items=Rights(read=None, rows=TRUE)), "text"),
        (granting(items=PRESET), granting(items=PRESET), "text"),
        (granting(items=READ), granting(items=replace(READ, types={"code": "x"})), "text"),
        (granting(items=READ), granting(items=replace(READ, types={"code": "date"})), "date"),
        (granting(items=READ), granting(), "date"),
        (granting(), granting(items=READ), "date"),
        (granting(items=Rights(read=None)), granting(items=READ), "date"),
    ],
)
def test_only_who_names_a_column_anew_grants_it_as_it_is(before, now, type_):
    old = {"items": {"code": "text"}}
    new = schema_of(column("code", Type.DATE))
    assert taken_anew(new, old, named_by(before, "", old), now, "") == {"items": {"code": type_}}


def test_a_source_that_was_added_is_granted_by_its_own_names():
    policy = granting(**{"shop/items": Rights(read=Columns(frozenset({"code"})))})
    old = {"items": {"code": "text"}}
    assert taken_anew(schema_of(), old, {}, policy, "shop/") == {"items": {"code": "text"}}
    assert taken_anew(schema_of(), old, {}, policy, "") == {"items": {}}


def test_relations_by_a_changed_column_are_gone_with_it():
    policy = granting(customers=Rights(), regions=Rights(), orders=Rights())
    view = authorise(with_changed("region_id"), policy, "r")
    assert [relation.name for relation in view["customers"].table.relations] == ["orders"]
    assert view["regions"].table.relations == ()


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("orders", Condition("customer.country", Op.EQ, "SE")),
        ("customers", Condition("region.name", Op.EQ, "South")),
        ("regions", Condition("customers.name", Op.EQ, "Ana")),
    ],
)
def test_a_rule_that_looks_at_a_changed_column_lets_no_row_through(name, rule):
    policy = granting(**{name: Rights(rows=rule)})
    assert authorise(SCHEMA, policy, "r")[name].rule not in (TRUE, FALSE)
    assert authorise(with_changed("country", "region_id"), policy, "r")[name].rule == FALSE


def test_a_changed_column_is_not_filled_in():
    policy = granting(customers=Rights(create=ALL_COLUMNS, presets={"country": "SE"}))
    assert Verb.CREATE in authorise(SCHEMA, policy, "r")["customers"].table.verbs
    assert Verb.CREATE not in authorise(with_changed("country"), policy, "r")["customers"].table.verbs


def test_managers_see_it_also_in_a_table_that_is_granted_by_name():
    policy = Policy(1, {"admin": Role({"customers": Rights()})})
    assert authorise(with_changed("iban"), policy, "admin")["customers"].table.column("iban") is not None
