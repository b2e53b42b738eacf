"""Lists that were planned before: what differs in values only is planned once. No value is remembered."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from jetway.bridge import parse
from jetway.bridge.grants import remember
from jetway.core import zones
from jetway.core.errors import Failure
from jetway.core.expr import Given
from jetway.core.lookups import COMPOSED
from jetway.core.plan import plan_list
from jetway.core.template import filled, takes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.bridge.parse import ListRequest, Parameters
    from jetway.core.directory import Actor
    from jetway.core.plan import Plan
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


@dataclass(frozen=True, slots=True)
class Known:
    """A list that was planned for `actor` on `view`; `Given` stands where the request had a value."""

    actor: Actor
    view: View
    wanted: ListRequest
    template: Plan

    def serves(self, actor: Actor, view: View) -> bool:
        """Whether `actor` on `view` would get this plan. To `==`, an attribute of 1 would be one of true."""
        return self.view is view and (self.actor is actor or repr(self.actor) == repr(actor))


class Plans:
    """Plans by who asks and by the shape of the request; those used last are kept."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[object, ...], Known] = OrderedDict()

    def of_list(self, view: View, actor: Actor, table: str, sent: Parameters) -> tuple[ListRequest, Plan]:
        """What a list's parameters ask for, as many rows on a page as there may be, and its plan.

        Conditions of the former may be `Given`. Raises what planning it raises.
        """
        shape = _shape(sent)
        if shape is None:
            return _planned(view, actor, table, sent)
        names, texts = shape
        key = (actor.id, table, *names)
        known = self._known.get(key)
        if known is not None and known.serves(actor, view):
            if known.actor is not actor:  # as control told of them again: compared once, not each time
                self._known[key] = replace(known, actor=actor)
            self._known.move_to_end(key)
            now = datetime.now(zones.tzinfo_of(known.wanted.query.zone))
            return known.wanted, filled(known.template, texts, now)
        planned = _planned(view, actor, table, sent)
        with suppress(Failure):
            wanted, template = _planned(view, actor, table, _without_values(sent))
            if takes(template, len(texts)):
                remember(self._known, key, Known(actor, view, wanted, template), MAX_KNOWN)
        return planned


def _planned(view: View, actor: Actor, table: str, sent: Parameters) -> tuple[ListRequest, Plan]:
    wanted = parse.list_request(table, sent)
    plan = plan_list(view, actor, wanted.query)
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
