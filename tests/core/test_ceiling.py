"""What a bridge serves at most."""

from dataclasses import replace

import pytest

from jetway.core.ceiling import Ceiling
from jetway.core.operation import Operation
from jetway.core.policy import FULL_RIGHTS, Policy, Role
from jetway.core.schema import Verb
from jetway.core.view import authorise
from tests.core.shop import POLICY, SCHEMA


def owner_under(ceiling):
    return authorise(SCHEMA, POLICY, "owner", ceiling)


@pytest.mark.parametrize("pattern", ["customers", "CUSTOMERS", "cust*", "customer?"])
def test_a_hidden_table_exists_for_nobody_and_no_relation_leads_to_it(pattern):
    view = owner_under(Ceiling(hidden_tables=(pattern,)))
    assert "customers" not in view.tables
    assert [relation.name for relation in view["orders"].table.relations] == ["order_lines"]
    assert view["orders"].table.foreign_keys == ()


def test_a_hidden_column_exists_for_nobody():
    seen = owner_under(Ceiling(hidden_columns=("*.IBAN", "orders.total")))
    assert seen["customers"].table.column("iban") is None
    assert seen["orders"].table.column("total") is None
    assert "total" not in seen["orders"].creatable | seen["orders"].updatable


def test_a_pattern_is_for_whole_names():
    seen = owner_under(Ceiling(hidden_tables=("order",), hidden_columns=("*.ib", "ban")))
    assert seen["orders"]
    assert seen["customers"].table.column("iban")


def test_a_table_whose_key_is_hidden_has_none():
    lines = owner_under(Ceiling(hidden_columns=("order_lines.line",)))["order_lines"].table
    assert lines.key == ()
    assert [column.name for column in lines.columns] == ["order_id", "quantity"]


def test_a_read_only_table_takes_no_change():
    view = owner_under(Ceiling(read_only=("orders",)))
    assert view["orders"].table.verbs == {Verb.READ}
    assert view["customers"].table.verbs == set(Verb)


@pytest.mark.parametrize(
    ("ceiling", "runs"),
    [
        (Ceiling(), {"post", "orders.pay"}),
        (Ceiling(hidden_tables=("orders",)), {"post"}),
        (Ceiling(hidden_tables=("post",)), {"orders.pay"}),
        (Ceiling(hidden_tables=("*",)), set()),
        (Ceiling(read_only=("*",)), set()),
    ],
)
def test_what_a_source_does_is_under_the_ceiling_as_its_tables_are(ceiling, runs):
    does = {"post": Operation("post", "Post"), "orders.pay": Operation("pay", "Pay", table="orders")}
    policy = Policy(1, {"owner": Role(every_table=FULL_RIGHTS, operations=None)})
    view = authorise(replace(SCHEMA, operations=does), policy, "owner", ceiling)
    assert view.operations.keys() == runs


def test_the_usual_secrets_are_hidden_without_a_file():
    names = ["id", "Password", "password_hash", "email", "api_key", "passwords", "salt"]
    assert Ceiling().hidden("app.users", names) == {"Password", "password_hash", "api_key"}


def test_it_narrows_a_policy_and_widens_none():
    policy = Policy(1, {"r": Role(tables={"orders": FULL_RIGHTS})})
    assert authorise(SCHEMA, policy, "r", Ceiling(hidden_columns=())) == authorise(SCHEMA, policy, "r")
