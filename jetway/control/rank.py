"""Who may act on whom in a project, and which roles there are to give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.control.callers import require_manager
from jetway.control.default_policy import ranks
from jetway.control.fields import refused
from jetway.control.store.members import roles_held
from jetway.control.store.policies import newest_policy, role_names
from jetway.core.errors import RightMissing
from jetway.core.policy import MANAGERS

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncConnection


def require_rank(acting: str, target: str) -> None:
    """Raises `RightMissing` for all but owner and admin, and an admin who would touch an owner."""
    require_manager(acting)
    if not ranks(acting, target):
        raise RightMissing("Only an owner may do this to an owner, or make one. Ask an owner.")


async def require_rank_everywhere(
    connection: AsyncConnection, acting: str, target: str, *, by: Collection[str] = MANAGERS
) -> None:
    """Raises `RightMissing` for one who is not `by` in every project that the target is in.

    What concerns a person as a whole would else reach from one project into another.
    """
    own = await roles_held(connection, acting)
    for project, role in (await roles_held(connection, target)).items():
        if own.get(project) not in by:
            raise RightMissing(
                "This takes somebody who runs every project that the person is in. "
                "You can remove them from this one."
            )
        require_rank(own[project], role)


async def require_role_here(
    connection: AsyncConnection, environment: str, role: str, pointer: str = "/role"
) -> None:
    """Raises `InvalidInput` for a role that the environment's policy does not have."""
    roles = (await newest_policy(connection, environment))["roles"]
    if role not in roles:
        raise refused(pointer, f"takes one of {', '.join(roles)}")


async def require_role(connection: AsyncConnection, project: str, role: str) -> None:
    """Raises `InvalidInput` for a role that no environment of the project has."""
    names = await role_names(connection, project)
    if role not in names:
        raise refused("/role", f"takes one of {', '.join(names)}")
