"""Whether somebody may still do what they began: asked again and again while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from jetway.core.errors import RightEnded, TokenInvalid

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jetway.bridge.asked import Asked
    from jetway.core.directory import Grant
    from jetway.core.policy import Role

Look: TypeAlias = "Callable[[], Awaitable[None]]"
"""Raises `RightEnded`, or `AuthUnavailable` where control has been away for too long."""

ENDED = "Your token ended, or what you may do here was changed meanwhile."


async def still_allowed(asked: Asked) -> Look:
    """Looks whether the token holds and means the same person, whose role has the rights that it has now.

    What is known of the token is looked at; control is asked where that is no longer fresh.
    """
    begun = _rights(asked.grant, await _role(asked, asked.grant))

    async def look() -> None:
        try:
            grant = await asked.bridge.gate.grant(asked.request.headers.getlist("authorization"))
        except TokenInvalid:
            raise RightEnded(ENDED) from None
        if _rights(grant, await _role(asked, grant)) != begun:
            raise RightEnded(ENDED)

    return look


def _rights(grant: Grant, role: Role | None) -> tuple[object, ...]:
    return grant.actor, grant.by, grant.scope, role


async def _role(asked: Asked, grant: Grant) -> Role | None:
    policy = await asked.bridge.gate.policy(grant)
    return policy.roles.get(grant.actor.role)
