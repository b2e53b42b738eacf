"""Google's service accounts; and a session with one of its databases, by such a key or with an emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

import msgspec

from jetway.core.errors import BadSource, Failure
from jetway.outbound.guard import guarded_client
from jetway.sources.rest.auth import Bearer, ServiceAccount
from jetway.sources.rest.credentials import Credentials
from jetway.sources.rest.session import Session, require_address
from jetway.sources.rest.spec import Bounds, Connector

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jetway.core.secret import Secret
    from jetway.sources import Limits
    from jetway.sources.rest.auth import Auth
    from jetway.sources.rest.session import Refusal

BOUNDS = Bounds(per_second=50.0, requests=40, seconds=5.0)
TOKENS = "https://oauth2.googleapis.com/token"


class KeyFile(msgspec.Struct):
    """What is read of a service account's key file here."""

    client_email: str
    token_uri: str = TOKENS


class Options(Protocol):
    """What leads to such a database."""

    @property
    def address(self) -> str:
        """Where the database is."""
        ...

    @property
    def key_file(self) -> Secret | None:
        """The JSON of a service account's key; none for an emulator."""
        ...

    @property
    def emulator(self) -> str:
        """What an emulator takes for everybody's proof."""
        ...


def service_account(key_file: Secret, scopes: tuple[str, ...], limits: Limits) -> tuple[ServiceAccount, str]:
    """How an account proves itself by the option `key_file`, and its e-mail address. Raises `BadSource`."""
    try:
        key = msgspec.json.decode(key_file.reveal(), type=KeyFile)
    except msgspec.MsgspecError:
        raise BadSource("The key file is not of a service account. Paste its whole JSON.") from None
    if key.token_uri != TOKENS and not limits.reach.names(urlsplit(key.token_uri).hostname or ""):
        raise BadSource(
            "The key file asks for its tokens elsewhere than at Google, where Jetway does not go. "
            "Download a new one."
        )
    proof = ServiceAccount(token_url=key.token_uri, secret="key_file", scopes=scopes)  # noqa: S106 - a name
    return proof, key.client_email


def google_session(
    title: str, options: Options, scopes: tuple[str, ...], limits: Limits, refusal: Refusal, message: str
) -> Session:
    """The session, in which nothing was asked yet. `message`: where a refusal is told. Raises `BadSource`."""
    require_address(options.address, limits.reach)
    auth = _auth(title, options, scopes, limits)
    connector = Connector(
        title=limits.naming(title),
        address=options.address,
        auth=auth,
        check="",
        collections={},
        limits=BOUNDS,
        message=message,
    )
    http = guarded_client(limits.reach)
    return Session(connector, options.address, http, Credentials(auth, options, http), refusal=refusal)


async def answering(session: Session, first: Callable[[], Awaitable[object]]) -> None:
    """Ask for something, to see whether the key holds. Raises `BadSource`, and the session is closed."""
    try:
        await first()
    except Failure as failure:
        await session.close()
        raise BadSource(failure.detail) from None


def _auth(title: str, options: Options, scopes: tuple[str, ...], limits: Limits) -> Auth:
    if options.key_file is not None:
        return service_account(options.key_file, scopes, limits)[0]
    if not limits.reach.names(urlsplit(options.address).hostname or ""):
        raise BadSource(f"{title} needs the key file of a service account. Paste its whole JSON.")
    return Bearer(secret="emulator")  # noqa: S106 - a name
