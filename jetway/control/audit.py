"""What control tells its audit of each request, and reading it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from jetway.control.answers import json_answer
from jetway.control.store.audit import Deed, current, lines_of_project, write_deed
from jetway.control.store.bridges import Bridge
from jetway.control.store.sessions import Session
from jetway.control.store.tokens import Member
from jetway.core.audit import Author, Way
from jetway.core.errors import ControlFailure, InvalidParameter

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk

PER_PAGE = 100
QUIET = frozenset({"user_tokens.mint", "user_tokens.project_auth", "jet_bridge.project_auth"}) | {
    *("jet_bridge.check_token", "bridges.put_facts", "invitations.show", "enrolment.poll", "enrolment.begin")
}
"""What happens by itself, or changes nothing: it has no line, unless it tells of itself."""

TOLD_REFUSED = frozenset({"sign_in.sign_in", "sign_in.second_step", "first_run.set_up"}) | {
    *("sessions.prove", "passkeys.prove")
}
"""Of what it is told too when it is refused."""


async def audited(
    desk: Desk, request: Request, caller: object, answer: Callable[[Desk, Request, Any], Awaitable[Response]]
) -> Response:
    """What `answer` says; its first transaction that writes takes the line along."""
    action = f"{answer.__module__.rpartition('.')[2]}.{answer.__name__}"
    if request.method in ("GET", "HEAD"):
        return await answer(desk, request, caller)
    deed = _deed(request, caller, action)
    deed.quiet = action in QUIET
    token = current.set(deed)
    try:
        return await answer(desk, request, caller)
    except ControlFailure as failure:
        if action in TOLD_REFUSED:
            await _tell_refused(desk, request, deed, failure)
        raise
    finally:
        current.reset(token)


async def show(desk: Desk, request: Request, member: Member) -> Response:
    """What was done in the project, newest first."""
    said = request.query_params.get("cursor", "")
    if not re.fullmatch(r"[0-9]{0,18}", said):
        raise InvalidParameter("cursor takes the next of the page before.")
    async with desk.store.reading() as connection:
        lines = await lines_of_project(connection, member.project, int(said or 2**62), PER_PAGE + 1)
    shown = [
        {
            "id": line.number,
            "at": line.at,
            "actor": {"id": line.actor, "name": line.name, "role": line.role},
            "action": line.action,
            "subject": line.row_key,
            "details": json.loads(line.details),
        }
        for line in lines[:PER_PAGE]
    ]
    after = str(lines[PER_PAGE - 1].number) if len(lines) > PER_PAGE else None
    return json_answer({"results": shown, "next": after})


async def _tell_refused(desk: Desk, request: Request, deed: Deed, failure: ControlFailure) -> None:
    deed.written = False
    deed.details |= {"refused": failure.code, "address": request.client.host if request.client else ""}
    async with desk.store.writing() as connection:
        await write_deed(connection, desk.store.clock)


def _deed(request: Request, caller: object, action: str) -> Deed:
    """The path tells what it is about, the caller who acts and in which project."""
    named = dict(request.path_params)
    project = str(named.pop("project", ""))
    subject = ",".join(str(value) for value in named.values())
    match caller:
        case Member(person=person, role=role):
            author = Author(person.id, person.name, role, Way.PAGE)
            project = caller.project
        case Session(person=person):
            author = Author(person.id, person.name, "", Way.PAGE)
        case Bridge(id=bridge):
            author = Author(bridge, caller.facts.name, "bridge", Way.TOKEN)
            project = caller.place.project
        case _:
            author = Author("", "", "", Way.PAGE)
    return Deed(author, action, project, subject if "code" not in named else "")
