"""Reads that were planned before: what differs in values only is planned once. No value is remembered."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from jetway.bridge import parse
from jetway.bridge.grants import remember
from jetway.core import zones
from jetway.core.errors import Failure
from jetway.core.exact import exact_read
from jetway.core.expr import Given
from jetway.core.lookups import COMPOSED
from jetway.core.plan import at_key, plan_any, plan_list
from jetway.core.template import filled, takes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.bridge.parse import ListRequest, Parameters
    from jetway.core.directory import Actor
    from jetway.core.plan import Plan
    from jetway.core.query import Read
    from jetway.core.view import View

MAX_KNOWN = 1000
MAX_CHARACTERS = 1000
"""A longer request is planned each time: it is rare, and has limits that only planning looks at."""

_SHAPING = frozenset(
    {"_per_page", "_order_by", "_select", "_expand", "_count", "_no_pagination", "_exact_numbers", "tz"}
)
"""Parameters that hold no values of rows."""

_OF_SEVERAL = frozenset({"in", *COMPOSED})
"""Words whose text holds several values, or is looked at before it is compared."""


Template = TypeVar("Template")


@dataclass(frozen=True, slots=True)
class Known(Generic[Template]):
    """What was planned for `actor` on `view`."""

    actor: Actor
    view: View
    template: Template

    def serves(self, actor: Actor, view: View) -> bool:
        """Whether `actor` on `view` would get this plan. To `==`, an attribute of 1 would be one of true."""
        return self.view is view and (self.actor is actor or repr(self.actor) == repr(actor))


class Plans:
    """Plans by who asks and by the shape of the request; those used last are kept.

    Of a list, `Given` stands where the request had a value; of a row, its key is left out.
    """

    def __init__(self) -> None:
        self._lists: OrderedDict[tuple[object, ...], Known[tuple[ListRequest, Plan]]] = OrderedDict()
        self._rows: OrderedDict[tuple[object, ...], Known[Read]] = OrderedDict()

    def of_row(self, view: View, actor: Actor, path: tuple[str, tuple[str, ...]], sent: Parameters) -> Read:
        """What reads the row at `path`, its table and key. Raises what planning it raises."""
        table, row = path
        key = (actor.id, table, *[(name, *said) for name, said in sent.items()])
        read = _known(self._rows, key, actor, view)
        if read is None:
            read = plan_any(view, actor, parse.row_request(table, sent))
            read = exact_read(read) if parse.exact_numbers(sent) else read
            if sum(len(text) for said in sent.values() for text in said) <= MAX_CHARACTERS:
                remember(self._rows, key, Known(actor, view, read), MAX_KNOWN)
        return at_key(read, row)

    def of_list(self, view: View, actor: Actor, table: str, sent: Parameters) -> tuple[ListRequest, Plan]:
        """What a list's parameters ask for, as many rows on a page as there may be, and its plan.

        Conditions of the former may be `Given`. Raises what planning it raises.
        """
        shape = _shape(sent)
        if shape is None:
            return _planned(view, actor, table, sent)
        names, texts = shape
        key = (actor.id, table, *names)
        known = _known(self._lists, key, actor, view)
        if known is not None:
            wanted, template = known
            return wanted, filled(template, texts, datetime.now(zones.tzinfo_of(wanted.query.zone)))
        planned = _planned(view, actor, table, sent)
        with suppress(Failure):
            wanted, template = _planned(view, actor, table, _without_values(sent))
            if takes(template, len(texts)):
                remember(self._lists, key, Known(actor, view, (wanted, template)), MAX_KNOWN)
        return planned


def _known(
    kept: OrderedDict[tuple[object, ...], Known[Template]], key: tuple[object, ...], actor: Actor, view: View
) -> Template | None:
    """What is kept under `key` for `actor` on `view`, or `None`."""
    known = kept.get(key)
    if known is None or not known.serves(actor, view):
        return None
    if known.actor is not actor:  # as control told of them again: compared once, not each time
        kept[key] = replace(known, actor=actor)
    kept.move_to_end(key)
    return known.template


def _planned(view: View, actor: Actor, table: str, sent: Parameters) -> tuple[ListRequest, Plan]:
    wanted = parse.list_request(table, sent)
    plan = plan_list(view, actor, wanted.query)
    if wanted.count == "none":
        plan = replace(plan, count=None)
    return replace(wanted, per_page=plan.limit or wanted.per_page), plan


def _shape(sent: Parameters) -> tuple[list[object], Sequence[str]] | None:
    """The names of the conditions and all that is said beside them, and apart from it the values.

    `None` where more than values would differ: lists, ranges, searches, pages behind the first.
    """
    names: list[object] = []
    texts: list[str] = []
    characters = 0
    for name, said in sent.items():
        characters += len(name) + sum(map(len, said))
        if name in _SHAPING:
            names.append((name, *said))
        elif _is_single(name) and len(said) == 1:
            names.append(name)
            texts.append(said[0])
        else:
            return None
    return (names, texts) if characters <= MAX_CHARACTERS else None


def _is_single(name: str) -> bool:
    """Whether it is a condition that compares with one value."""
    if name[:1] == "_" or name == "page":
        return False
    return "__" not in name or _OF_SEVERAL.isdisjoint(name.split("__")[1:])


def _without_values(sent: Parameters) -> Parameters:
    """The parameters with `Given` in place of the values."""
    conditions = [name for name in sent if name not in _SHAPING]
    return {**sent, **{name: [Given.at(number, name)] for number, name in enumerate(conditions)}}
