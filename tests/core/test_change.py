"""From a body to a bound write."""

from dataclasses import replace

import pytest

from jetway.core.change import plan_create, plan_delete, plan_update, require_whole
from jetway.core.directory import Actor
from jetway.core.errors import InvalidValue, NoKey, NotAllowed, ReadOnlyField, Required, UnknownField
from jetway.core.expr import Attribute, leaves
from jetway.core.policy import ALL_COLUMNS, Policy, Rights, Role
from jetway.core.view import authorise
from tests.core.shop import ANA, OWNER, POLICY, SCHEMA

ALL = authorise(SCHEMA, POLICY, "owner")
SUPPORT = authorise(SCHEMA, POLICY, "support")


def named(changes):
    return {column.name: value for column, value in changes}


def test_a_create_binds_values_in_the_tables_order():
    write = plan_create(ALL, OWNER, "orders", {"customer_id": "3", "number": 12})
    assert [(column.name, value) for column, value in write.values] == [("number", "12"), ("customer_id", 3)]


def test_every_problem_of_a_body_is_told_at_once():
    with pytest.raises(UnknownField) as refused:
        plan_create(ALL, OWNER, "orders", {"absent": 1, "label": "x", "total": "x", "status": "lost"})
    assert {(problem.pointer, problem.code) for problem in refused.value.problems} == {
        ("/number", "required"),
        ("/customer_id", "required"),
        ("/absent", "unknown_field"),
        ("/label", "read_only_field"),
        ("/total", "invalid_value"),
        ("/status", "invalid_value"),
    }


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        ({"number": "1", "customer_id": 1, "absent": 1}, UnknownField),
        ({"number": "1", "customer_id": 1, "label": "x"}, ReadOnlyField),
        ({"number": "1", "customer_id": "x"}, InvalidValue),
        ({"number": "1"}, Required),
    ],
)
def test_a_body_is_refused_by_its_worst_problem(body, failure):
    with pytest.raises(failure):
        plan_create(ALL, OWNER, "orders", body)


def test_text_longer_than_its_column_is_refused():
    with pytest.raises(InvalidValue, match="20"):
        plan_create(ALL, OWNER, "customers", {"name": "x" * 21})


def test_a_preset_wins_over_the_body_and_the_rule_must_hold():
    write = plan_create(SUPPORT, ANA, "orders", {"number": "1", "customer_id": 1})
    assert named(write.values) == {"number": "1", "customer_id": 1, "status": "new"}
    assert [leaf.relation.name for leaf in leaves(write.check)] == ["customer"]


def test_a_column_that_may_be_seen_and_not_set_is_read_only():
    with pytest.raises(ReadOnlyField, match="status"):
        plan_create(SUPPORT, ANA, "orders", {"number": "1", "customer_id": 1, "status": "paid"})
    with pytest.raises(ReadOnlyField, match="number"):
        plan_update(SUPPORT, ANA, "orders", ("1",), {"number": "2"})


def test_an_update_is_held_to_the_rule_before_and_after():
    write = plan_update(SUPPORT, ANA, "orders", ("1",), {"status": "paid"})
    assert len(list(leaves(write.where))) == 2
    assert [leaf.relation.name for leaf in leaves(write.check)] == ["customer"]


def test_a_whole_update_wants_the_required_columns():
    with pytest.raises(Required):
        require_whole(ALL, "orders", {"number": "1"})
    assert plan_update(ALL, OWNER, "orders", ("1",), {"number": "1"}).values


def test_writing_needs_the_right():
    for write in (
        lambda: plan_create(SUPPORT, ANA, "customers", {"name": "x"}),
        lambda: plan_update(SUPPORT, ANA, "customers", ("1",), {"name": "x"}),
        lambda: plan_delete(SUPPORT, ANA, "orders", ("1",)),
        lambda: plan_create(ALL, OWNER, "report", {"month": "x"}),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_a_row_without_key_cannot_be_changed():
    for write in (
        lambda: plan_update(ALL, OWNER, "visits", ("x",), {"path": "/"}),
        lambda: plan_delete(ALL, OWNER, "visits", ("x",)),
    ):
        with pytest.raises(NoKey):
            write()


def test_pointers_are_escaped():
    with pytest.raises(UnknownField) as refused:
        plan_update(ALL, OWNER, "orders", ("1",), {"a/b~c": 1})
    assert refused.value.problems[0].pointer == "/a~1b~0c"


def test_a_deletion_is_held_to_the_rule():
    rights = replace(POLICY.roles["support"].tables["customers"], delete=True)
    view = authorise(SCHEMA, Policy(1, {"support": Role(tables={"customers": rights})}), "support")
    assert [leaf.column.name for leaf in leaves(plan_delete(view, ANA, "customers", ("1",)).where)] == [
        "id",
        "country",
    ]


@pytest.mark.parametrize("attributes", [{}, {"label": True}])
def test_a_preset_that_is_missing_or_misfits_stops_creation(attributes):
    rights = Rights(create=ALL_COLUMNS, presets={"number": Attribute("label")})
    view = authorise(SCHEMA, Policy(1, {"r": Role(tables={"orders": rights})}), "r")
    with pytest.raises(NotAllowed):
        plan_create(view, Actor("p", "r", attributes), "orders", {"customer_id": 1})
