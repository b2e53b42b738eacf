"""A repository at GitHub, as `github.toml` describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source

HINT = "Best a fine-grained token for this repository, with no more rights than people here need."


@dataclass(frozen=True, slots=True)
class Options:
    """Which repository, and a token for it."""

    owner: str = field(metadata=text("Owner", hint="A person or an organisation."))
    repository: str = field(metadata=text("Repository"))
    token: Secret = field(metadata=secret("Token", hint=HINT))
    address: str = field(
        default="https://api.github.com", metadata=text("Address", place=Place.URL, binds=True)
    )


KIND = Kind(label="GitHub", options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """The repository, once it has answered. Raises `BadSource`."""
    from jetway.sources.rest.source import opened_as_described

    return await opened_as_described(
        __name__, options, limits, owner=options.owner, repository=options.repository
    )
