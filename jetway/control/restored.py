"""Going on after control's store was put back from a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.control.store.audit import Deed, write_line
from jetway.control.store.epoch import begin_epoch, suspend_all_but_owners
from jetway.control.store.projects import all_projects
from jetway.core.audit import Author, Way

if TYPE_CHECKING:
    from jetway.control.store import Store


async def go_on_restored(store: Store, *, suspend: bool) -> None:
    """Begin a new epoch, and tell the audit of every project; with `suspend`, only owners can sign in."""
    async with store.writing() as connection:
        await begin_epoch(connection, store.now())
        if suspend:
            await suspend_all_but_owners(connection, store.now())
        for project in await all_projects(connection):
            deed = Deed(Author("", "command line", "", Way.RESTORE), "control.restored", project)
            await write_line(connection, store.clock, deed)
