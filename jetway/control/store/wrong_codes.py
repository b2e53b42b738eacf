"""Wrong codes that people typed, counted for all replicas. Knows no code, right or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, delete, insert, select

from jetway.control.store.enrolments import CODE_LIFE_S
from jetway.control.store.ids import new_id
from jetway.control.store.tables import metadata, people
from jetway.core.errors import TooManyRequests

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

MOST_WRONG = 5
"""What one person may get wrong within the life of a code, hence of any one code."""

wrong_codes = Table(
    "wrong_codes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("person", String(32), ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", BigInteger, nullable=False, index=True),
)


async def require_tries(connection: AsyncConnection, person: str, now: int) -> None:
    """Raises `TooManyRequests` for who typed too many wrong ones. Their other tries wait for this one."""
    await connection.execute(select(people.c.id).where(people.c.id == person).with_for_update())
    await connection.execute(delete(wrong_codes).where(wrong_codes.c.at <= now - CODE_LIFE_S))
    query = select(wrong_codes.c.at).where(wrong_codes.c.person == person).order_by(wrong_codes.c.at)
    typed_at = (await connection.execute(query)).scalars().all()
    if len(typed_at) >= MOST_WRONG:
        wait_s = typed_at[0] + CODE_LIFE_S - now
        raise TooManyRequests(
            f"You typed {MOST_WRONG} wrong codes. Try again in {wait_s} seconds, and let the bridge show a "
            "new code then. Somebody else who runs the project can type this one now.",
            retry_after_s=wait_s,
        )


async def note_wrong(connection: AsyncConnection, person: str, now: int) -> None:
    """Count a wrong code."""
    await connection.execute(insert(wrong_codes).values(id=new_id(), person=person, at=now))
