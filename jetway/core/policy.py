"""Roles and rules as data, and `authorise`: the part of a schema that a role may see and touch."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jetway.core.expr import TRUE
from jetway.core.schema import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.expr import Filter, Predicate
    from jetway.core.schema import Column, Relation, Schema, Table


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role may do with one table. `None` for columns: all of them, now and later.

    `rows`: the rule that every row must satisfy, in names of the whole schema. `presets`: values that a
    new row gets whatever was sent.
    """

    read: frozenset[str] | None = None
    create: frozenset[str] | None = frozenset()
    update: frozenset[str] | None = frozenset()
    can_create: bool = False
    can_update: bool = False
    can_delete: bool = False
    can_export: bool = False
    can_aggregate: bool = False
    rows: Filter | None = None
    presets: Mapping[str, object] = field(default_factory=dict)
    max_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """Rights by table name. `every_table` holds for those not named; `None`: they do not exist."""

    tables: Mapping[str, Rights] = field(default_factory=dict)
    every_table: Rights | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """Every role of a project's environment. A role that is not here may do nothing."""

    version: int
    roles: Mapping[str, Role] = field(default_factory=dict)
