"""Declaring relations that no source knows of: within one source, and between two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NoReturn, TypeVar

import msgspec

from jetway.bridge.asked import json_answer
from jetway.core.errors import InvalidParameter, InvalidRelation, Problem
from jetway.core.far import DeclaredFar, misfit_far
from jetway.core.links import misfit
from jetway.core.schema import Declared
from jetway.core.source_scope import FIRST_NAME
from jetway.json_body import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.core.schema import Table

Some = TypeVar("Some")

MOST = 1000
"""How many relations may be declared of one source, and how many between all sources."""


class _Relation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    direction: Literal["MANYTOONE", "ONETOMANY"]
    local_field: str
    related_model: str
    related_field: str
    related_source: str | None = None


class _Overrides(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    model: str
    relations: tuple[_Relation, ...]


async def override_relations(asked: Asked) -> Response:
    """The declared relations of some tables, in place of those that were; the answer repeats them."""
    for name in asked.parameters().keys() - {"draft"}:
        raise InvalidParameter(f"There is no parameter {name!r} here.")
    sent = await read_json(asked.request, list[_Overrides])
    wanted = await _Wanted(asked).of(sent)
    replaced = frozenset(overrides.model for overrides in sent)
    await _redeclare(asked, wanted, replaced)
    await _redeclare_far(asked, wanted, replaced)
    return json_answer(msgspec.json.encode(sent))


async def _redeclare(asked: Asked, wanted: _Wanted, replaced: frozenset[str]) -> None:
    def changed(kept: tuple[Declared, ...]) -> tuple[Declared, ...]:
        # What the caller cannot see is not theirs to take away.
        tables = asked.view.tables
        others = [one for one in kept if one.model not in replaced or one.related_model not in tables]
        return _few((*others, *wanted.near))

    await asked.bridge.opened.redeclare(changed)


async def _redeclare_far(asked: Asked, wanted: _Wanted, replaced: frozenset[str]) -> None:
    neighbours, own = asked.bridge.neighbours, asked.bridge.scope.name
    seen = (await neighbours.widened(asked)).far
    theirs = {
        DeclaredFar(own, far.end.target_source, far.end.declared)
        for model in replaced
        for far in seen.get(model, ())
        if far.end.declared is not None and not far.away
    }
    if theirs != set(wanted.far):
        await neighbours.redeclare(
            lambda kept: _few((*[one for one in kept if one not in {*theirs, *wanted.far}], *wanted.far))
        )


class _Wanted:
    """What was sent, each once, by whether it stays within the source."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._own = asked.bridge.scope.name
        self._tables = {name: seen.table for name, seen in asked.view.tables.items()}
        self._others: dict[str, Mapping[str, Table]] = {}
        self.near: dict[Declared, None] = {}
        self.far: dict[DeclaredFar, None] = {}

    async def of(self, sent: list[_Overrides]) -> _Wanted:
        """Raises `InvalidRelation` for one that does not fit what the caller sees; `SourceUnavailable`."""
        for number, overrides in enumerate(sent):
            if overrides.model not in self._tables:
                _refuse(f"/{number}/model", f"there is no table {overrides.model!r}")
            for at, relation in enumerate(overrides.relations):
                await self._add(overrides.model, relation, f"/{number}/relations/{at}")
        return self

    async def _add(self, model: str, relation: _Relation, pointer: str) -> None:
        said = (relation.direction, relation.local_field, relation.related_model, relation.related_field)
        declared = Declared(model, *said)
        source = "" if relation.related_source == FIRST_NAME else relation.related_source
        if source is None or source == self._own:
            why = misfit(self._tables, declared)
            self.near[declared] = None
        else:
            far = DeclaredFar(self._own, source, declared)
            why = misfit_far(self._tables, await self._there(source, pointer), far)
            self.far[far] = None
        if why is not None:
            _refuse(pointer, why)

    async def _there(self, source: str, pointer: str) -> Mapping[str, Table]:
        """The tables of another source that the caller sees; one without any is not there."""
        if source not in self._others:
            there = await self._asked.bridge.neighbours.there(self._asked, source)
            tables = {} if there is None else {name: one.table for name, one in there.view.tables.items()}
            if not tables:
                _refuse(pointer, f"there is no source {source or FIRST_NAME!r}")
            self._others[source] = tables
        return self._others[source]


def _few(declared: tuple[Some, ...]) -> tuple[Some, ...]:
    if len(declared) > MOST:
        _refuse("", f"at most {MOST} relations can be declared")
    return declared


def _refuse(pointer: str, why: str) -> NoReturn:
    raise InvalidRelation(
        f"{pointer or 'The body'}: {why}.", problems=(Problem(pointer, InvalidRelation.code, why),)
    )
