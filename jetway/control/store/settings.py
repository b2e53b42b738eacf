"""The interface's settings, one document per project. Knows that it is JSON, not what it says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from jetway.control.store.tables import settings
from jetway.core.errors import Conflict

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection


async def read_settings(connection: AsyncConnection, project: str) -> tuple[int, dict[str, Any]]:
    """The version and the document: 0 and `{}` where nothing was saved yet."""
    query = select(settings.c.version, settings.c.document).where(settings.c.project == project)
    row = (await connection.execute(query)).one_or_none()
    return (0, {}) if row is None else (row.version, json.loads(row.document))


async def save_settings(
    connection: AsyncConnection, project: str, document: dict[str, Any], *, based_on: int, now: int
) -> int:
    """The version made from version `based_on`. Raises `Conflict` where that is not the newest."""
    values = {"version": based_on + 1, "document": json.dumps(document), "changed_at": now}
    if based_on == 0:
        try:
            await connection.execute(insert(settings).values(project=project, **values))
        except IntegrityError:
            raise _conflict() from None
        return 1
    change = update(settings).where(settings.c.project == project, settings.c.version == based_on)
    if (await connection.execute(change.values(**values))).rowcount != 1:
        raise _conflict()
    return based_on + 1


def _conflict() -> Conflict:
    return Conflict("Somebody else saved the settings first. Load them again, then make your change.")
