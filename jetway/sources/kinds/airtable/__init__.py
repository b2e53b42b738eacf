"""A base at Airtable: its tables and fields are asked for when it is connected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source

BASE_HINT = "From its address, app…"
HINT = "A personal access token for this base: data.records:read and :write, schema.bases:read."


@dataclass(frozen=True, slots=True)
class Options:
    """Which base, and a token for it."""

    base: str = field(metadata=text("Base", hint=BASE_HINT))
    token: Secret = field(metadata=secret("Token", hint=HINT))
    address: str = field(
        default="https://api.airtable.com", metadata=text("Address", place=Place.URL, binds=True)
    )


KIND = Kind(label="Airtable", options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """The base, once it has told its tables. Raises `BadSource`."""
    from jetway.sources.kinds.airtable.tables import described, learn
    from jetway.sources.rest.source import opened

    return await opened(described(options.base), options, options.address, limits, learn)
