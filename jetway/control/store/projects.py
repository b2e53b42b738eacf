"""Projects, their environments, and in which role a person is in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from jetway.control.default_policy import DEFAULT_ROLES
from jetway.control.store.ids import is_id, new_id
from jetway.control.store.policies import save_policy
from jetway.control.store.tables import environments, instance, memberships, projects
from jetway.core.errors import Conflict, LimitReached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncConnection

FIRST_PROJECT = "My project"
FIRST_ENVIRONMENT = "production"
MOST_PROJECTS = 100
MOST_ENVIRONMENTS = 20


@dataclass(frozen=True, slots=True)
class Environment:
    """One stage of a project: its bridges, tokens and rules are its own."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project as one person sees it. `role` is the only one they have in it. Oldest environment first."""

    id: str
    name: str
    role: str
    environments: tuple[Environment, ...]
    second_factor: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A project's environment, by their ids."""

    project: str
    environment: str


async def all_projects(connection: AsyncConnection) -> list[str]:
    """The ids of all projects, oldest first."""
    query = select(projects.c.id).order_by(projects.c.created_at, projects.c.id)
    return list((await connection.execute(query)).scalars())


async def first_place(connection: AsyncConnection, now: int) -> Place:
    """The oldest project and its first environment; made where there is none yet."""
    await connection.execute(select(instance.c.id).with_for_update())
    found = await _oldest(connection)
    return found or await add_project(connection, FIRST_PROJECT, now)


async def place_of(connection: AsyncConnection, project: str, environment: str | None = None) -> Place | None:
    """An environment of a project: the one of that id, or the first."""
    if not is_id(project):
        return None
    if environment is None:
        return await _oldest(connection, project)
    found = await place_of_environment(connection, environment)
    return found if found and found.project == project else None


async def place_of_environment(connection: AsyncConnection, environment: str) -> Place | None:
    """The environment with its project."""
    if not is_id(environment):
        return None
    query = select(environments.c.project).where(environments.c.id == environment)
    project = (await connection.execute(query)).scalar_one_or_none()
    return None if project is None else Place(project, environment)


async def projects_of(connection: AsyncConnection, person: str) -> list[Project]:
    """The projects of a person, oldest first."""
    query = (
        select(projects.c.id, projects.c.name, projects.c.second_factor, memberships.c.role)
        .add_columns(environments.c.id.label("environment"), environments.c.name.label("environment_name"))
        .join(memberships, memberships.c.project == projects.c.id)
        .join(environments, environments.c.project == projects.c.id)
        .where(memberships.c.person == person)
        .order_by(projects.c.created_at, projects.c.id, environments.c.created_at, environments.c.id)
    )
    found: dict[str, Project] = {}
    for row in (await connection.execute(query)).all():
        before = found[row.id].environments if row.id in found else ()
        here = Environment(row.environment, row.environment_name)
        found[row.id] = Project(row.id, row.name, row.role, (*before, here), row.second_factor)
    return list(found.values())


async def environments_of(connection: AsyncConnection, project: str) -> list[str]:
    """The ids of a project's environments."""
    query = select(environments.c.id).where(environments.c.project == project)
    return list((await connection.execute(query)).scalars())


async def role_of(connection: AsyncConnection, person: str, project: str) -> str | None:
    """The role of a person in a project; `None` for one who is no member."""
    if not is_id(project):
        return None
    query = select(memberships.c.role)
    query = query.where(memberships.c.person == person, memberships.c.project == project)
    return (await connection.execute(query)).scalar_one_or_none()


async def add_project(connection: AsyncConnection, name: str, now: int) -> Place:
    """A new project with its first environment, and nobody in it."""
    project = new_id()
    await connection.execute(insert(projects).values(id=project, name=name, created_at=now))
    environment = await add_environment(connection, project, FIRST_ENVIRONMENT, DEFAULT_ROLES, now)
    return Place(project, environment)


async def project_name(connection: AsyncConnection, project: str) -> str:
    """What a project is called."""
    query = select(projects.c.name).where(projects.c.id == project)
    return str((await connection.execute(query)).scalar_one())


async def rename_project(connection: AsyncConnection, project: str, name: str) -> None:
    """Give a project another name."""
    await connection.execute(update(projects).where(projects.c.id == project).values(name=name))


async def add_environment(
    connection: AsyncConnection, project: str, name: str, roles: Mapping[str, Any], now: int
) -> str:
    """The id of a new environment with these roles. Raises `Conflict`, `LimitReached`."""
    count = select(func.count()).where(environments.c.project == project)
    if (await connection.execute(count)).scalar_one() >= MOST_ENVIRONMENTS:
        raise LimitReached(f"A project has at most {MOST_ENVIRONMENTS} environments. Remove one first.")
    environment = new_id()
    row = {"id": environment, "project": project, "name": name}
    try:
        await connection.execute(insert(environments).values(**row, created_at=now))
    except IntegrityError:
        raise _taken() from None
    await save_policy(connection, environment, roles, based_on=0, now=now)
    return environment


async def rename_environment(connection: AsyncConnection, environment: str, name: str) -> None:
    """Give an environment another name. Raises `Conflict`."""
    change = update(environments).where(environments.c.id == environment)
    try:
        await connection.execute(change.values(name=name))
    except IntegrityError:
        raise _taken() from None


async def remove_environment(connection: AsyncConnection, environment: str) -> None:
    """Forget an environment with its roles and tokens."""
    await connection.execute(delete(environments).where(environments.c.id == environment))


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


def _taken() -> Conflict:
    return Conflict("The project has an environment of that name already. Choose another.")
