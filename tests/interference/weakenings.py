"""Ways in which rights could be forgotten, each in one place: all of them must be found."""

from dataclasses import replace

from jetway.bridge import asked, plans
from jetway.bridge.far import crossing, neighbours, rows
from jetway.bridge.far.known import Cell, KnownRows
from jetway.core import change, far, impact, plan, references, run, selection, view
from jetway.core.ceiling import NO_CEILING
from jetway.core.expr import TRUE
from jetway.core.schema import Mask, ops_of
from jetway.core.view import View, VisibleTable


def hiding_nothing(original):
    """The ceiling hides nothing from rules."""
    return lambda schema, ceiling: original(schema, NO_CEILING)


def ruleless(original):
    """As if the tables of the view had no rules."""

    return lambda *rest: original(*map(_open, rest))


def _open(one):
    match one:
        case View():
            return replace(one, tables={name: _open(seen) for name, seen in one.tables.items()})
        case VisibleTable():
            return replace(one, rule=TRUE)
        case _:
            return one


def dropped(original):
    """No rule is filled in."""
    return lambda rule, actor: TRUE


def nothing(original):
    """No table has a rule."""
    return lambda view_, actor: {}


def everything(original):
    """All columns are seen."""
    return lambda table, rights, ceiling: frozenset(column.name for column in table.columns)


def unmasked(original):
    return lambda column, rights: column


def filterable(original):
    """Masked columns can be compared."""

    def masked(column, rights):
        found = original(column, rights)
        return found if found is column else replace(found, ops=ops_of(found.type))

    return masked


def telling(original):
    """A partial mask shows more than it says."""

    def masked(column, rights):
        found = original(column, rights)
        return replace(found, mask=Mask(4)) if found.mask == Mask(2) else found

    return masked


def estimated(original):
    """The number of all rows is told."""
    return lambda whole, table, rights: replace(original(whole, table, rights), rows=table.rows)


def unruled(original):
    """Every table is seen without its rule."""
    return lambda whole, seen, rights: replace(original(whole, seen, rights), rule=TRUE)


def far_ruleless(original):
    """Rows of other sources are seen without their rules."""

    async def weak(*asked):
        there = await original(*asked)
        return replace(there, view=_open(there.view))

    return weak


def leading(original):
    """Relations lead to whatever is there: also to masked and to hidden columns."""
    return lambda end, here, there: True


def shown_while_away(original):
    """Whatever is declared leads to a source that is away."""

    async def weak(neighbours, asked, source, targets):
        return frozenset(targets)

    return weak


def every_operation(original):
    return lambda reached, role, ceiling: reached


def open_answers(original):
    """What an operation answers is shown, whatever row it is."""

    def weak(view, actor, operation):
        answer = original(view, actor, operation)
        return answer and replace(answer, where=TRUE)

    return weak


def every_query(original):
    return lambda policy, rights, ceiling: policy.queries


def every_endpoint(original):
    return lambda role, *rest: original(replace(role, endpoints=None), *rest)


def of_the_first(original):
    """The tables of a source are those of the first to a policy."""
    return lambda schema, policy, role, ceiling: original(schema, policy, role, replace(ceiling, prefix=""))


def known_to_all(original):
    """Rows of apps are told to whoever asks next."""

    def weak(rows, view, actor, table, *columns):
        return rows._cells.setdefault((view.source, table, *columns), Cell(view, actor))

    return weak


def all_scanned(original):
    """Hidden rows are counted among those that were looked through."""
    return lambda read, rule, nulls_last: original(read, TRUE, nulls_last)


WEAKENINGS = {
    "no rule in lists": (plan, "where_of", ruleless, "customers", "list"),
    "no rule in counts and groups": (plan, "where_of", ruleless, "people", "aggregate"),
    "no rule in exports": (plan, "where_of", ruleless, "customers", "export"),
    "no rule for a row": (plans, "plan_any", ruleless, "customers", "get"),
    "no rule in selections": (selection, "fill", dropped, "customers", "list"),
    "no rules over relations": (plan, "rules", nothing, "people", "list"),
    "no rule in deletions' effects": (impact, "fill", dropped, "people", "get"),
    "no rule for references": (references, "fill", dropped, "people", "change"),
    "no rule for changes": (change, "fill", dropped, "people", "change"),
    "no rule anywhere": (view, "_visible", unruled, "orders", "list"),
    "hidden columns are seen": (view, "_columns", everything, "customers", "list"),
    "masks are left out": (view, "_masked", unmasked, "customers", "list"),
    "masks show more": (view, "_masked", telling, "customers", "list"),
    "masked columns are compared": (view, "_masked", filterable, "customers", "list"),
    "estimates count hidden rows": (view, "_narrow", estimated, "people", "whole"),
    "no rule in filters by other sources": (crossing, "_there", far_ruleless, "order_lines", "list"),
    "no rule for rows of other sources": (rows, "plan_list", ruleless, "order_lines", "list"),
    "relations to hidden columns": (far, "_leads", leading, "orders", "whole"),
    "hidden relations while away": (neighbours.Neighbours, "_granted", shown_while_away, "tags", "get"),
    "rows that others were told of": (KnownRows, "cell", known_to_all, "crm/calls", "list"),
    "no rights to operations": (view, "permitted", every_operation, "post/parcels", "operation"),
    "no rule for operations' answers": (run, "_answer", open_answers, "post/parcels", "operation"),
    "no rights to saved queries": (view, "_queries", every_query, "orders", "endpoint"),
    "no rights to endpoints": (view, "callable_by", every_endpoint, "orders", "endpoint"),
    "rules go by what the ceiling hides": (view, "rule_tables", hiding_nothing, "devices", "list"),
    "one policy for all sources": (asked, "authorise", of_the_first, "crm/calls", "whole"),
    "hidden rows of apps are counted": (plan, "_split", all_scanned, "post/parcels", "list"),
}
"""Where something is left out, and among which requests it is looked for."""
