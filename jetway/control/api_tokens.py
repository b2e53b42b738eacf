"""API tokens for scripts, made by whoever operates the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.control.fields import refused
from jetway.control.store.policies import newest_policy
from jetway.control.store.projects import first_place
from jetway.control.store.tokens import NewApiToken, add_api_token

if TYPE_CHECKING:
    from jetway.control.store import Store

DAY_S = 24 * 60 * 60
MAX_LIFE_S = 366 * DAY_S


async def create_api_token(store: Store, *, role: str, name: str, expires_s: int = 90 * DAY_S) -> str:
    """A token for every bridge of the first project, in `role`. It is told this once.

    Raises `InvalidInput` for a role that the policy does not have, and for a life of more than a year.
    """
    if not 0 < expires_s <= MAX_LIFE_S:
        raise refused("/expires_s", "takes a life of at most a year")
    if not name or len(name) > 200:
        raise refused("/name", "takes 1 to 200 characters")
    now = store.now()
    async with store.writing() as connection:
        place = await first_place(connection, now)
        roles = (await newest_policy(connection, place.environment))["roles"]
        if role not in roles:
            raise refused("/role", f"takes one of {', '.join(roles)}")
        return await add_api_token(
            connection, NewApiToken(place.environment, name, role, now + expires_s), now
        )
