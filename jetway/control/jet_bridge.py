"""What an installed Jet Bridge asks control, in its own words: forms, and a status for an answer.

It knows no rows, columns and masks of a role, so that only roles that see every table whole get in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from jetway.control.answers import json_answer
from jetway.control.bridge_lock import bridge_known_by
from jetway.control.callers import bridge as by_project_token
from jetway.control.store.api_tokens import find_machine
from jetway.control.store.bridges import Bridge
from jetway.control.store.policies import newest_policy
from jetway.control.store.project_tokens import presented
from jetway.control.store.projects import project_name
from jetway.control.store.tokens import find_member
from jetway.control.user_tokens import project_auth as answer_bridge
from jetway.core.errors import NotAllowed
from jetway.core.policy import ALL_COLUMNS, FULL_RIGHTS, Rights, Role
from jetway.core.policy_document import parse_policy
from jetway.core.token import digest
from jetway.json_body import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk

FORM = "application/x-www-form-urlencoded"
MAX_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A Jet Bridge that asks about a token, and what it would let it do."""

    bridge: Bridge
    form: Mapping[str, str]


async def asking(desk: Desk, request: Request) -> Bridge | FormQuestion:
    """A bridge, known by its Project Token: in the header, or in the form of a Jet Bridge."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return await by_project_token(desk, request)
    form = await _form(request)
    return FormQuestion(await bridge_known_by(desk, form.get("project_token", "")), form)


async def project_auth(desk: Desk, request: Request, asked: Bridge | FormQuestion) -> Response:
    """Who a token is; to a Jet Bridge, 200 where it may do what is asked, and 403 where not."""
    if isinstance(asked, Bridge):
        return await answer_bridge(desk, request, asked)
    place, now = asked.bridge.place, desk.store.now()
    token_sha256 = digest(asked.form.get("token", ""))
    async with desk.store.reading() as connection:
        member = await find_member(connection, token_sha256, asked.bridge.id, now)
        machine = await find_machine(connection, token_sha256, place.environment, now)
        policy = parse_policy(await newest_policy(connection, place.environment))
    if machine and machine.tables is not None:
        machine = None
    viewed = member and member.viewed
    acting = viewed or member or machine
    role = acting.role if acting else ""
    reads_only = viewed is not None or (machine is not None and machine.read_only)
    if not _may(policy.roles.get(role, Role()), asked.form, reads_only=reads_only):
        raise NotAllowed("This token may not do that at this Jet Bridge.")
    return json_answer({"access_disabled": False})


async def show_token(desk: Desk, request: Request, _caller: None) -> Response:
    """Whether a Project Token is that of a bridge."""
    async with desk.store.reading() as connection:
        found = await presented(connection, request.path_params["token"], desk.store.now())
    return json_answer({"activated": found is not None and found.holds})


async def check_token(desk: Desk, request: Request, _caller: None) -> Response:
    """Whether a Project Token is that of a bridge of the project, by its id or name."""
    form = await _form(request)
    activated = False
    async with desk.store.reading() as connection:
        found = await presented(connection, form.get("token", ""), desk.store.now())
        if found is not None and found.holds:
            project = found.bridge.place.project
            names = (project, await project_name(connection, project))
            activated = form.get("project") in names
    return json_answer({"activated": activated})


async def _form(request: Request) -> dict[str, str]:
    body = await read_bytes(request, max_bytes=MAX_BYTES)
    return dict(parse_qsl(body.decode("utf-8", "replace")))


def _may(role: Role, form: Mapping[str, str], *, reads_only: bool) -> bool:
    """Reading every table whole is the least; to do more takes every right to every table."""
    rights = role.every_table
    if rights is None or role.tables or not _sees_whole(rights):
        return False
    only_reads = form.get("permission_type") == "model" and form.get("permission_actions") == "r"
    return only_reads or (rights == FULL_RIGHTS and not reads_only)


def _sees_whole(rights: Rights) -> bool:
    narrowed = rights.rows is not None or rights.masks or rights.max_rows is not None
    return rights.read == ALL_COLUMNS and not narrowed
