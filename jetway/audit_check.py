"""Walking the chains of an installation's audits from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.audit_store import FILE, open_audit_file, verify
from jetway.control.store import open_store
from jetway.control.store.audit import verify as verify_control
from jetway.core.errors import BadSource, SchemaChanged
from jetway.server.bridge import connect_source
from jetway.server.control import control_database
from jetway.sources.keeping import KeepsAudit

if TYPE_CHECKING:
    from jetway.config import Settings
    from jetway.core.audit import Head


async def verify_audits(settings: Settings) -> list[tuple[str, Head]]:
    """Where each chain ends. Raises `AuditBroken`, and `BadSource` where there is none to be found."""
    keepers = []
    if (settings.state / FILE).is_file():
        keepers.append(await open_audit_file(settings.state))
    elif settings.database:
        source = await connect_source(settings)
        if isinstance(source, KeepsAudit):
            keepers.append(source)
    found = []
    for keeper in keepers:
        try:
            found.append(("bridge", await verify(keeper)))
        except SchemaChanged:
            raise BadSource("This database holds no audit. Say it, and --state, as for jetway up.") from None
        finally:
            await keeper.close()
    file = settings.state / "control.sqlite"
    if settings.control_database or file.is_file():
        store = await open_store(control_database(settings))
        try:
            async with store.reading() as connection:
                found.append(("control", await verify_control(connection)))
        finally:
            await store.close()
    if not found:
        raise BadSource("There is no audit to be found. Say --state, and --database as for jetway up.")
    return found
