"""The databases at Notion that are shared with an integration: found by asking when it is connected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source

HINT = "Of an internal integration that your databases are shared with."


@dataclass(frozen=True, slots=True)
class Options:
    """A token, and where Notion is."""

    token: Secret = field(metadata=secret("Token", hint=HINT))
    address: str = field(
        default="https://api.notion.com", metadata=text("Address", place=Place.URL, binds=True)
    )


KIND = Kind(label="Notion", options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """The databases, once Notion has told them. Raises `BadSource`."""
    from jetway.sources.kinds.notion.databases import Notion, learn
    from jetway.sources.rest.source import as_described, opened

    return await opened(as_described(__name__, Notion), options, options.address, limits, learn)
