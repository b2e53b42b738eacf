"""From options to an open source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource, Failure
from jetway.outbound.guard import guarded_client
from jetway.sources.kinds.firestore import SCOPES
from jetway.sources.kinds.firestore.asking import Database, refusal
from jetway.sources.kinds.firestore.catalogue import Catalogue
from jetway.sources.kinds.firestore.changing import Changer
from jetway.sources.kinds.firestore.described import asked_for
from jetway.sources.kinds.firestore.reading import Reader
from jetway.sources.rest.credentials import Credentials
from jetway.sources.rest.session import Session, require_address
from jetway.sources.rest.source import RestSource
from jetway.sources.rest.spec import Bearer, Bounds, Connector, ServiceAccount

if TYPE_CHECKING:
    from jetway.sources import Limits
    from jetway.sources.kinds.firestore import Options
    from jetway.sources.rest.spec import Auth

_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9.:-]*|\(default\)", re.ASCII)
TITLE = "Firestore"
BOUNDS = Bounds(per_second=50.0, requests=40, seconds=5.0)


async def opened(options: Options, limits: Limits) -> RestSource:
    """The database, once it has answered. Raises `BadSource`."""
    for where in (options.address, options.tokens):
        require_address(where, limits.reach)
    named = asked_for(options.collections)
    auth = _auth(options, limits)
    connector = Connector(
        title=TITLE,
        address=options.address,
        auth=auth,
        check="",
        collections={},
        limits=BOUNDS,
        message="error.message",
    )
    http = guarded_client(limits.reach)
    session = Session(connector, options.address, http, Credentials(auth, options, http), refusal)
    database = Database(session, _root(options))
    try:
        await database.collection_ids(1, session.budget())
    except Failure as failure:
        await session.close()
        raise BadSource(failure.detail) from None
    catalogue = Catalogue(database, named)
    return RestSource(TITLE, session, Reader(database, catalogue), Changer(database, catalogue))


def _root(options: Options) -> str:
    """The name of all documents. Raises `BadSource` for what would lead elsewhere."""
    for name in (options.project, options.database):
        if not _NAME.fullmatch(name):
            raise BadSource(f"{name!r} is no name of a project or database: it has letters, digits and -.")
    return f"projects/{options.project}/databases/{options.database}/documents"


def _auth(options: Options, limits: Limits) -> Auth:
    if options.key_file is not None:
        return ServiceAccount(token_url=options.tokens, secret="key_file", scopes=SCOPES)  # noqa: S106 - a name
    host = options.address.partition("://")[2].partition("/")[0].partition(":")[0]
    if not limits.reach.names(host):
        raise BadSource("Firestore needs the key file of a service account. Paste its whole JSON.")
    return Bearer(secret="emulator")  # noqa: S106 - a name
