"""What a new installation begins with, where somebody prepared it. Touches nothing that a person made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from jetway.control.default_policy import roles_granting
from jetway.control.store.people import is_set_up
from jetway.control.store.policies import policy_version, save_policy
from jetway.control.store.projects import first_place
from jetway.control.store.settings import read_settings, save_settings
from jetway.control.store.tables import projects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.control.store import Store


@dataclass(frozen=True, slots=True)
class Seed:
    """The first project's name, its settings, and the tables that its editors and viewers are granted."""

    name: str
    settings: Mapping[str, Any]
    tables: tuple[str, ...]


async def plant(store: Store, seed: Seed) -> None:
    """Prepare the first project, once: not where anybody has signed up or saved settings or a policy."""
    now = store.now()
    async with store.writing() as connection:
        place = await first_place(connection, now)
        version, _ = await read_settings(connection, place.project)
        if version or await is_set_up(connection) or await policy_version(connection, place.environment) > 1:
            return
        await connection.execute(
            update(projects).where(projects.c.id == place.project).values(name=seed.name)
        )
        await save_settings(connection, place.project, dict(seed.settings), based_on=0, now=now)
        roles = roles_granting(seed.tables)
        await save_policy(connection, place.environment, roles, based_on=1, now=now)
