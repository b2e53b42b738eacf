"""Any app with a GraphQL API: its lists are found by introspection when it is connected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source

HINT = "As https://api.example.com/graphql"


@dataclass(frozen=True, slots=True)
class Options:
    """Where the API is, and the key that goes with each request, in a header, behind a prefix."""

    address: str = field(metadata=text("Address", hint=HINT, place=Place.URL, binds=True))
    key: Secret = field(metadata=secret("Key or token"))
    header: str = field(default="Authorization", metadata=text("Header", hint="That takes the key."))
    prefix: str = field(
        default="Bearer", metadata=text("Before the key", hint="As Bearer; nothing for some.")
    )


KIND = Kind(label="GraphQL API", options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """The app, once it has told its schema. Raises `BadSource`."""
    from jetway.sources.draft.graphql.asking import asked, described
    from jetway.sources.rest.source import opened

    app = asked(options)
    return await opened(app, options, app.address, limits, described)
