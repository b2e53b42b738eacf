"""A workspace at Slack, as `slack.toml` describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source

HINT = "xoxb-…, with channels:read, channels:history, users:read and chat:write."


@dataclass(frozen=True, slots=True)
class Options:
    """A token, and the channel whose messages are listed."""

    token: Secret = field(metadata=secret("Bot token", hint=HINT))
    channel: str = field(metadata=text("Channel", hint="The id of the channel whose messages are listed, C…"))
    address: str = field(default="https://slack.com", metadata=text("Address", place=Place.URL, binds=True))


KIND = Kind(label="Slack", options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """Slack, once it has taken the key. Raises `BadSource`."""
    from jetway.sources.rest.source import opened_as_described

    return await opened_as_described(__name__, options, limits, channel=options.channel)
