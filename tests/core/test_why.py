"""Why something is hidden: exactly where the view does not have it, and nowhere else."""

from dataclasses import replace

import pytest

from jetway.core.ceiling import NO_CEILING, Ceiling
from jetway.core.errors import NotFilterable
from jetway.core.expr import FALSE
from jetway.core.policy import Policy, Role
from jetway.core.schema import Mask
from jetway.core.view import authorise
from jetway.core.why import Subject, Whole, clauses, column_causes, rule_causes, table_causes, trial
from tests.core.shop import POLICY, SCHEMA

SUPPORT = POLICY.roles["support"]
CUSTOMERS = SUPPORT.tables["customers"]
ROLES = {
    **POLICY.roles,
    "masked": Role({"customers": replace(CUSTOMERS, masks={"name": Mask()})}),
    "blind": Role({"customers": replace(CUSTOMERS, read=None)}),
}
CEILINGS = [NO_CEILING, Ceiling(hidden_tables=("orders",), hidden_columns=("*.name", "customers.id"))]


@pytest.mark.parametrize("ceiling", CEILINGS)
@pytest.mark.parametrize("role", [*ROLES, "unheard-of"])
def test_there_is_a_cause_where_the_view_has_no_such_column(role, ceiling):
    policy = Policy(1, ROLES)
    view, whole = authorise(SCHEMA, policy, role, ceiling), Whole(SCHEMA, policy, ceiling)
    for name, table in SCHEMA.tables.items():
        hidden = list(table_causes(whole, role, name))
        assert bool(hidden) is (name not in view.tables)
        for column in table.columns:
            found = None if name not in view.tables else view[name].table.column(column.name)
            plain = found is not None and found.mask is None
            assert bool([*hidden, *column_causes(whole, role, name, column.name)]) is not plain


@pytest.mark.parametrize("attributes", [{}, {"country": "BR"}, {"country": ["BR"]}])
def test_there_is_a_cause_where_the_rule_lets_no_row_through(attributes):
    whole = Whole(SCHEMA, POLICY, NO_CEILING)
    subject = Subject("support", attributes)
    for name in SUPPORT.tables:
        told = clauses(whole, subject, name)
        assert bool(list(rule_causes(subject, told))) is (attributes != {"country": "BR"})


def test_a_rule_beyond_the_ceiling_is_a_cause_for_everybody():
    whole = Whole(SCHEMA, POLICY, Ceiling(hidden_columns=("customers.country",)))
    subject = Subject("support", {"country": "BR"})
    [cause, *_] = rule_causes(subject, clauses(whole, subject, "customers"))
    assert (cause.reason, cause.rule[:36]) == ("rule_beyond_ceiling", "/roles/support/tables/customers/rows")


def test_a_rule_that_cannot_be_bound_is_a_cause_for_everybody():
    [customers] = [replace(SCHEMA.tables["customers"], columns=SCHEMA.tables["customers"].columns[:2])]
    whole = Whole(replace(SCHEMA, tables={"customers": customers}), POLICY, NO_CEILING)
    subject = Subject("support")
    assert authorise(whole.schema, POLICY, "support")["customers"].rule == FALSE
    [cause] = rule_causes(subject, clauses(whole, subject, "customers"))
    assert (cause.reason, cause.rule) == ("rule_broken", "/roles/support/tables/customers/rows/and/0")


def test_what_the_source_cannot_compare_is_not_tried():
    table = SCHEMA.tables["customers"]
    deaf = replace(table, columns=tuple(replace(column, ops=frozenset()) for column in table.columns))
    whole = Whole(replace(SCHEMA, tables={**SCHEMA.tables, "customers": deaf}), POLICY, NO_CEILING)
    told = clauses(whole, Subject("support", {"country": "BR"}), "customers")
    with pytest.raises(NotFilterable):
        trial(whole, "customers", ["1"], told)
