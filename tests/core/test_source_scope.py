"""Several sources of one bridge: whose rights, ceiling and audit are whose."""

import pytest

from jetway.core.audit import Line
from jetway.core.audit_view import shown
from jetway.core.ceiling import NO_CEILING, Ceiling, TokenScope
from jetway.core.policy import FULL_RIGHTS, Policy, Rights, Role
from jetway.core.policy_document import parse_policy
from jetway.core.source_scope import SourceScope, is_source_name, of_another
from jetway.core.view import authorise, reaches
from tests.core.shop import SCHEMA

BILLING = NO_CEILING.over(SourceScope("billing"))


def tables(role, ceiling=BILLING):
    return set(authorise(SCHEMA, Policy(1, {"clerk": role}), "clerk", ceiling).tables)


def test_a_right_is_to_the_table_of_one_source():
    first, second = Role({"orders": Rights()}), Role({"billing/orders": Rights()})
    assert (tables(first, NO_CEILING), tables(first)) == ({"orders"}, set())
    assert (tables(second, NO_CEILING), tables(second)) == (set(), {"orders"})
    assert tables(second, NO_CEILING.over(SourceScope("bill"))) == set()


def test_every_table_is_of_every_source_unless_a_source_says_otherwise():
    assert tables(Role(every_table=Rights())) == set(SCHEMA.tables)
    closed = Role({"billing/*": Rights(read=None)}, every_table=Rights())
    assert (tables(closed), tables(closed, NO_CEILING)) == (set(), set(SCHEMA.tables))
    opened = Role({"billing/*": Rights(), "billing/orders": Rights(read=None)})
    assert tables(opened) == set(SCHEMA.tables) - {"orders"}
    assert tables(opened, NO_CEILING) == set()


def test_a_star_is_no_wildcard_in_the_first_source():
    assert tables(Role({"*": Rights()}), NO_CEILING) == set()


def test_a_row_rule_and_columns_of_another_source_hold_there():
    document = {
        "version": 1,
        "roles": {
            "clerk": {"tables": {"billing/orders": {"rows": {"column": "id", "op": "eq", "value": 1}}}}
        },
    }
    view = authorise(SCHEMA, parse_policy(document), "clerk", BILLING)
    assert view["orders"].rule.column.name == "id"
    assert view.source == "billing"


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role({"billing/orders": FULL_RIGHTS}, sql=True, structure=True), False),
        (Role(every_table=Rights(), sql=True, structure=True), True),
        (Role({"billing/*": Rights()}, sql=True, structure=True), True),
        (Role({"billing/*": Rights(read=None)}, every_table=Rights(), sql=True, structure=True), False),
    ],
)
def test_sql_and_structure_of_another_source_take_the_right_to_all_its_tables(role, may):
    view = authorise(SCHEMA, Policy(1, {"clerk": role}), "clerk", BILLING)
    assert (view.may_run_sql, view.structure) == (may, may)


def test_tables_that_are_not_ticked_do_not_exist():
    ceiling = NO_CEILING.over(SourceScope("billing", frozenset({"orders"})))
    role = Role(every_table=FULL_RIGHTS, sql=True, structure=True)
    view = authorise(SCHEMA, Policy(1, {"clerk": role}), "clerk", ceiling)
    assert set(view.tables) == {"orders"}
    assert (view.may_run_sql, view.structure) == (False, False)


def test_the_ceiling_names_tables_of_all_sources():
    ceiling = Ceiling(
        hidden_tables=("billing/orders", "customers"), hidden_columns=("*.iban",), read_only=("billing/*",)
    )
    assert "orders" not in tables(Role(every_table=Rights()), ceiling.over(SourceScope("billing")))
    assert "customers" in tables(Role(every_table=Rights()), ceiling.over(SourceScope("billing")))
    assert ceiling.over(SourceScope("billing")).hidden("customers", ["iban", "id"]) == {"iban"}
    assert ceiling.over(SourceScope("billing")).keeps("orders")
    assert not ceiling.keeps("orders")


@pytest.mark.parametrize(
    ("ticked", "reached"), [(None, {"orders"}), ({"orders", "regions"}, {"orders"}), ({"regions"}, set())]
)
def test_a_narrowed_token_reaches_what_it_names_of_what_is_served(ticked, reached):
    source = SourceScope("billing", None if ticked is None else frozenset(ticked))
    ceiling = NO_CEILING.over(source).narrowed(TokenScope(tables=("billing/orders", "customers")))
    assert tables(Role(every_table=Rights()), ceiling) == reached
    assert not ceiling.sources


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role(), False),
        (Role({"orders": Rights()}), False),
        (Role({"billing/orders": Rights(read=None)}), False),
        (Role({"billing/orders": Rights()}), True),
        (Role({"billing/*": Rights()}), True),
        (Role(every_table=Rights()), True),
    ],
)
def test_who_may_see_something_is_known_without_the_schema(role, expected):
    policy = Policy(1, {"clerk": role})
    assert reaches(policy, "clerk", BILLING) is expected
    assert not reaches(policy, "clerk", BILLING.narrowed(TokenScope(tables=("orders",))))


def test_names_of_sources_cannot_be_taken_for_other_things():
    names = ["billing", "b2-eu", "default", "test", "kinds", "", "Billing", "a/b", "1a", "a" * 41, "a\n"]
    assert [name for name in names if is_source_name(name)] == ["billing", "b2-eu"]
    assert [
        name for name in ["billing/x", "Odd Name/%", "orders", "/x", "geo.regions"] if of_another(name)
    ] == ["billing/x"]


def line(table, action="structure", details="{}"):
    return Line(1, "", "", "", "", "", action, table, "", details, "")


def test_the_first_source_tells_nothing_of_the_others():
    owner = Role(every_table=FULL_RIGHTS, structure=True, audit=True)
    view = authorise(SCHEMA, Policy(1, {"clerk": owner}), "clerk")
    assert shown(view, line("billing/orders")) is None
    assert shown(view, line("gone")) is not None
    assert shown(view, line("", details='{"source": "billing"}')) is None
