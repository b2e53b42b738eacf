"""Asking a person's consent at an app's provider: which page to go to, and what they bring back from it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from jetway.bridge import once
from jetway.bridge.asked import json_answer
from jetway.bridge.sources.bodies import BroughtBack, SourceToConnect
from jetway.bridge.sources.changes import options_taken
from jetway.bridge.sources.consents import consent_fields
from jetway.bridge.sources.noting import noted
from jetway.bridge.sources.withdrawing import withdraw_left
from jetway.core.errors import BadSource, InvalidInput, Problem, SourceNotReached
from jetway.json_body import convert
from jetway.outbound.guard import guarded_client
from jetway.sources import options as forms
from jetway.sources.kinds import kinds

if TYPE_CHECKING:
    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.bridge.sources.changes import Changes
    from jetway.bridge.sources.consents import Consents
    from jetway.bridge.sources.registry import Registry
    from jetway.sources.rest.consent import Client


class Connecting:
    """The handlers of one bridge. The client's secret, the verifier and every token stay here."""

    def __init__(self, registry: Registry, changes: Changes) -> None:
        self._registry = registry
        self._changes = changes

    async def ask(self, asked: Asked) -> Response:
        """The provider's page for this person, whose answer counts once, and for ten minutes."""
        from jetway.sources.rest.consent import Request, authorization

        asked.require_no_parameters()
        once.refuse(asked)
        sent = convert(await asked.json(), SourceToConnect)
        _require_redirect(sent.redirect)
        try:
            client = await self._client(asked, sent)
        except BadSource as failure:
            raise SourceNotReached(failure.detail, problems=failure.problems) from None
        request = Request(client, sent.redirect, _verifier())
        state = await self._consents.ask(request, asked.author.actor, sent.name)
        return json_answer(msgspec.json.encode({"url": authorization(request, state), "state": state}))

    async def keep(self, asked: Asked) -> Response:
        """Under which name the consent is kept that this person was asked for. No token is told."""
        from jetway.sources.rest.consent import given, require_issuer

        asked.require_no_parameters()
        once.refuse(asked)
        sent = convert(await asked.json(), BroughtBack)
        question = await self._consents.answered(sent.state, asked.author.actor)
        client = question.request.client
        said = {"address": client.address, "provider": client.auth.token_url}
        async with noted(asked, question.source, "ConnectSource", said):
            require_issuer(client.auth, sent.iss)
            async with guarded_client(asked.bridge.limits.reach) as http:
                consent = await given(http, question.request, sent.code)
            await withdraw_left(self._registry.opening)
            name = await self._consents.keep(consent, client)
        return json_answer(msgspec.json.encode({"consent": name}))

    async def _client(self, asked: Asked, sent: SourceToConnect) -> Client:
        """Who asks, by the options; a consent that there was does not count. Raises `BadSource`."""
        from jetway.sources.rest.auth import addresses
        from jetway.sources.rest.session import require_address

        taken, client = options_taken(sent.kind), kinds()[sent.kind].KIND.client
        if client is None:
            detail = "takes nobody's consent"
            raise InvalidInput(f"/kind {detail}.", problems=(Problem("/kind", InvalidInput.code, detail),))
        kept = await self._changes.kept(sent)
        found = client(forms.read(taken, {**sent.options, **dict.fromkeys(consent_fields(taken))}, kept))
        for where in (found.address, *addresses(found.auth)):
            require_address(where, asked.bridge.limits.reach)
        return found

    @property
    def _consents(self) -> Consents:
        return self._registry.opening.consents


def _verifier() -> str:
    """RFC 7636, section 4.1: 64 characters."""
    return secrets.token_urlsafe(48)


def _require_redirect(url: str) -> None:
    """Raises `InvalidInput` for what is no address that a provider could send a browser to."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    plain = parts.hostname and "@" not in parts.netloc and not parts.fragment and not parts.query
    if parts.scheme not in ("https", "http") or not plain or not url.isprintable():
        detail = "takes the address of a page, as https://admin.example.com/connected.html"
        problem = Problem("/redirect", InvalidInput.code, detail)
        raise InvalidInput(f"/redirect {detail}.", problems=(problem,))
