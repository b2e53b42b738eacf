"""An account at Twilio, as `twilio.toml` describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source


@dataclass(frozen=True, slots=True)
class Options:
    """Which account, and its token."""

    account: str = field(metadata=text("Account SID", hint="AC…, as the console shows it."))
    token: Secret = field(metadata=secret("Auth token"))
    address: str = field(
        default="https://api.twilio.com", metadata=text("Address", place=Place.URL, binds=True)
    )


KIND = Kind(label="Twilio", options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """Twilio, once it has taken the key. Raises `BadSource`."""
    from jetway.sources.rest.source import opened_as_described

    return await opened_as_described(__name__, options, limits, account=options.account)
