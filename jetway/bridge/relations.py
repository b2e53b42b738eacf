"""Declaring relations that the database has no foreign key for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NoReturn

import msgspec

from jetway.bridge.asked import json_answer
from jetway.core.errors import InvalidParameter, InvalidRelation, Problem
from jetway.core.links import misfit
from jetway.core.schema import Declared
from jetway.json_body import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.core.schema import Table

MOST = 1000
"""How many relations may be declared of one source."""


class _Relation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    direction: Literal["MANYTOONE", "ONETOMANY"]
    local_field: str
    related_model: str
    related_field: str


class _Overrides(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    model: str
    relations: tuple[_Relation, ...]


async def override_relations(asked: Asked) -> Response:
    """The declared relations of some tables, in place of those that were; the answer repeats them."""
    for name in asked.parameters().keys() - {"draft"}:
        raise InvalidParameter(f"There is no parameter {name!r} here.")
    sent = await read_json(asked.request, list[_Overrides])
    tables = {name: seen.table for name, seen in asked.view.tables.items()}
    wanted = tuple(_declared(tables, sent))
    replaced = {overrides.model for overrides in sent}

    def changed(kept: tuple[Declared, ...]) -> tuple[Declared, ...]:
        # What the caller cannot see is not theirs to take away.
        others = [one for one in kept if one.model not in replaced or one.related_model not in tables]
        if len(others) + len(wanted) > MOST:
            _refuse("", f"at most {MOST} relations can be declared")
        return (*others, *wanted)

    await asked.bridge.opened.redeclare(changed)
    return json_answer(msgspec.json.encode(sent))


def _declared(tables: Mapping[str, Table], sent: list[_Overrides]) -> list[Declared]:
    """What was sent, each once. Raises `InvalidRelation` for one that does not fit what the caller sees."""
    found: dict[Declared, None] = {}
    for number, overrides in enumerate(sent):
        if overrides.model not in tables:
            _refuse(f"/{number}/model", f"there is no table {overrides.model!r}")
        for at, relation in enumerate(overrides.relations):
            declared = Declared(overrides.model, **msgspec.structs.asdict(relation))
            why = misfit(tables, declared)
            if why is not None:
                _refuse(f"/{number}/relations/{at}", why)
            found[declared] = None
    return list(found)


def _refuse(pointer: str, why: str) -> NoReturn:
    raise InvalidRelation(
        f"{pointer or 'The body'}: {why}.", problems=(Problem(pointer, InvalidRelation.code, why),)
    )
