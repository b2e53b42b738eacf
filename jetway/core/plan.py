"""Planning: from a query in names to the bound statement that the source runs, and what is left to us.

Every function takes a `View`, so that nothing runs unauthorised.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jetway.core import bind, values, zones
from jetway.core.compare import column_of, usable
from jetway.core.errors import InvalidParameter, NotAllowed, NotFilterable, UnknownRow
from jetway.core.expr import And, Compare, Exists, Measured, Op, Or, Predicate, both, leaves
from jetway.core.finish import Finish
from jetway.core.query import Aggregate, Group, Grouping, Measure, Order, Query, Read
from jetway.core.rules import fill, rules, under
from jetway.core.schema import Func, Type, Verb
from jetway.core.selection import in_zone, selection
from jetway.core.told import raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jetway.core.directory import Actor
    from jetway.core.query import Sort, Unit
    from jetway.core.schema import Column, Table
    from jetway.core.view import View, VisibleTable

MAX_SORTS = 16
MAX_KEYS = 5000
MAX_GROUPS = 10_000


@dataclass(frozen=True, slots=True)
class Plan:
    """`read` is for the source; `ours`, where there is something, finishes its rows.

    `count` gives the number of rows that the whole query matches; `None` where only finishing could tell.
    """

    read: Read
    ours: Finish | None
    count: Aggregate | None

    @property
    def limit(self) -> int | None:
        """How many rows a page holds."""
        return self.ours.limit if self.ours else self.read.limit


def plan_list(view: View, actor: Actor, query: Query) -> Plan:
    """A list: the order made total by the key, the row rules filled in, the work split by capabilities."""
    seen = _searched(view[query.table]) if query.stale else view[query.table]
    _need(seen, Verb.READ)
    where = where_of(view, seen, actor, query)
    columns, expand = selection(view, seen.table, actor, query)
    order = _total(seen.table, query.order)
    limit, offset = _page(query, seen.max_rows)
    read = Read(seen.table, columns, where, order, limit, offset, expand)
    plan = _split(read, fill(seen.rule, actor), view.schema.nulls_last)
    return replace(plan, read=replace(plan.read, stale=True)) if _is_stale(plan.read) else plan


def _searched(seen: VisibleTable) -> VisibleTable:
    """The table as a search of its source's own compares it. Raises `NotFilterable` where there is none."""
    columns = [replace(column, ops=column.ops | column.stale_ops) for column in seen.table.columns]
    if not any(column.stale_ops for column in columns):
        raise NotFilterable(f"{seen.table.name} has no search of its own. Leave _stale out.")
    return replace(seen, table=replace(seen.table, columns=tuple(columns)))


def _is_stale(read: Read) -> bool:
    """Whether the source needs its search for it. Row rules never do: they know of none."""
    return any(
        isinstance(leaf, Compare) and leaf.op in leaf.column.stale_ops & leaf.column.ops
        for leaf in leaves(read.where)
    )


def plan_get(view: View, actor: Actor, query: Query, key: Sequence[str]) -> Read:
    """One row by its key, given as texts in key order; of `query`, the selection counts.

    Raises `UnknownRow` for a key that no row can have.
    """
    return at_key(plan_any(view, actor, query), key)


def plan_any(view: View, actor: Actor, query: Query) -> Read:
    """Any one row, for `at_key` to say which; of `query`, the selection counts."""
    seen = view[query.table]
    _need(seen, Verb.READ)
    columns, expand = selection(view, seen.table, actor, query)
    rule = fill(seen.rule, actor)
    return Read(seen.table, columns, rule, limit=1, expand=expand, whole_bytes=True)


def at_key(read: Read, key: Sequence[str]) -> Read:
    """`read` of the row with that key, given as texts in key order.

    Raises `UnknownRow` for a key that no row can have.
    """
    return read.where_is(both(key_is(read.table, key), read.where))


def plan_group(view: View, actor: Actor, grouping: Grouping) -> Aggregate:
    """Groups, as many as the actor may see at once; one number where nothing is grouped by."""
    seen = view[grouping.table]
    _need(seen, Verb.READ)
    if not seen.can_aggregate:
        raise NotAllowed(f"You may not aggregate {grouping.table}. An owner can grant it in the policy.")
    query = Query(grouping.table, grouping.where, grouping.search, now=grouping.now, zone=grouping.zone)
    where = where_of(view, seen, actor, query)
    if not found_by(where, seen.table):
        raise NotFilterable(f"{grouping.table} cannot be aggregated under this filter.")
    groups = tuple(_group(seen.table, name, unit, grouping.zone) for name, unit in grouping.by)
    if any(group.unit and group.column.zone for group in groups):
        zones.require_named(grouping.zone, known=view.schema.named_zones)
    limit = min(seen.max_rows or MAX_GROUPS, MAX_GROUPS)
    return Aggregate(seen.table, (_measure(seen.table, grouping),), groups, where, limit)


def key_is(table: Table, key: Sequence[str]) -> Predicate:
    """The row whose key, or mark, is `key`. Raises `UnknownRow` where no row can have it."""
    columns = table.address
    if not columns or len(key) != len(columns):
        raise UnknownRow(f"{table.name} has no such row.")
    try:
        parts = [_is(column, text) for column, text in zip(columns, key, strict=True)]
    except values.ValueRefused:
        raise UnknownRow(f"{table.name} has no such row.") from None
    return both(*parts)


def _is(column: Column, text: str) -> Compare:
    """The column holds what is shown as `text`; a loose one may hold what its type would refuse."""
    try:
        return Compare(column, Op.EQ, values.read_text(column, text))
    except values.ValueRefused:
        if not column.loose:
            raise
        return Compare(replace(column, type=Type.OTHER), Op.EQ, text)


def _keys_are(table: Table, parts: Sequence[str]) -> Predicate:
    """Rows of these keys; a key that no row can have is of none."""
    size = len(table.address)
    if not size or len(parts) % size or len(parts) > MAX_KEYS:
        raise InvalidParameter(f"_keys takes at most {MAX_KEYS} values, {size} for each row of {table.name}.")
    found: list[Predicate] = []
    for start in range(0, len(parts), size):
        with suppress(UnknownRow):
            found.append(key_is(table, parts[start : start + size]))
    if size > 1:
        return Or(tuple(found))
    listed: dict[Column, list[object]] = {table.address[0]: []}
    for one in found:
        assert isinstance(one, Compare)
        listed.setdefault(one.column, []).append(one.value)
    return Or(tuple(Compare(column, Op.IN, tuple(them)) for column, them in listed.items()))


def _need(seen: VisibleTable, verb: Verb) -> None:
    if verb not in seen.table.verbs:
        raise NotAllowed(f"You may not {verb} rows of {seen.table.name}.")


def where_of(view: View, seen: VisibleTable, actor: Actor, query: Query) -> Predicate:
    """The rows that `query` lists, under the actor's row rule."""
    parts: list[Predicate] = []
    if query.where is not None:
        tables = {name: visible.table for name, visible in view.tables.items()}
        known = view.schema.named_zones
        scope = bind.Scope(tables, rules(view, actor), query.now, query.zone, known)
        parts.append(bind.bind(query.where, seen.table, scope))
    if query.keys is not None:
        parts.append(_keys_are(seen.table, query.keys))
    if query.search:
        parts.append(bind.search(seen.table, query.search))
    return under(fill(seen.rule, actor), both(*parts), seen.table)


def _total(table: Table, sorts: Sequence[Sort]) -> tuple[Order, ...]:
    """The order asked for, the key behind it; without one: the key, descending.

    Of a source that pages through its own orders: nothing for its natural one, and no key behind one column.
    """
    if len(sorts) > MAX_SORTS:
        raise InvalidParameter(f"_order_by takes {MAX_SORTS} columns.")
    named: dict[str, Order] = {}
    for sort in sorts:
        named.setdefault(sort.column, Order(usable(column_of(table, sort.column)), sort.descending))
    if table.natural is not None:
        if tuple(sorts) in ((), table.natural):
            return ()
        if [order.column.sortable for order in named.values()] == [True]:
            return tuple(named.values())
    last = sorts[-1].descending if sorts else True
    for column in table.key_columns:
        named.setdefault(column.name, Order(column, last))
    return tuple(named.values())


def _page(query: Query, most: int | None) -> tuple[int | None, int]:
    """Limit and offset: the page that was asked for, of pages that hold as many rows as the actor may see."""
    if most is None or (query.limit is not None and query.limit <= most):
        return query.limit, query.offset
    return most, query.offset // query.limit * most if query.limit else 0


def _split(read: Read, rule: Predicate, nulls_last: bool) -> Plan:
    """What the source can do stays in the read; the first thing it cannot keeps all later ones here."""
    items = read.where.items if isinstance(read.where, And) else (read.where,)
    pushed = [(item, pushable(item, read.table)) for item in items]
    native = tuple(item for item, able in pushed if able)
    ours = tuple(item for item, able in pushed if not able)
    if any(isinstance(leaf, Exists | Measured) for item in ours for leaf in leaves(item)):
        raise NotFilterable(f"{read.table.name} cannot be filtered through a relation.")
    if any(isinstance(leaf, Compare) and leaf.column.part for item in ours for leaf in leaves(item)):
        raise NotFilterable(f"{read.table.name} cannot be filtered by parts of dates. Ask from … to … .")
    if not ours and all(order.column.sortable for order in read.order):
        count = Aggregate(read.table, (Measure(Func.COUNT, None, "count"),), where=read.where)
        return Plan(read, None, count if read.table.countable else None)
    seen = both(*[item for item in ours if item in (rule.items if isinstance(rule, And) else (rule,))])
    finish = Finish(both(*ours), read.order, read.columns, read.limit, read.offset, nulls_last, seen)
    needed = {column.name: raw(column) for column in [*read.columns, *finish.columns_needed()]}
    where = both(*native) if ours else read.where
    bare = replace(read, columns=tuple(needed.values()), where=where, order=(), limit=None, offset=0)
    return Plan(bare, finish, None)


def pushable(predicate: Predicate, table: Table) -> bool:
    """Whether the source filters by it."""
    if table.plain and isinstance(predicate, Or) and len(predicate.items) == 1:
        return pushable(predicate.items[0], table)
    if table.plain and not isinstance(predicate, Compare | And):
        return False

    def able(leaf: Compare | Exists | Measured) -> bool:
        match leaf:
            case Compare(column, op):
                return op in column.ops and not (table.plain and column.part)
            case Exists(_, target, where):
                return table.related and pushable(where, target)
            case Measured(_, target, where, func):
                return table.related and func in target.aggregates and pushable(where, target)

    found: Iterator[Compare | Exists | Measured] = leaves(predicate)
    return all(able(leaf) for leaf in found)


def found_by(where: Predicate, table: Table) -> bool:
    """Whether the source finds just those rows: by itself or, where it is plain, by a look at each."""
    if not table.plain:
        return pushable(where, table)
    return all(isinstance(leaf, Compare) and leaf.column.part is None for leaf in leaves(where))


def _group(table: Table, name: str, unit: Unit | None, zone: str) -> Group:
    [column] = in_zone((usable(column_of(table, name)),), zone)
    if not column.groupable:
        raise InvalidParameter(f"Rows cannot be grouped by {name} ({column.type}).")
    if unit is not None and column.type not in (Type.DATE, Type.TIMESTAMP, Type.TIMESTAMPTZ):
        raise InvalidParameter(f"{name} is no date: leave _x_lookup out, or say plain.")
    return Group(column, unit)


def _measure(table: Table, grouping: Grouping) -> Measure:
    if grouping.func not in table.aggregates:
        raise NotFilterable(f"{table.name} does not answer {grouping.func}.")
    if grouping.column is None:
        if grouping.func is not Func.COUNT:
            raise InvalidParameter(f"_y_func={grouping.func} needs a _y_column.")
        return Measure(Func.COUNT, None)
    column = usable(column_of(table, grouping.column))
    if grouping.func not in column.aggregates:
        takes = ", ".join(sorted(column.aggregates))
        raise InvalidParameter(f"{column.name} ({column.type}) has no {grouping.func}. It has {takes}.")
    return Measure(grouping.func, column)
