"""Why somebody does not see something: for owners and admins. For all others there is nothing here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import msgspec

from jetway.bridge import parse
from jetway.bridge.asked import json_answer
from jetway.bridge.openapi.why import PARAMETERS
from jetway.core.errors import (
    InvalidParameter,
    NotFilterable,
    UnknownResource,
)
from jetway.core.form import pointed
from jetway.core.why import (
    Subject,
    Whole,
    clauses,
    column_causes,
    row_causes,
    rule_causes,
    table_causes,
    trial,
)
from jetway.core.why_run import endpoint_causes, operation_causes
from jetway.sources import TriesClauses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.core.why import Cause, Clause


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody does not see or may not run; "" for what was not asked about."""

    table: str
    column: str
    key: str
    operation: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class Found:
    """What hides it, and the clauses of the row rule; of those that were tried, whether each held."""

    causes: Sequence[Cause]
    clauses: Sequence[Clause] = ()
    held: Sequence[bool] | None = None


async def explain(asked: Asked) -> Response:
    """Every rule that keeps a table, a column, a row, an operation or an endpoint from a role or a member."""
    sent = _sent(asked)
    subject = await _subject(asked, sent)
    question = Question(**{field.name: sent.get(field.name, "") for field in fields(Question)})
    gate = asked.bridge.gate
    whole = Whole(asked.view.schema, await gate.policy(asked.grant), asked.bridge.ceiling)
    found = await _found(asked, whole, subject, question)
    return json_answer(msgspec.json.encode(_document(gate.policy_json, subject, found)))


def _sent(asked: Asked) -> dict[str, str]:
    """The parameters. Raises `InvalidParameter`."""
    sent = {name: texts[-1] for name, texts in asked.parameters().items() if texts[-1]}
    for name in sent:
        if name not in PARAMETERS:
            raise InvalidParameter(f"There is no parameter {name!r} here, but {', '.join(PARAMETERS)}.")
    if len(sent.keys() & {"table", "operation", "endpoint"}) != 1:
        raise InvalidParameter("Say one of table, operation and endpoint.")
    if "table" not in sent and sent.keys() & {"column", "key"}:
        raise InvalidParameter("A column or a key takes the table that it is of.")
    if ("role" in sent) == ("member" in sent):
        raise InvalidParameter("Say either a role or a member.")
    return sent


async def _subject(asked: Asked, sent: dict[str, str]) -> Subject:
    if "role" in sent:
        return Subject(sent["role"])
    member = await asked.bridge.gate.member(sent["member"])
    if member is None:
        raise UnknownResource("There is no such member, or they are suspended.")
    return Subject(member.role, member.attributes)


async def _found(asked: Asked, whole: Whole, subject: Subject, question: Question) -> Found:
    table, role = question.table, subject.role
    if question.operation:
        return Found(list(operation_causes(whole, role, question.operation)))
    if question.endpoint:
        return Found(list(endpoint_causes(whole, role, question.endpoint)))
    causes = list(table_causes(whole, role, table))
    if table not in whole.schema.tables or whole.ceiling.hides_table(table):
        return Found(causes)
    if question.column:
        causes += column_causes(whole, role, table, question.column)
    told = clauses(whole, subject, table)
    causes += rule_causes(subject, told)
    if not question.key:
        return Found(causes, told)
    held = await _held(asked, whole, question, told)
    return Found([*causes, *row_causes(told, held)], told, held)


async def _held(
    asked: Asked, whole: Whole, question: Question, told: Sequence[Clause]
) -> Sequence[bool] | None:
    """Whether the row satisfies each clause that can be tried; `None` where it is not there."""
    asking = trial(whole, question.table, parse.key(question.key), told)
    if asking is None:
        return None
    source = asked.bridge.opened.source
    if not isinstance(source, TriesClauses):
        raise NotFilterable("This source cannot tell which clauses of a rule a row satisfies.")
    return await source.held(asking)


def _document(policy_json: bytes, subject: Subject, found: Found) -> dict[str, object]:
    policy = msgspec.json.decode(policy_json)
    held = iter(found.held or ())
    told = [
        {
            "rule": clause.rule,
            "says": pointed(policy, clause.rule),
            "holds": None if clause.predicate is None else next(held, None),
            "attributes": clause.attributes,
        }
        for clause in found.clauses
    ]
    untold = any(clause.predicate is None for clause in found.clauses)
    return {
        "role": subject.role,
        "visible": False if found.causes else None if untold else True,
        "reasons": [
            {"reason": cause.reason, "detail": cause.detail, "rule": cause.rule} for cause in found.causes
        ],
        "clauses": told,
    }
