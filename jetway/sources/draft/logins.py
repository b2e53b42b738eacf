"""The ways to prove who asks that an OpenAPI document names, with the options of the kind `rest`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from jetway.sources.draft.document import objects_in, text_in
from jetway.sources.rest.auth import ApiKey, AuthorizationCode, Basic, Bearer, ClientCredentials

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jetway.sources.draft.document import Document
    from jetway.sources.rest.auth import Auth

MOST = 20
KEY, USER, CLIENT, SECRET, CONSENT = "key", "user", "client_id", "client_secret", "consent"
"""The options. `KEY` holds a key, a token or a password."""

_PAGE = re.compile(r"https://[^?#]+")


def logins_of(document: Document) -> tuple[Auth, ...]:
    """Each of them once; a token where the document names none."""
    components = document.followed(document.root.get("components"))
    schemes = [document.followed(one) for one in objects_in(components, "securitySchemes").values()]
    found = [auth for scheme in schemes[:MOST] for auth in _logins(scheme)]
    once = [auth for at, auth in enumerate(found) if auth not in found[:at]]
    return tuple(once) or (Bearer(secret=KEY),)


def _logins(scheme: Mapping[str, object]) -> Iterator[Auth]:
    kind, way = text_in(scheme, "type"), text_in(scheme, "scheme").lower()
    if kind == "apiKey" and text_in(scheme, "in") != "cookie":
        place: Literal["header", "query"] = "query" if text_in(scheme, "in") == "query" else "header"
        yield ApiKey(secret=KEY, name=text_in(scheme, "name"), place=place)
    elif kind == "http" and way == "basic":
        yield Basic(user=USER, password=KEY)
    elif kind == "oauth2":
        yield from _tokens(objects_in(scheme, "flows"))
    if kind in ("oauth2", "openIdConnect") or (kind == "http" and way == "bearer"):
        yield Bearer(secret=KEY)


def _tokens(flows: Mapping[str, object]) -> Iterator[Auth]:
    for name, flow in flows.items():
        told = flow if isinstance(flow, dict) else {}
        url, page = text_in(told, "tokenUrl"), text_in(told, "authorizationUrl")
        if url.startswith("https://") and name == "clientCredentials":
            yield ClientCredentials(token_url=url, client_id=CLIENT, client_secret=SECRET)
        elif url.startswith("https://") and _PAGE.fullmatch(page) and name == "authorizationCode":
            yield AuthorizationCode(
                authorize_url=page, token_url=url, client_id=CLIENT, client_secret=SECRET, consent=CONSENT
            )
