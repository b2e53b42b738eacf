"""From options to an open source."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from jetway.sources.kinds.realtime_database.asking import Database, refusal
from jetway.sources.kinds.realtime_database.changing import Changer
from jetway.sources.kinds.realtime_database.described import asked_for, schema
from jetway.sources.kinds.realtime_database.reading import Reader, look
from jetway.sources.rest.catalogue import Catalogue
from jetway.sources.rest.google import answering, google_session
from jetway.sources.rest.source import RestSource

if TYPE_CHECKING:
    from jetway.sources import Limits
    from jetway.sources.kinds.realtime_database import Options

TITLE = "Realtime Database"
SCOPES = (
    "https://www.googleapis.com/auth/firebase.database",
    "https://www.googleapis.com/auth/userinfo.email",
)


async def opened(options: Options, limits: Limits) -> RestSource:
    """The database, once it has answered. Raises `BadSource`."""
    named = asked_for(options.lists)
    session = google_session(TITLE, options, SCOPES, limits, refusal, "error")
    database = Database(session)
    await answering(session, lambda: database.keys("", session.budget()))
    catalogue = Catalogue(partial(look, database, named), schema)
    return RestSource(TITLE, session, Reader(database, catalogue), Changer(database, catalogue))
