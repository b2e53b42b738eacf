"""What a role leaves of a schema."""

from dataclasses import replace

import pytest

from jetway.core.ceiling import NO_CEILING, Ceiling, TokenScope
from jetway.core.errors import UnknownTable
from jetway.core.expr import FALSE, TRUE, And, Condition, Not, Op
from jetway.core.links import link
from jetway.core.policy import Columns, Policy, Rights, Role
from jetway.core.schema import ForeignKey, Schema, Verb
from jetway.core.view import authorise
from tests.core.shop import ID, POLICY, SCHEMA, column, table


def test_an_owner_sees_every_table_as_it_is():
    view = authorise(SCHEMA, POLICY, "owner")
    assert {name: seen.table for name, seen in view.tables.items()} == SCHEMA.tables
    assert all(seen.rule == TRUE for seen in view.tables.values())


@pytest.mark.parametrize("role", ["nobody", "unheard-of"])
def test_a_role_without_rights_sees_nothing(role):
    assert authorise(SCHEMA, POLICY, role).tables == {}


def test_a_hidden_table_is_as_unknown_as_an_absent_one():
    view = authorise(SCHEMA, POLICY, "support")
    with pytest.raises(UnknownTable) as hidden:
        view["regions"]
    with pytest.raises(UnknownTable) as absent:
        view["absent"]
    assert hidden.value.detail.replace("regions", "absent") == absent.value.detail


def test_a_hidden_column_does_not_exist_and_the_key_is_always_visible():
    customers = authorise(SCHEMA, POLICY, "support")["customers"].table
    assert [column.name for column in customers.columns] == ["id", "name", "country", "region_id"]


def test_a_relation_to_a_hidden_table_does_not_exist():
    customers = authorise(SCHEMA, POLICY, "support")["customers"].table
    assert [relation.name for relation in customers.relations] == ["orders"]
    assert customers.foreign_keys == ()


def test_a_relation_over_a_hidden_column_does_not_exist():
    policy = Policy(
        1,
        {
            "r": Role(
                tables={
                    "orders": Rights(read=POLICY.roles["support"].tables["customers"].read),
                    "customers": Rights(),
                }
            )
        },
    )
    view = authorise(SCHEMA, policy, "r")
    assert view["orders"].table.relations == ()
    assert [relation.name for relation in view["customers"].table.relations] == []


def test_verbs_are_those_granted_and_possible():
    view = authorise(SCHEMA, POLICY, "support")
    assert view["orders"].table.verbs == {Verb.READ, Verb.CREATE, Verb.UPDATE}
    assert view["customers"].table.verbs == {Verb.READ}
    assert authorise(SCHEMA, POLICY, "owner")["report"].table.verbs == {Verb.READ}


def test_a_computed_column_can_be_set_by_nobody():
    orders = authorise(SCHEMA, POLICY, "owner")["orders"]
    assert "label" not in orders.creatable | orders.updatable
    assert "number" in orders.creatable & orders.updatable


def test_a_rule_over_a_column_that_is_gone_lets_no_row_through():
    policy = Policy(1, {"r": Role(tables={"orders": Rights(rows=Condition("dropped", Op.EQ, 1))})})
    assert authorise(SCHEMA, policy, "r")["orders"].rule == FALSE


BEYOND = [
    Ceiling(hidden_columns=("orders.number",)),
    Ceiling(hidden_columns=("*.name",)),
    Ceiling(hidden_columns=("orders.customer_id",)),
    Ceiling(hidden_tables=("customers",)),
]


@pytest.mark.parametrize("ceiling", BEYOND)
@pytest.mark.parametrize("op", [Op.EQ, Op.ISTARTS_WITH, Op.IS_NULL])
def test_a_rule_over_what_the_ceiling_hides_lets_no_row_through(ceiling, op):
    said = True if op is Op.IS_NULL else "A"
    hidden = "number" if ceiling is BEYOND[0] else "customer.name"
    rule = And((Condition("id", Op.GT, 0), Not(Condition(hidden, op, said))))
    policy = Policy(1, {"r": Role(tables={"orders": Rights(rows=rule)})})
    assert authorise(SCHEMA, policy, "r")["orders"].rule != FALSE
    assert authorise(SCHEMA, policy, "r", ceiling)["orders"].rule == FALSE


def test_a_token_for_some_tables_has_the_rules_that_go_by_others():
    policy = Policy(1, {"r": Role(tables={"orders": Rights(rows=Condition("customer.name", Op.EQ, "Ana"))})})
    narrowed = NO_CEILING.narrowed(TokenScope(tables=("orders",)))
    whole = authorise(SCHEMA, policy, "r")["orders"].rule
    assert authorise(SCHEMA, policy, "r", narrowed)["orders"].rule == whole != FALSE


def test_a_hidden_column_may_be_preset():
    create = POLICY.roles["support"].tables["orders"].create
    rights = Rights(create=create, presets={"number": "x", "customer_id": 1})
    policy = Policy(1, {"r": Role(tables={"orders": rights})})
    ceiling = Ceiling(hidden_columns=("orders.number",))
    assert Verb.CREATE in authorise(SCHEMA, policy, "r", ceiling)["orders"].table.verbs


def test_a_preset_for_a_column_that_is_gone_stops_creation():
    rights = Rights(create=POLICY.roles["support"].tables["orders"].create, presets={"dropped": 1})
    policy = Policy(1, {"r": Role(tables={"orders": rights})})
    assert Verb.CREATE not in authorise(SCHEMA, policy, "r")["orders"].table.verbs


def test_who_cannot_fill_a_required_column_creates_no_rows():
    rights = Rights(create=Columns(frozenset({"number"})))
    preset = replace(rights, presets={"customer_id": 1})
    hidden = replace(rights, read=Columns(frozenset({"number"})))
    policy = Policy(
        1, {name: Role(tables={"orders": one}) for name, one in (("a", rights), ("b", preset), ("c", hidden))}
    )
    verbs = [Verb.CREATE in authorise(SCHEMA, policy, role)["orders"].table.verbs for role in "abc"]
    assert verbs == [False, True, False]


def test_a_rule_hides_the_estimate_of_all_rows():
    table = replace(SCHEMA.tables["visits"], rows=100)
    schema = replace(SCHEMA, tables={"visits": table})
    rule = Rights(rows=Condition("path", Op.EQ, "/"))
    policy = Policy(1, {"all": Role(tables={"visits": Rights()}), "some": Role(tables={"visits": rule})})
    assert [authorise(schema, policy, role)["visits"].table.rows for role in ("all", "some")] == [100, None]


def test_the_names_of_relations_tell_nothing_of_what_is_hidden():
    keys = (ForeignKey(("home_id",), "teams", ("id",)), ForeignKey(("away_id",), "teams", ("id",)))
    matches = table("matches", ID, column("home_id"), column("away_id"), foreign_keys=keys)
    schema = Schema(link([table("teams", ID), matches]), "1", "test")
    some = Role(tables={"teams": Rights(), "matches": Rights(read=Columns(frozenset({"home_id"})))})
    view = authorise(schema, Policy(1, {"r": some}), "r")
    assert [relation.name for relation in view["teams"].table.relations] == ["matches"]
    assert [relation.name for relation in schema.tables["teams"].relations] == [
        "matches_by_home_id",
        "matches_by_away_id",
    ]
