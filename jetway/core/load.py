"""Planning of imports: which columns of a file go where, and the bound statement that a source then runs.

Knows no file format. Rows are told apart by the numbers of their lines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core.change import pointer, preset_values
from jetway.core.compare import column_of
from jetway.core.errors import (
    InvalidParameter,
    InvalidReference,
    NotAllowed,
    Problem,
    Required,
)
from jetway.core.expr import FALSE, TRUE, Op, Predicate
from jetway.core.mapping import Brought, Mode, Wanted, brought_by
from jetway.core.rules import fill
from jetway.core.schema import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.directory import Actor
    from jetway.core.query import Changes
    from jetway.core.schema import Column, ForeignKey, Table
    from jetway.core.view import View, VisibleTable

MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class LineProblem:
    """One thing wrong with one line. `column` is the table's, "" where it is none or several."""

    line: int
    column: str
    value: str | None
    code: str
    detail: str


@dataclass(slots=True)
class Outcome:
    """What becomes of a file while it is imported: lines read, rows added, changed, and the same already.

    `problems`: the first few things that are wrong; `wrong`: all lines that are.
    """

    lines: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[LineProblem] = field(default_factory=list)
    wrong: set[int] = field(default_factory=set)
    stopped: tuple[int, str] | None = None
    """The first line that was not done, and why, where those before it are done and stay so."""
    storing: bool = False
    """Whether all of it is done, and is being stored."""

    def refuse(self, problem: LineProblem) -> None:
        """Note one thing more that is wrong."""
        self.wrong.add(problem.line)
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


@dataclass(frozen=True, slots=True)
class Pointed:
    """A foreign key of the lines that may point only at rows of `table` which satisfy `where`."""

    key: ForeignKey
    table: Table
    where: Predicate


@dataclass(frozen=True, slots=True)
class Load:
    """Lines to add to a table, or to change rows of it that have the same values in `match`.

    `columns`: what each line brings, in order. `added`, `updated`: those that are set; `None` where lines
    without a row, or with one, are refused. `presets` go into every new row. `rule` holds of every row that
    is matched, and must hold of it as stored.
    """

    table: Table
    columns: tuple[Column, ...]
    match: tuple[Column, ...]
    added: tuple[Column, ...] | None
    updated: tuple[Column, ...] | None
    presets: Changes
    rule: Predicate
    pointed: tuple[Pointed, ...]
    dry_run: bool
    skip_errors: bool
    seconds: float = math.inf
    """What it may take where it is done line by line; then it stops between two of them."""
    once: str = ""
    """A key by which a source makes each new row once that can (`Table.once`); "" for none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`brought` leads from the file to the columns of `load`. `ignored`: columns of the file that are not."""

    load: Load
    brought: tuple[Brought, ...]
    ignored: tuple[str, ...]


def plan_load(view: View, actor: Actor, wanted: Wanted, names: Sequence[str]) -> Plan:
    """How a file whose columns have these names goes into the table."""
    check_allowed(view, wanted)
    seen = view[wanted.table]
    brought, ignored = brought_by(view, actor, wanted, names)
    columns = tuple(column for item in brought for column in item.columns)
    match = _match(seen, wanted, columns)
    presets = preset_values(seen, actor) if wanted.mode != "update" else {}
    load = Load(
        seen.table,
        columns,
        match,
        added=_settable(columns, seen.creatable - {column.name for column in presets}, wanted, "update"),
        updated=_settable(columns, seen.updatable - {column.name for column in match}, wanted, "add"),
        presets=tuple(presets.items()),
        rule=fill(seen.rule, actor),
        pointed=_pointed(view, actor, wanted.table, columns),
        dry_run=wanted.dry_run,
        skip_errors=wanted.skip_errors,
    )
    _check_required(seen, load)
    return Plan(load, brought, ignored)


def check_allowed(view: View, wanted: Wanted) -> None:
    """Raises where the actor may not do such a thing to the table, whatever the file."""
    table = view[wanted.table].table
    for verb in _verbs(wanted.mode):
        if verb not in table.verbs:
            raise NotAllowed(f"You may not {verb} rows of {wanted.table}.")


def _verbs(mode: Mode) -> tuple[Verb, ...]:
    return {"add": (Verb.CREATE,), "update": (Verb.UPDATE,), "both": (Verb.CREATE, Verb.UPDATE)}[mode]


def _settable(
    columns: Sequence[Column], allowed: frozenset[str], wanted: Wanted, without: Mode
) -> tuple[Column, ...] | None:
    if wanted.mode == without:
        return None
    return tuple(column for column in columns if column.name in allowed)


def _match(seen: VisibleTable, wanted: Wanted, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns by which lines find their rows; the key, where nothing was said."""
    if wanted.mode == "add":
        return ()
    names = seen.table.key if wanted.match is None else wanted.match
    brought = {column.name for column in columns}
    for name in names:
        column = column_of(seen.table, name)
        if name not in brought:
            raise InvalidParameter(f"The file has no column for {name}, by which rows are matched.")
        if Op.EQ not in column.ops or column.pins is not None:
            raise InvalidParameter(f"Rows cannot be matched by {name} ({column.type}).")
    if not names:
        raise InvalidParameter(f"{wanted.table} has no key: say in _match by which columns rows are found.")
    return tuple(column_of(seen.table, name) for name in names)


def _check_required(seen: VisibleTable, load: Load) -> None:
    if load.added is None or load.updated is not None:
        return
    there = {column.name for column in load.added} | {column.name for column, _ in load.presets}
    missing = [column.name for column in seen.table.columns if column.required and column.name not in there]
    if missing:
        raise Required(
            f"New rows need {', '.join(missing)}, which the file does not bring.",
            problems=tuple(Problem(pointer(name), "required", "is required") for name in missing),
        )


def _pointed(view: View, actor: Actor, table: str, columns: Sequence[Column]) -> tuple[Pointed, ...]:
    """Foreign keys that could point at hidden rows. Part of a key alone could be anything."""
    names = {column.name for column in columns}
    found = []
    for key in view.schema.tables[table].foreign_keys:
        seen = view.tables.get(key.target)
        where = FALSE if seen is None else fill(seen.rule, actor)
        if where == TRUE or not names.intersection(key.columns):
            continue
        if not names.issuperset(key.columns):
            raise InvalidReference(f"{', '.join(key.columns)} can only be set together.")
        found.append(Pointed(key, view.schema.tables[key.target], where))
    return tuple(found)
