"""What a deletion takes along by the database's own rules, and what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jetway.core.expr import FALSE, TRUE, Exists, Predicate, both
from jetway.core.query import Aggregate, Measure, Spared
from jetway.core.rules import fill
from jetway.core.schema import Func, Relation, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jetway.core.directory import Actor
    from jetway.core.schema import OnDelete, Schema, Table
    from jetway.core.view import View

MAX_DEPTH = 4
"""How many cascades are followed, one behind the other."""
MAX_PATHS = 50
CAP = 1000
"""How far affected rows are counted."""

Effect = Literal["deleted", "set_null", "set_default", "blocks"]
_EFFECTS: Mapping[OnDelete, Effect] = {
    "cascade": "deleted",
    "set_null": "set_null",
    "set_default": "set_default",
    "restrict": "blocks",
    "no_action": "blocks",
}
_NEEDED: dict[Effect, Verb] = {
    "deleted": Verb.DELETE,
    "set_null": Verb.UPDATE,
    "set_default": Verb.UPDATE,
}


@dataclass(frozen=True, slots=True)
class Reached:
    """Rows of `table` that satisfy `where`, and what happens to them."""

    table: Table
    effect: Effect
    where: Predicate


def plan_impact(view: View, actor: Actor, table: str, where: Predicate) -> list[tuple[Reached, Aggregate]]:
    """What the actor can see of what deleting those rows would do, and how to count it up to `CAP`."""
    found = []
    for reached in _reached(view.schema, view.schema.tables[table], where):
        seen = view.tables.get(reached.table.name)
        if seen is not None:
            shown = both(reached.where, fill(seen.rule, actor))
            count = Aggregate(reached.table, (Measure(Func.COUNT, None),), where=shown, of_first=CAP + 1)
            found.append((reached, count))
    return found


def spared(view: View, actor: Actor, table: str, where: Predicate) -> tuple[Spared, ...]:
    """The rows that deleting those rows may not reach: those that the actor may not see or change."""
    found = []
    for reached in _reached(view.schema, view.schema.tables[table], where):
        needed = _NEEDED.get(reached.effect)
        if needed is None:
            continue
        seen = view.tables.get(reached.table.name)
        allowed = fill(seen.rule, actor) if seen and needed in seen.table.verbs else FALSE
        if allowed != TRUE:
            found.append(Spared(reached.table, reached.where, allowed))
    return tuple(found)


def _reached(schema: Schema, table: Table, where: Predicate) -> list[Reached]:
    found: list[Reached] = []
    for reached in _paths(schema, table, where, 1):
        found.append(reached)
        if len(found) == MAX_PATHS:
            break
    return found


def _paths(schema: Schema, table: Table, where: Predicate, depth: int) -> Iterator[Reached]:
    for relation in table.relations:
        target = schema.tables[relation.target]
        if not relation.many or relation.on_delete == "nothing" or not target.related:
            continue  # an app has rules of its own, which it does not tell
        back = Relation("", relation.target_columns, table.name, relation.columns, many=False)
        rows = Exists(back, table, where)
        effect = _EFFECTS[relation.on_delete]
        yield Reached(target, effect, rows)
        if effect == "deleted" and depth < MAX_DEPTH:
            yield from _paths(schema, target, rows, depth + 1)
