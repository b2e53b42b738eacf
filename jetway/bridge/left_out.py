"""Declarations that are left out of a source: what they name is gone, or is such that they do not fit it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from starlette.responses import Response

from jetway.bridge.asked import json_answer
from jetway.core.audit import Action
from jetway.core.errors import Failure, UnknownResource
from jetway.core.far import DeclaredFar, misfit_far
from jetway.core.files import DeclaredFile, file_misfit
from jetway.core.links import misfit
from jetway.core.policy import Role
from jetway.core.schema import Declared
from jetway.core.source_scope import FIRST_NAME
from jetway.core.view import would_see

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from jetway.bridge.asked import Asked, Bridge

Declaration: TypeAlias = Declared | DeclaredFar | DeclaredFile


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A declaration, and why it is left out."""

    declaration: Declaration
    why: str

    @property
    def id(self) -> str:
        """What it is taken away by."""
        said = [type(self.declaration).__name__, self.declaration]
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:32]


async def list_left_out(asked: Asked) -> Response:
    """Those of which the caller may know all that they name."""
    asked.require_no_parameters()
    return json_answer(msgspec.json.encode([_told(one) async for one in _left_out(asked)]))


async def take_away(asked: Asked) -> Response:
    """Forget one of them, so that it does not come back with what it names."""
    asked.require_no_parameters()
    id_ = asked.request.path_params["declaration"]
    found = [one async for one in _left_out(asked) if one.id == id_]
    if not found:
        raise UnknownResource("No such declaration is left out. GET …/left_out/ lists them.")
    [gone] = found
    told = _told(gone)
    details = {"change": "TakeDeclarationAway", "column": told["column"], "relation": told["relation"]}
    await asked.note(Action.STRUCTURE, asked.author.way, str(told["model"]), details)
    opened = asked.bridge.opened
    match gone.declaration:
        case Declared() as near:
            await opened.redeclare(lambda kept: tuple(one for one in kept if one != near))
        case DeclaredFile() as file:
            await opened.redeclare_files(lambda kept: tuple(one for one in kept if one != file))
        case DeclaredFar() as far:
            await asked.bridge.neighbours.redeclare(lambda kept: tuple(one for one in kept if one != far))
    return Response(status_code=204)


async def _left_out(asked: Asked) -> AsyncIterator[LeftOut]:
    bridge, tables = asked.bridge, asked.view.schema.tables
    for near in await bridge.opened.declared.relations.load():
        why, ends = misfit(tables, near), [(near.model, near.local_field)]
        ends.append((near.related_model, near.related_field))
        if why is not None and all([await _known(asked, bridge, end) for end in ends]):
            yield LeftOut(near, why)
    for file in await bridge.opened.declared.files.load():
        why = file_misfit(tables, file.model, file.column)
        if why is not None and await _known(asked, bridge, (file.model, file.column)):
            yield LeftOut(file, why)
    for far in bridge.neighbours.declared:
        if far.source == bridge.scope.name and (left := await _left_out_far(asked, far)):
            yield left


async def _left_out_far(asked: Asked, far: DeclaredFar) -> LeftOut | None:
    """`None` too while the other source is away, as nobody knows then. One that is removed takes it along."""
    here, there = far.ends
    try:
        found = await asked.bridge.neighbours.there(asked, far.related_source)
    except Failure:
        return None
    if found is None:
        return None
    why = misfit_far(asked.view.schema.tables, found.view.schema.tables, far)
    if why is None or not await _known(asked, asked.bridge, (here.table, here.column)):
        return None
    known = await _known(asked, found.bridge, (there.table, there.column))
    return LeftOut(far, why) if known else None


async def _known(asked: Asked, bridge: Bridge, end: tuple[str, str]) -> bool:
    """Whether the caller sees a column, or would if it was there."""
    schema = await bridge.opened.schema()
    table = schema.tables.get(end[0])
    if table is not None and table.column(end[1]) is not None:
        seen = (await bridge.view(asked.grant, schema)).tables.get(end[0])
        column = None if seen is None else seen.table.column(end[1])
        return column is not None and column.mask is None
    rights = (await bridge.gate.policy(asked.grant)).roles.get(asked.actor.role, Role())
    return would_see(rights, bridge.gate.ceiling(asked.grant, bridge.scope), *end)


def _told(left: LeftOut) -> dict[str, object]:
    about: dict[str, object]
    match left.declaration:
        case DeclaredFile(model, column):
            about = {"model": model, "column": column, "relation": None}
        case Declared() as near:
            about = _told_relation(near)
        case DeclaredFar(_, source, relation):
            about = _told_relation(relation, {"related_source": source or FIRST_NAME})
    return {"id": left.id, **about, "why": left.why}


def _told_relation(relation: Declared, more: Mapping[str, str] | None = None) -> dict[str, object]:
    said: dict[str, str] = msgspec.to_builtins(relation)
    model = said.pop("model")
    return {"model": model, "column": said["local_field"], "relation": {**said, **(more or {})}}
