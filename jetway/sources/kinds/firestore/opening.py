"""From options to an open source."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.sources.kinds.firestore import SCOPES
from jetway.sources.kinds.firestore.asking import Database, refusal
from jetway.sources.kinds.firestore.changing import Changer
from jetway.sources.kinds.firestore.described import asked_for, schema
from jetway.sources.kinds.firestore.reading import Reader
from jetway.sources.kinds.firestore.sampling import look
from jetway.sources.rest.catalogue import Catalogue
from jetway.sources.rest.google import answering, google_session
from jetway.sources.rest.source import RestSource

if TYPE_CHECKING:
    from jetway.sources import Limits
    from jetway.sources.kinds.firestore import Options

TITLE = "Firestore"
_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9.:-]*|\(default\)", re.ASCII)


async def opened(options: Options, limits: Limits) -> RestSource:
    """The database, once it has answered. Raises `BadSource`."""
    named = asked_for(options.collections)
    root = _root(options)
    session = google_session(TITLE, options, SCOPES, limits, refusal, "error.message")
    database = Database(session, root)
    await answering(session, lambda: database.collection_ids(1, session.budget()))
    catalogue = Catalogue(partial(look, database, named), schema)
    reads, makes = Reader(database, catalogue), Changer(database, catalogue)
    return RestSource(TITLE, session, reads, makes, database.index_links)


def _root(options: Options) -> str:
    """The name of all documents. Raises `BadSource` for what would lead elsewhere."""
    for name in (options.project, options.database):
        if not _NAME.fullmatch(name):
            raise BadSource(f"{name!r} is no name of a project or database: it has letters, digits and -.")
    return f"projects/{options.project}/databases/{options.database}/documents"
