"""A change of sources, in the audit before it is made."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from jetway.core.audit import Action
from jetway.core.errors import Failure

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from jetway.bridge.asked import Asked


@asynccontextmanager
async def noted(asked: Asked, name: str, change: str, sent: Mapping[str, object]) -> AsyncIterator[None]:
    """The audit knows before, and learns where it was not done after all."""
    way = asked.author.way
    await asked.note(Action.STRUCTURE, way, "", {"source": name, "change": change, "sent": sent})
    try:
        yield
    except Failure:
        await asked.note(Action.UNDONE, way, "", {"source": name, "events": 1})
        raise
