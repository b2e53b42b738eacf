"""Projects, their environments, and who is a member in which role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from jetway.control.default_policy import DEFAULT_ROLES
from jetway.control.store.ids import is_id, new_id
from jetway.control.store.policies import save_policy
from jetway.control.store.tables import environments, instance, memberships, projects

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

FIRST_PROJECT = "My project"
FIRST_ENVIRONMENT = "production"


@dataclass(frozen=True, slots=True)
class Environment:
    """One stage of a project: its bridges, tokens and rules are its own."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project as one person sees it. `role` is the only one they have in it."""

    id: str
    name: str
    role: str
    environment: Environment


@dataclass(frozen=True, slots=True)
class Place:
    """A project's environment, by their ids."""

    project: str
    environment: str


async def first_place(connection: AsyncConnection, now: int) -> Place:
    """The oldest project and its first environment; made where there is none yet."""
    await connection.execute(select(instance.c.id).with_for_update())
    found = await _oldest(connection)
    return found or await _add_project(connection, now)


async def place_of(connection: AsyncConnection, project: str) -> Place | None:
    """The first environment of a project."""
    return await _oldest(connection, project) if is_id(project) else None


async def place_of_environment(connection: AsyncConnection, environment: str) -> Place | None:
    """The environment with its project."""
    query = select(environments.c.project).where(environments.c.id == environment)
    project = (await connection.execute(query)).scalar_one_or_none()
    return None if project is None else Place(project, environment)


async def projects_of(connection: AsyncConnection, person: str) -> list[Project]:
    """The projects of a person, oldest first."""
    query = (
        select(projects.c.id, projects.c.name, memberships.c.role)
        .join(memberships, memberships.c.project == projects.c.id)
        .where(memberships.c.person == person)
        .order_by(projects.c.created_at, projects.c.id)
    )
    rows = (await connection.execute(query)).all()
    return [
        Project(row.id, row.name, row.role, environment)
        for row in rows
        if (environment := await _first_environment(connection, row.id))
    ]


async def role_of(connection: AsyncConnection, person: str, project: str) -> str | None:
    """The role of a person in a project; `None` for one who is no member."""
    if not is_id(project):
        return None
    query = select(memberships.c.role)
    query = query.where(memberships.c.person == person, memberships.c.project == project)
    return (await connection.execute(query)).scalar_one_or_none()


async def _oldest(connection: AsyncConnection, project: str | None = None) -> Place | None:
    query = (
        select(environments.c.project, environments.c.id)
        .join(projects, projects.c.id == environments.c.project)
        .order_by(projects.c.created_at, projects.c.id, environments.c.created_at, environments.c.id)
        .limit(1)
    )
    if project is not None:
        query = query.where(projects.c.id == project)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else Place(row.project, row.id)


async def _first_environment(connection: AsyncConnection, project: str) -> Environment | None:
    query = select(environments.c.id, environments.c.name).where(environments.c.project == project)
    query = query.order_by(environments.c.created_at, environments.c.id).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else Environment(row.id, row.name)


async def _add_project(connection: AsyncConnection, now: int) -> Place:
    place = Place(new_id(), new_id())
    await connection.execute(insert(projects).values(id=place.project, name=FIRST_PROJECT, created_at=now))
    await connection.execute(
        insert(environments).values(
            id=place.environment, project=place.project, name=FIRST_ENVIRONMENT, created_at=now
        )
    )
    await save_policy(connection, place.environment, DEFAULT_ROLES, based_on=0, now=now)
    return place
