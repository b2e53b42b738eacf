"""Names of tables, columns and relations as GraphQL takes them, and the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jetway.core.schema import Column, Relation
    from jetway.core.view import View, VisibleTable

_OTHER = re.compile(r"[^_0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Model:
    """A table under its GraphQL name, and what belongs to it by the names that GraphQL knows.

    `ways`: relations by every name under which Jet Bridge filters through them.
    """

    name: str
    seen: VisibleTable
    columns: Mapping[str, Column]
    relations: Mapping[str, Relation]
    ways: Mapping[str, Relation]


def models_of(view: View) -> dict[str, Model]:
    """The models by the names of their tables. A table that shows no column has none."""
    shown = {name: view.tables[name] for name in sorted(view.tables) if view.tables[name].table.columns}
    many = view.schema.expands_many
    return {
        name: _model(given, shown[name], shown, many=many) for given, name in _distinct(shown, set()).items()
    }


def valid(name: str) -> str:
    """`name` with what GraphQL does not take replaced; names with two underscores in front are its own."""
    made = _OTHER.sub("_", name)
    return f"x{made}" if not made or made[0].isdigit() or made.startswith("__") else made


def _model(name: str, seen: VisibleTable, shown: Mapping[str, VisibleTable], *, many: bool) -> Model:
    """`many`: whether the source brings rows of relations to many along; it filters by them anyway."""
    columns = {column.name: column for column in seen.table.told}
    related = {one.name: one for one in seen.table.relations if one.target in shown}
    by_column = {given: columns[of] for given, of in _distinct(columns, set()).items()}
    by_name = {given: related[of] for given, of in _distinct(related, {"attrs", "allAttrs"}).items()}
    ways = {_jet_name(one, shown[one.target]): one for one in related.values()}
    ways |= _by_column(related, by_column) | by_name
    records = {given: one for given, one in by_name.items() if many or not one.many}
    return Model(name, seen, by_column, records, ways)


def _distinct(names: Iterable[str], taken: set[str]) -> dict[str, str]:
    """The names by what GraphQL calls them; numbers tell apart those that come out the same."""
    found: dict[str, str] = {}
    for name in names:
        given = stem = valid(name)
        number = 2
        while given in found or given in taken:
            given, number = f"{stem}_{number}", number + 1
        found[given] = name
    return found


def _by_column(related: Mapping[str, Relation], columns: Mapping[str, Column]) -> dict[str, Relation]:
    """To-one relations by the only column that they go by."""
    given = {column.name: name for name, column in columns.items()}
    return {given[one.columns[0]]: one for one in related.values() if not one.many and len(one.columns) == 1}


def _jet_name(relation: Relation, target: VisibleTable) -> str:
    local, related = relation.columns[0], relation.target_columns[0]
    name = target.table.local_name
    return valid(f"{name}__{related}__to__{local}" if relation.many else f"{local}__to__{name}__{related}")
