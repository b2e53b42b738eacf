"""Letting a bridge in: it shows a code, an owner types it, and the bridge gets its Project Token once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from jetway.control.answers import json_answer, no_content
from jetway.control.callers import client_address, require_manager
from jetway.control.fields import Engine, Id, Name, Secret, Url, require_web_address
from jetway.control.polling import POLL_EVERY_S
from jetway.control.store.audit import tell
from jetway.control.store.bridges import Facts, add_bridge
from jetway.control.store.enrolments import (
    CODE_LIFE_S,
    add_enrolment,
    add_key,
    approve,
    enrolment_by_code,
    enrolment_by_device,
    use_up,
    use_up_key,
)
from jetway.control.store.projects import first_place, place_of, place_of_environment, role_of
from jetway.control.store.wrong_codes import note_wrong, require_tries
from jetway.core.errors import EnrolmentInvalid, EnrolmentPending, UnknownResource
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store import Store
    from jetway.control.store.enrolments import Enrolment
    from jetway.control.store.projects import Place
    from jetway.control.store.sessions import Session


class NewEnrolment(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/enrolments/`, with a `key` or, for a person to approve, without."""

    name: Name
    url: Url
    engine: Engine
    key: Secret | None = None


class Poll(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/enrolments/poll/`."""

    device: Secret


class Approval(Struct, forbid_unknown_fields=True):
    """The body of POST `/api/enrolments/<code>/approve/`. Without `environment`: the project's first."""

    project: Id
    environment: Id | None = None


async def create_enrolment_key(store: Store) -> str:
    """A key that lets one bridge in to the first project without a person, within 15 minutes."""
    async with store.writing() as connection:
        return await add_key(connection, store.now())


async def begin(desk: Desk, request: Request, _caller: None) -> Response:
    """A code for a person to type, or, for a key, the Project Token at once."""
    body = await read_json(request, NewEnrolment)
    require_web_address("/url", body.url)
    facts = Facts(body.name, body.url, body.engine)
    if body.key is not None:
        return await _let_in_by_key(desk, request, facts, body.key)
    return await _show_code(desk, request, facts)


async def poll(desk: Desk, request: Request, _caller: None) -> Response:
    """The Project Token, once, after somebody has approved. Raises `SlowDown` before."""
    body = await read_json(request, Poll)
    now = desk.store.now()
    async with desk.store.reading() as connection:  # Anybody may ask: what waits takes no lock.
        enrolment = await enrolment_by_device(connection, body.device, now)
    if enrolment is None:
        raise _invalid()
    if enrolment.environment is None:
        desk.polls.take(enrolment.id)
        raise EnrolmentPending("Nobody has approved this bridge yet. Type its code at the address shown.")
    async with desk.store.writing() as connection:
        place = await place_of_environment(connection, enrolment.environment)
        if place is None or not await use_up(connection, enrolment):
            raise _invalid()
        return json_answer(await _let_in(connection, place, enrolment.facts, now))


async def show(desk: Desk, request: Request, session: Session) -> Response:
    """Which bridge stands behind a code, for the person to compare before they approve."""
    async with desk.store.writing() as connection:
        enrolment = await _typed(connection, session, request.path_params["code"], desk.store.now())
    if enrolment is None:
        raise _invalid()
    facts = enrolment.facts
    return json_answer(
        {
            "name": facts.name,
            "url": facts.url,
            "engine": facts.engine,
            "asked_from": enrolment.asked_from,
        }
    )


async def give_approval(desk: Desk, request: Request, session: Session) -> Response:
    """Let the bridge behind a code in to a project that the person runs."""
    body = await read_json(request, Approval)
    async with desk.store.reading() as connection:
        role = await role_of(connection, session.person.id, body.project)
        place = await place_of(connection, body.project, body.environment)
    if role is None or place is None:
        raise UnknownResource("There is no such project, or no such environment in it.")
    require_manager(role)
    now = desk.store.now()
    async with desk.store.writing() as connection:
        enrolment = await _typed(connection, session, request.path_params["code"], now)
        approved = enrolment is not None and await approve(connection, enrolment, place.environment, now)
        if not approved:
            tell(refused=EnrolmentInvalid.code)
    if not approved:
        raise _invalid()
    return no_content()


async def _show_code(desk: Desk, request: Request, facts: Facts) -> Response:
    address = client_address(request)
    desk.throttles.enrolment.take(address)
    async with desk.store.writing() as connection:
        device, code = await add_enrolment(connection, facts, address, desk.store.now())
    answer = {
        "device": device,
        "code": code,
        "verify_url": desk.config.link("connect"),
        "interval_s": POLL_EVERY_S,
        "expires_s": CODE_LIFE_S,
    }
    return json_answer(answer, 201)


async def _let_in_by_key(desk: Desk, request: Request, facts: Facts, key: str) -> Response:
    now = desk.store.now()
    async with desk.store.writing() as connection:
        if await use_up_key(connection, key, now):
            place = await first_place(connection, now)
            return json_answer(await _let_in(connection, place, facts, now), 201)
    desk.throttles.code.take(client_address(request))
    raise _invalid()


async def _let_in(connection: AsyncConnection, place: Place, facts: Facts, now: int) -> dict[str, str]:
    bridge, token = await add_bridge(connection, place, facts, now)
    return {"project_token": token, "bridge": bridge, "project": place.project}


async def _typed(connection: AsyncConnection, session: Session, code: str, now: int) -> Enrolment | None:
    """The enrolment that waits under a code that somebody typed. Raises `TooManyRequests`.

    A wrong code is counted where the transaction is committed, against the person and not against a code:
    it names none, so that nobody can end the code of another.
    """
    await require_tries(connection, session.person.id, now)
    enrolment = await enrolment_by_code(connection, code, now)
    if enrolment is None:
        await note_wrong(connection, session.person.id, now)
    return enrolment


def _invalid() -> EnrolmentInvalid:
    return EnrolmentInvalid("The code is wrong, used up or expired. Let the bridge show a new one.")
