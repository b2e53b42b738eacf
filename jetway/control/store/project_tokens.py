"""Project Tokens: the newest of a bridge, the one before, and those of long ago, which only a thief shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, insert, or_, select, update

from jetway.control.store.bridges import Bridge, bridge_columns, bridge_of
from jetway.control.store.tables import bridges, replaced_tokens
from jetway.core.token import digest

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

OVERLAP_S = 24 * 60 * 60

MAX_REPLACED = 1000
"""How many tokens of long ago are remembered of a bridge: those of eighty years."""


@dataclass(frozen=True, slots=True)
class Presented:
    """The bridge that a Project Token is of. `spent`: the token was replaced, and its last day is over."""

    bridge: Bridge
    spent: bool

    @property
    def holds(self) -> bool:
        """Whether the token lets the bridge in."""
        return not self.spent and self.bridge.locked_at is None


async def presented(connection: AsyncConnection, token: str, now: int) -> Presented | None:
    """The bridge that has or had that Project Token."""
    sha256 = digest(token)
    long_ago = select(replaced_tokens.c.bridge).where(replaced_tokens.c.token_sha256 == sha256)
    newest, before = bridges.c.token_sha256 == sha256, bridges.c.previous_token_sha256 == sha256
    query = bridge_columns().add_columns(bridges.c.previous_token_sha256, bridges.c.previous_expires_at)
    row = (
        await connection.execute(query.where(or_(newest, before, bridges.c.id.in_(long_ago))))
    ).one_or_none()
    if row is None:
        return None
    in_its_last_day = row.previous_token_sha256 == sha256 and row.previous_expires_at > now
    return Presented(bridge_of(row), row.token_sha256 != sha256 and not in_its_last_day)


async def replace_project_token(
    connection: AsyncConnection, bridge: Bridge, token_sha256: str, now: int
) -> None:
    """Let `token_sha256` be of the Project Token. The one before holds for another day.

    Nothing changes where it was replaced since `bridge` was looked up, and none is ever taken up again.
    """
    is_known = exists().where(replaced_tokens.c.token_sha256 == token_sha256)
    as_it_was = (
        select(bridges.c.previous_token_sha256)
        .where(bridges.c.id == bridge.id, bridges.c.token_sha256 == bridge.token_sha256)
        .where(bridges.c.token_sha256 != token_sha256, ~is_known)
        .with_for_update()
    )
    row = (await connection.execute(as_it_was)).one_or_none()
    if row is None or row.previous_token_sha256 == token_sha256:
        return
    if row.previous_token_sha256 is not None:
        await _remember(connection, bridge.id, row.previous_token_sha256, now)
    await connection.execute(
        update(bridges)
        .where(bridges.c.id == bridge.id)
        .values(
            previous_token_sha256=bridges.c.token_sha256,
            previous_expires_at=now + OVERLAP_S,
            token_sha256=token_sha256,
        )
    )


async def _remember(connection: AsyncConnection, bridge: str, token_sha256: str, now: int) -> None:
    """Keep a token of before the one before, and let go of the oldest."""
    row = {"token_sha256": token_sha256, "bridge": bridge, "replaced_at": now}
    await connection.execute(insert(replaced_tokens).values(row))
    of_bridge = replaced_tokens.c.bridge == bridge
    newest_first = (replaced_tokens.c.replaced_at.desc(), replaced_tokens.c.token_sha256)
    last = (
        select(replaced_tokens.c.token_sha256).where(of_bridge).order_by(*newest_first).offset(MAX_REPLACED)
    )
    await connection.execute(
        delete(replaced_tokens).where(of_bridge, replaced_tokens.c.token_sha256.in_(last))
    )
