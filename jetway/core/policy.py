"""Roles and rights as data. What they leave of a schema is `core.view`'s work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.endpoint import Endpoint
    from jetway.core.expr import Filter
    from jetway.core.saved_query import SavedQuery
    from jetway.core.schema import Mask


MANAGERS = frozenset({"owner", "admin"})
"""The roles that run a project. Every policy has them."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Some columns of a table by name; `listed=None`: all of them, now and later."""

    listed: frozenset[str] | None = None

    def names(self, everything: frozenset[str]) -> frozenset[str]:
        """Those of `everything` that are meant."""
        return everything if self.listed is None else everything & self.listed


ALL_COLUMNS = Columns()


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role may do with one table. `None` for columns: not at all.

    `rows`: the rule that every row must satisfy, in names of the whole schema. `masks`: columns whose values
    are shown in part, and that nothing can be asked about. `presets`: what a new row
    gets whatever was sent; a value or an `Attribute`. `types`: the engine's types of columns that were looked
    at, and granted, after they were made again. `max_rows`: at most so many rows in one answer.
    `operations`: those of its rows that the role may run; `None`: all of them.
    """

    read: Columns | None = ALL_COLUMNS
    create: Columns | None = None
    update: Columns | None = None
    delete: bool = False
    export: bool = False
    aggregate: bool = False
    rows: Filter | None = None
    masks: Mapping[str, Mask] = field(default_factory=dict)
    presets: Mapping[str, object] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    max_rows: int | None = None
    operations: frozenset[str] | None = frozenset()


FULL_RIGHTS = Rights(
    create=ALL_COLUMNS, update=ALL_COLUMNS, delete=True, export=True, aggregate=True, operations=None
)


@dataclass(frozen=True, slots=True)
class Role:
    """Rights by table name. `every_table` holds for those not named; `None`: they do not exist.

    The tables of another source than a bridge's first are named `<source>/<table>`, and all of them that are
    not named `<source>/*`.

    `structure`: the role may change what the source consists of, and declare relations.
    `sources`: the role may add sources to the bridge, change and remove them.
    `audit`: whether it may read who did what, of what it sees.
    `sql`: whether the role may run SQL of its own, which sees all that the login sees, whatever the rights by
    table say. `queries`: the ids of the saved queries that it may run; `None`: all of them.
    `operations`: those that take no row; of another source than the first as `<source>/<operation>`.
    `endpoints`: the ids of those that it may call, whether or not it may run what is behind them.
    """

    tables: Mapping[str, Rights] = field(default_factory=dict)
    every_table: Rights | None = None
    structure: bool = False
    sql: bool = False
    audit: bool = False
    queries: frozenset[str] | None = frozenset()
    sources: bool = False
    operations: frozenset[str] | None = frozenset()
    endpoints: frozenset[str] | None = frozenset()

    def named(self, prefix: str, table: str) -> str | None:
        """Under which name of `tables` the rights to the table stand; `None`: under none."""
        names = (f"{prefix}{table}", f"{prefix}*") if prefix else (table,)
        return next((name for name in names if name in self.tables), None)

    def rights(self, prefix: str, table: str) -> Rights | None:
        """The rights to the table; `None`: it does not exist for the role."""
        name = self.named(prefix, table)
        return self.every_table if name is None else self.tables[name]

    def sees_every_table(self, prefix: str) -> bool:
        """Whether tables that are not named can be read."""
        rights = self.tables.get(f"{prefix}*", self.every_table) if prefix else self.every_table
        return rights is not None and rights.read is not None

    def sees_any_table(self, prefix: str) -> bool:
        """Whether there may be tables that the role can read."""
        named = (rights for name, rights in self.tables.items() if name.startswith(prefix))
        return self.sees_every_table(prefix) or any(rights.read is not None for rights in named)


@dataclass(frozen=True, slots=True)
class Policy:
    """Every role of a project's environment, and what it keeps for them. A role not here may do nothing."""

    version: int
    roles: Mapping[str, Role] = field(default_factory=dict)
    queries: Mapping[str, SavedQuery] = field(default_factory=dict)
    endpoints: Mapping[str, Endpoint] = field(default_factory=dict)

    def holds_for_changed(self, role: str, prefix: str, table: str) -> bool:
        """Whether the role sees columns of the table that are of another type than when it was saved.

        Those who run the project do, and who is granted all tables: whatever they are, now and later.
        """
        return role in MANAGERS or f"{prefix}{table}" not in self.roles.get(role, Role()).tables
