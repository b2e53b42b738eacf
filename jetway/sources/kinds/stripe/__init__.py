"""Stripe, as `stripe.toml` describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.sources.kinds import Kind
from jetway.sources.options import Place, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source
    from jetway.sources.address import Address

ADDRESS = "https://api.stripe.com"
KEY_HINT = "Best a restricted key, rk_live_…, that may do no more than people here should."


@dataclass(frozen=True, slots=True)
class Options:
    """A key, and where Stripe is."""

    api_key: Secret = field(metadata=secret("Key", hint=KEY_HINT))
    address: str = field(default=ADDRESS, metadata=text("Address", place=Place.URL, binds=True))

    @classmethod
    def of(cls, address: Address) -> Options:
        """From `stripe://:key@`, with `?address=` for a Stripe elsewhere."""
        address.expect(query={"address"})
        if address.password is None or address.host or address.path:
            raise BadSource("The address of Stripe holds a key and nothing else: stripe://:rk_live_…@")
        return cls(address.password, address.query.get("address", ADDRESS))


KIND = Kind(label="Stripe", options=Options, schemes=("stripe",), of=Options.of)


async def connect(options: Options, limits: Limits) -> Source:
    """Stripe, once it has taken the key. Raises `BadSource`."""
    from jetway.sources.rest.source import opened_as_described

    return await opened_as_described(__name__, options, limits)
