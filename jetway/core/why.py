"""Why somebody does not see a table, a column or a row: every rule that hides it, by its place in the policy.

It tells of what is hidden, and is for those who run the project.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.bind import Scope, bind
from jetway.core.ceiling import NO_CEILING
from jetway.core.errors import Failure, NotFilterable, UnknownRow
from jetway.core.expr import And, Attribute, Condition, leaves
from jetway.core.form import escape
from jetway.core.granted_types import changed
from jetway.core.plan import key_is, pushable
from jetway.core.query import Trial
from jetway.core.rule_tables import rule_tables
from jetway.core.rules import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jetway.core.ceiling import Ceiling
    from jetway.core.expr import Filter, Predicate
    from jetway.core.policy import Policy, Rights
    from jetway.core.schema import Schema, Table


class Reason(StrEnum):
    """What hides something."""

    NO_TABLE = "no_table"
    TABLE_CEILING = "table_hidden_by_ceiling"
    NO_ROLE = "no_role"
    TABLE_NOT_GRANTED = "table_not_granted"
    NO_COLUMN = "no_column"
    COLUMN_CEILING = "column_hidden_by_ceiling"
    COLUMN_NOT_GRANTED = "column_not_granted"
    COLUMN_MASKED = "column_masked"
    COLUMN_CHANGED = "column_changed"
    NO_ROW = "no_row"
    RULE_BROKEN = "rule_broken"
    RULE_CEILING = "rule_beyond_ceiling"
    MISSING_ATTRIBUTE = "missing_attribute"
    MISFIT_ATTRIBUTE = "misfit_attribute"
    ROW_RULE = "row_rule"
    NO_OPERATION = "no_operation"
    OPERATION_CEILING = "operation_kept_by_ceiling"
    OPERATION_NOT_GRANTED = "operation_not_granted"
    NO_ENDPOINT = "no_endpoint"
    ENDPOINT_NOT_GRANTED = "endpoint_not_granted"
    ENDPOINT_CHANGED = "endpoint_changed"


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that hides it. `rule`: a JSON pointer into the policy, where it stands there."""

    reason: Reason
    detail: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One of the conditions of a row rule that must all hold.

    `predicate`: it with the attributes in it; `None` where it lets no row through, whatever is in the row.
    """

    rule: str
    predicate: Predicate | None
    reason: Reason
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose view is asked about: a role, and of one member the attributes."""

    role: str
    attributes: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """All that there is, and what decides how much of it somebody sees."""

    schema: Schema
    policy: Policy
    ceiling: Ceiling

    def rights(self, role: str, table: str) -> Rights | None:
        """The role's rights to the table, where it has any."""
        held = self.policy.roles.get(role)
        return None if held is None else held.rights(self.ceiling.prefix, table)

    def rule(self, role: str, table: str) -> str:
        """Where the role's rights to the table stand in the policy."""
        held = self.policy.roles.get(role)
        at = f"/roles/{escape(role)}"
        if held is None:
            return "/roles"
        named = held.named(self.ceiling.prefix, table)
        if named is None and held.every_table is not None:
            return f"{at}/every_table"
        return f"{at}/tables/{escape(named or f'{self.ceiling.prefix}{table}')}"


def table_causes(whole: Whole, role: str, table: str) -> Iterator[Cause]:
    """What hides the table from the role."""
    if table not in whole.schema.tables:
        yield Cause(Reason.NO_TABLE, f"The database has no table {table!r} that the bridge serves.")
        return
    if whole.ceiling.hides_table(table):
        yield Cause(Reason.TABLE_CEILING, f"The bridge's own ceiling hides {table} from everybody.")
    rights, at = whole.rights(role, table), whole.rule(role, table)
    if role not in whole.policy.roles:
        yield Cause(Reason.NO_ROLE, f"The policy has no role {role!r}. It sees nothing.", at)
    elif rights is None:
        yield Cause(Reason.TABLE_NOT_GRANTED, f"The role {role} has no rights to {table}. Grant them.", at)
    elif rights.read is None:
        yield Cause(Reason.TABLE_NOT_GRANTED, f"The role {role} may not read {table}.", f"{at}/read")


def column_causes(whole: Whole, role: str, table: str, column: str) -> Iterator[Cause]:
    """What hides the column of a table that is there."""
    found, rights, at = whole.schema.tables[table], whole.rights(role, table), whole.rule(role, table)
    if found.column(column) is None:
        yield Cause(Reason.NO_COLUMN, f"{table} has no column {column!r}.")
        return
    if whole.ceiling.hidden(table, [column]):
        detail = f"The bridge's own ceiling hides {table}.{column} from everybody."
        yield Cause(Reason.COLUMN_CEILING, detail)
    if rights is None or rights.read is None:
        return
    if column not in rights.read.names(frozenset({column})) and column not in found.key:
        detail = f"The role {role} may read other columns of {table}, and not {column}. Add it to read."
        yield Cause(Reason.COLUMN_NOT_GRANTED, detail, f"{at}/read")
    if column in changed(found) and not whole.policy.holds_for_changed(role, whole.ceiling.prefix, table):
        detail = f"{table}.{column} is of another type than when it was granted. Look at it, then grant it."
        yield Cause(Reason.COLUMN_CHANGED, detail, f"{at}/read")
    if column in rights.masks:
        detail = f"The role {role} sees {column} in part, and can ask nothing about it."
        yield Cause(Reason.COLUMN_MASKED, detail, f"{at}/mask/{escape(column)}")


def clauses(whole: Whole, subject: Subject, table: str) -> tuple[Clause, ...]:
    """The clauses of the row rule that holds for them; none where there is no rule."""
    rights = whole.rights(subject.role, table)
    if rights is None or rights.rows is None:
        return ()
    at = f"{whole.rule(subject.role, table)}/rows"
    return tuple(_clause(whole, subject, table, *one) for one in _conjuncts(rights.rows, at))


def rule_causes(subject: Subject, found: Sequence[Clause]) -> Iterator[Cause]:
    """What of a row rule lets no row at all through. What attributes a role's members have, nobody knows."""
    for clause in found:
        if clause.predicate is not None or (clause.attributes and subject.attributes is None):
            continue
        names = ", ".join(clause.attributes)
        match clause.reason:
            case Reason.MISSING_ATTRIBUTE:
                said = f"The row rule compares with {names}, and the member has no such attribute. Give it."
            case Reason.MISFIT_ATTRIBUTE:
                said = f"The row rule compares with {names}, whose value does not fit the column."
            case Reason.RULE_CEILING:
                said = (
                    "The row rule goes by what the bridge's own ceiling hides. Let it go by something else."
                )
            case _:
                said = (
                    "The row rule does not fit the table: a column that it names is gone, or of another type."
                )
        yield Cause(clause.reason, said, clause.rule)


def trial(whole: Whole, table: str, key: Sequence[str], found: Sequence[Clause]) -> Trial | None:
    """What to ask of the source about the row of `key`; `None` for a key that no row can have.

    Raises `NotFilterable`.
    """
    tried = tuple(clause.predicate for clause in found if clause.predicate is not None)
    there = whole.schema.tables[table]
    if not all(pushable(clause, there) for clause in tried):
        raise NotFilterable(f"{table} cannot be asked about the clauses of this rule.")
    try:
        return Trial(there, key_is(there, key), tried)
    except UnknownRow:
        return None


def row_causes(found: Sequence[Clause], held: Sequence[bool] | None) -> Iterator[Cause]:
    """What hides the row, by whether each clause that was tried held; `None`: there is no such row."""
    if held is None:
        yield Cause(Reason.NO_ROW, "The table has no row of this key.")
        return
    tried = [clause for clause in found if clause.predicate is not None]
    for clause, holds in zip(tried, held, strict=True):
        if not holds:
            yield Cause(Reason.ROW_RULE, "The row does not satisfy this clause of the row rule.", clause.rule)


def _conjuncts(rule: Filter, at: str) -> Iterator[tuple[str, Filter]]:
    """What must all hold, each with where it stands."""
    if not isinstance(rule, And):
        yield at, rule
        return
    for number, item in enumerate(rule.items):
        yield from _conjuncts(item, f"{at}/and/{number}")


def _clause(whole: Whole, subject: Subject, table: str, at: str, rule: Filter) -> Clause:
    names = [
        leaf.value.name
        for leaf in leaves(rule)
        if isinstance(leaf, Condition) and isinstance(leaf.value, Attribute)
    ]
    attributes = subject.attributes or {}
    missing = tuple(dict.fromkeys(name for name in names if name not in attributes))
    try:
        bound = _bound(rule, table, rule_tables(whole.schema, whole.ceiling))
        if missing:
            return Clause(at, None, Reason.MISSING_ATTRIBUTE, missing)
        return Clause(at, filled(bound, attributes), Reason.ROW_RULE, ())
    except values.ValueRefused:
        return Clause(at, None, Reason.MISFIT_ATTRIBUTE, tuple(dict.fromkeys(names)))
    except Failure:
        return Clause(at, None, _breaks(whole, table, rule), ())


def _bound(rule: Filter, table: str, tables: Mapping[str, Table]) -> Predicate:
    return bind(rule, tables[table], Scope(tables))


def _breaks(whole: Whole, table: str, rule: Filter) -> Reason:
    """Whether the ceiling alone is what the rule does not fit."""
    try:
        _bound(rule, table, rule_tables(whole.schema, NO_CEILING))
    except Failure:
        return Reason.RULE_BROKEN
    return Reason.RULE_CEILING
