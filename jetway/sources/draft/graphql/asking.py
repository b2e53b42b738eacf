"""Asking a server for its GraphQL schema."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

import anyio
import anyio.to_thread

from jetway.core.errors import BadSource, GraphqlRefused
from jetway.sources.draft.graphql.draft import INTROSPECTION, api, draft_of
from jetway.sources.rest.auth import ApiKey
from jetway.sources.rest.loading import sound
from jetway.sources.rest.request import checking
from jetway.sources.rest.source import session_with

if TYPE_CHECKING:
    from jetway.sources import Limits
    from jetway.sources.draft.openapi import Draft
    from jetway.sources.rest.session import Session
    from jetway.sources.rest.spec import Connector


class Entered(Protocol):
    """What people enter to reach a GraphQL API."""

    @property
    def address(self) -> str:
        """Of the API itself."""
        ...

    @property
    def header(self) -> str:
        """That takes the key."""
        ...

    @property
    def prefix(self) -> str:
        """Before the key."""
        ...


def asked(options: Entered) -> Connector:
    """The app, of which nothing is known but where it is asked. Raises `BadSource`."""
    try:
        parts = urlsplit(options.address)
    except ValueError:
        raise BadSource(f"{options.address!r} is no address of a GraphQL API.") from None
    prefix = f"{options.prefix.strip()} " if options.prefix.strip() else ""
    if not options.header.replace("-", "").isalnum() or not (options.header + prefix).isascii():
        raise BadSource(f"{options.header!r} is no name of a header.")
    auth = ApiKey(secret="key", name=options.header, prefix=prefix)  # noqa: S106  # the name of the option
    return sound(api(f"{parts.scheme}://{parts.netloc}", parts.path or "/", auth))


async def drafted(options: Entered, limits: Limits) -> Draft:
    """The draft of what the API tells of itself. Raises `GraphqlRefused`, and what asking raises."""
    app = asked(options)
    session = session_with(app, options, app.address, limits)
    try:
        return await _told(app, session)
    finally:
        with anyio.CancelScope(shield=True):  # also where the time is over
            await session.close()


async def described(app: Connector, session: Session) -> Connector:
    """The app with all that became a collection. Raises `BadSource`."""
    try:
        return (await _told(app, session)).description
    except GraphqlRefused as refused:
        raise BadSource(refused.detail) from None


async def _told(app: Connector, session: Session) -> Draft:
    call = checking(app)
    heard = await session.ask(replace(call, fields=(("query", INTROSPECTION),)), session.budget())
    draft = await anyio.to_thread.run_sync(draft_of, heard.body, app)
    sound(draft.description)
    return draft
