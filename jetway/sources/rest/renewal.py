"""Keeping a consent going: its token in time, asked for by one at a time, whichever replica."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import anyio
from msgspec.structs import replace

from jetway.core.errors import AppBusy, AppKeyRefused, AppNotConnected, Failure, Problem
from jetway.sources.rest.consent import Consent, consent_of, why
from jetway.sources.rest.tokens import TOKEN_S, NoToken, Token, asked_token

if TYPE_CHECKING:
    import httpx2

    from jetway.sources.rest.consent import Client, KeptConsent

LEASE_S = 3 * TOKEN_S
"""Longer than a token endpoint takes. A refresh token that is used twice may end the whole consent."""

WAIT_S = 5.0
LOOK_S = 0.2


class Renewal:
    """The token of one client, as it is kept."""

    def __init__(self, client: Client, kept: KeptConsent | None, http: httpx2.AsyncClient) -> None:
        self._client = client
        self._kept = kept
        self._http = http

    async def current(self, refused: str) -> Consent:
        """A consent whose token holds and is not `refused`.

        Raises `AppNotConnected`, `AppKeyRefused`, and `AppBusy` where another replica takes long.
        """
        if self._kept is None:
            raise not_connected(self._client.address)
        wait_until_s = time.monotonic() + WAIT_S
        while True:
            consent = await self._kept.load()
            if consent is None or consent.bound != self._client.bound or not consent.access_token:
                raise not_connected(self._client.address)
            if _holds(consent, refused):
                return consent
            if not consent.refresh_token:
                await self._kept.exchange(consent, Consent(consent.bound))
                raise not_connected(self._client.address)
            with anyio.CancelScope(shield=True):  # what was exchanged has to be kept
                if consent.renewing_until <= time.time() and (leased := await self._leased(consent)):
                    return await self._renewed(self._kept, leased)
            if time.monotonic() > wait_until_s:
                raise AppBusy("The app's token is fetched at the moment.", retry_after_s=math.ceil(WAIT_S))
            await anyio.sleep(LOOK_S)

    async def _leased(self, consent: Consent) -> Consent | None:
        """The consent, which is ours to renew; `None` where somebody was faster."""
        assert self._kept is not None
        leased = replace(consent, renewing_until=time.time() + LEASE_S)
        return leased if await self._kept.exchange(consent, leased) else None

    async def _renewed(self, kept: KeptConsent, leased: Consent) -> Consent:
        """The consent with a new token, and a new refresh token where the provider gave one."""
        grant = {"grant_type": "refresh_token", "refresh_token": leased.refresh_token}
        free = replace(leased, renewing_until=0.0)
        try:
            answer = await asked_token(self._http, self._client.auth.token_url, grant, self._client.login)
        except Failure:
            await kept.exchange(leased, free)
            raise
        match answer:
            case Token():
                made = consent_of(answer, leased)
                await kept.exchange(leased, made)
                return made
            case NoToken(withdrawn=True):
                await kept.exchange(leased, Consent(leased.bound))
                raise not_connected(self._client.address)
            case NoToken():
                await kept.exchange(leased, free)
                raise AppKeyRefused(why(self._client, answer))


def _holds(consent: Consent, refused: str) -> bool:
    """One that cannot be renewed is used to its end."""
    due = consent.renew_at is not None and consent.renew_at <= time.time() and consent.refresh_token
    return consent.access_token != refused and not due


def not_connected(address: str) -> AppNotConnected:
    """What is told of an app without a consent that holds."""
    problem = Problem("/options/consent", AppNotConnected.code, "is missing, was withdrawn or has ended")
    host = urlsplit(address).hostname or address
    detail = f"The consent for {host} is missing, was withdrawn or has ended. Connect it again in the source."
    return AppNotConnected(detail, problems=(problem,))
