"""Projects and their environments: making, naming and removing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from jetway.control.answers import json_answer, no_content
from jetway.control.default_policy import OWNER
from jetway.control.fields import Name
from jetway.control.store.bridges import bridges_in
from jetway.control.store.members import add_member, lock_project
from jetway.control.store.policies import newest_policy
from jetway.control.store.projects import (
    MOST_PROJECTS,
    add_environment,
    add_project,
    environments_of,
    place_of,
    projects_of,
    remove_environment,
    rename_environment,
    rename_project,
)
from jetway.core.errors import Conflict, LimitReached, RightMissing, UnknownResource
from jetway.core.policy import MANAGERS
from jetway.json_body import read_json

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.bridges import Bridge
    from jetway.control.store.projects import Project
    from jetway.control.store.sessions import Session
    from jetway.control.store.tokens import Member


class Named(Struct, forbid_unknown_fields=True):
    """The body of every route here: a name."""

    name: Name


async def create(desk: Desk, request: Request, session: Session) -> Response:
    """A project of whoever runs one already, who becomes its owner."""
    body = await read_json(request, Named)
    person, now = session.person.id, desk.store.now()
    async with desk.store.writing() as connection:
        own = await projects_of(connection, person)
        if not any(project.role in MANAGERS for project in own):
            raise RightMissing("Only somebody who runs a project may make another. Ask an owner or admin.")
        if len(own) >= MOST_PROJECTS:
            raise LimitReached(f"A person is in at most {MOST_PROJECTS} projects. Leave one first.")
        place = await add_project(connection, body.name, now)
        await add_member(connection, person, place.project, OWNER)
        documents = await project_documents(connection, person)
    return json_answer(next(one for one in documents if one["id"] == place.project), 201)


async def rename(desk: Desk, request: Request, member: Member) -> Response:
    """Give the project another name."""
    body = await read_json(request, Named)
    async with desk.store.writing() as connection:
        await rename_project(connection, member.project, body.name)
    return no_content()


async def create_environment(desk: Desk, request: Request, member: Member) -> Response:
    """A new environment, which begins with the roles of the one that the token was made for."""
    body = await read_json(request, Named)
    async with desk.store.writing() as connection:
        await lock_project(connection, member.project)
        roles = (await newest_policy(connection, member.environment))["roles"]
        added = await add_environment(connection, member.project, body.name, roles, desk.store.now())
    return json_answer({"id": added, "name": body.name, "bridges": []}, 201)


async def change_environment(desk: Desk, request: Request, member: Member) -> Response:
    """Give an environment another name."""
    body = await read_json(request, Named)
    async with desk.store.writing() as connection:
        environment = await _environment(connection, request, member)
        await rename_environment(connection, environment, body.name)
    return no_content()


async def delete_environment(desk: Desk, request: Request, member: Member) -> Response:
    """Remove an environment that no bridge stands in, with its roles and tokens."""
    async with desk.store.writing() as connection:
        await lock_project(connection, member.project)
        environment = await _environment(connection, request, member)
        if await bridges_in(connection, [environment]):
            raise Conflict("Bridges stand in this environment. Remove them first.")
        if len(await environments_of(connection, member.project)) == 1:
            raise Conflict("A project keeps one environment. Make another one first.")
        await remove_environment(connection, environment)
    return no_content()


async def project_documents(connection: AsyncConnection, person: str) -> list[dict[str, Any]]:
    """The projects of a person as the API shows them, oldest first."""
    projects = await projects_of(connection, person)
    places = [environment.id for project in projects for environment in project.environments]
    bridges = await bridges_in(connection, places)
    return [_document(project, bridges) for project in projects]


def bridge_document(bridge: Bridge) -> dict[str, Any]:
    """A bridge as browsers find it."""
    facts = bridge.facts
    return {"id": bridge.id, "name": facts.name, "url": facts.url, "engine": facts.engine}


def _document(project: Project, bridges: list[Bridge]) -> dict[str, Any]:
    environments = [
        {
            "id": environment.id,
            "name": environment.name,
            "bridges": [bridge_document(one) for one in bridges if one.place.environment == environment.id],
        }
        for environment in project.environments
    ]
    first = project.environments[0]
    return {
        "id": project.id,
        "name": project.name,
        "role": project.role,
        "environment": {"id": first.id, "name": first.name},
        "bridges": environments[0]["bridges"],
        "environments": environments,
        "second_factor": project.second_factor,
    }


async def _environment(connection: AsyncConnection, request: Request, member: Member) -> str:
    place = await place_of(connection, member.project, request.path_params["environment"])
    if place is None:
        raise UnknownResource("There is no such environment.")
    return place.environment
