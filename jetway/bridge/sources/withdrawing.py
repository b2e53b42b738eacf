"""What a source is let go of with: the consent that it had, at its provider too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.sources.definition import options_of, texts_of
from jetway.bridge.sources.noting import noted
from jetway.core.errors import BadSource, Failure
from jetway.outbound.guard import guarded_client
from jetway.sources.kinds import kinds

if TYPE_CHECKING:
    from jetway.bridge.asked import Asked
    from jetway.bridge.sources.definition import Definition
    from jetway.bridge.sources.registry import Registry
    from jetway.sources.rest.consent import Client, Consent


async def forget(asked: Asked, registry: Registry, old: Definition) -> list[str]:
    """Let go of the consents that a source had, and has no more. What people should know of it comes back."""
    used = registry.texts
    gone = await registry.opening.consents.tidy(used, texts_of(old) - used)
    client = _client(old) if gone else None
    if client is None or not client.auth.revoke_url:
        return []
    return [note for one in gone if (note := await _withdrawn(asked, old.name, client, one))]


def _client(old: Definition) -> Client | None:
    """Who asked for the source's consent; `None` where its options do not say so any more."""
    asks = kinds()[old.kind].KIND.client
    try:
        return asks(options_of(old)) if asks is not None else None
    except BadSource:
        return None


async def _withdrawn(asked: Asked, source: str, client: Client, consent: Consent) -> str:
    """Why the provider still takes the consent; "" where it does not."""
    from jetway.sources.rest.consent import withdraw

    said = {"address": client.address, "provider": client.auth.revoke_url}
    try:
        async with (
            noted(asked, source, "WithdrawConsent", said),
            guarded_client(asked.bridge.limits.reach) as http,
        ):
            await withdraw(http, client, consent)
    except Failure as failure:
        return f"The consent is forgotten here, and may still hold there. {failure.detail} Withdraw it there."
    return ""
