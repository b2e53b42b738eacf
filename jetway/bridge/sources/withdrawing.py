"""What a consent that nobody uses any more is let go of with: at its provider too."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NoReturn

import anyio

from jetway.bridge.sources.definition import options_of, texts_of
from jetway.bridge.sources.noting import noted
from jetway.core.errors import BadSource, Failure
from jetway.outbound.guard import guarded_client
from jetway.sources.kinds import kinds

if TYPE_CHECKING:
    from jetway.bridge.asked import Asked
    from jetway.bridge.sources.consents import Dropped
    from jetway.bridge.sources.definition import Definition
    from jetway.bridge.sources.registry import Opening, Registry
    from jetway.outbound.reach import Reach
    from jetway.sources.rest.consent import Client

LOOK_S = 3600.0
"""How often consents are looked for that no source has taken up."""

log = logging.getLogger(__name__)


async def forget(asked: Asked, registry: Registry, old: Definition) -> list[str]:
    """Let go of the consents that a source had, and has no more. What people should know of it comes back."""
    gone = await registry.opening.consents.drop(texts_of(old) - registry.texts)
    return [note for one in gone if (note := await _withdrawn(asked, old, one))]


async def withdraw_left(opening: Opening) -> None:
    """Let go of the consents that no source has taken up. Nobody waits to hear of it but the log."""
    used = frozenset[str]().union(*map(texts_of, await opening.store.load()))
    for one in await opening.consents.tidy(used):
        try:
            await _withdraw(opening.first.limits.reach, one.client, one)
        except Failure as failure:
            log.warning("A consent that no source has taken up may still hold: %s", failure.detail)


async def keep_withdrawing(opening: Opening) -> NoReturn:
    """Let go of such consents from time to time, for ever."""
    while True:
        await anyio.sleep(LOOK_S)
        try:
            await withdraw_left(opening)
        except Failure as failure:
            log.warning("%s Consents that no source has taken up are looked for again.", failure.detail)


async def _withdrawn(asked: Asked, source: Definition, dropped: Dropped) -> str:
    """What to do where the provider may still take the consent; "" where it does not."""
    from jetway.sources.rest.tokens import http_host

    client = _client(source, dropped)
    if not client.auth.revoke_url:
        return ""
    said = {"address": client.address, "provider": client.auth.revoke_url}
    try:
        async with noted(asked, source.name, "WithdrawConsent", said):
            await _withdraw(asked.bridge.limits.reach, client, dropped)
    except Failure as failure:
        log.warning("The consent of the source %s was not withdrawn: %s", source.name, failure.detail)
        host = http_host(client.auth.revoke_url)
        return (
            f"The consent may still hold at {host}, which did not end it. Withdraw it in your account there."
        )
    return ""


def _client(source: Definition, dropped: Dropped) -> Client:
    """Who asked for the consent, with the secret that the source had last."""
    asks = kinds()[source.kind].KIND.client
    try:
        client = asks(options_of(source)) if asks is not None else dropped.client
    except BadSource:
        return dropped.client
    return client if client.bound == dropped.consent.bound else dropped.client


async def _withdraw(reach: Reach, client: Client, dropped: Dropped) -> None:
    """Raises what `withdraw_token` raises."""
    from jetway.sources.rest.consent import withdraw

    if client.auth.revoke_url:
        async with guarded_client(reach) as http:
            await withdraw(http, client, dropped.consent)
