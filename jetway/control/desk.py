"""What every route of control works with, made once at the start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jetway.control.mail import Mailer
from jetway.control.passwords import Passwords
from jetway.control.polling import Polls
from jetway.origin import origin
from jetway.throttle import Throttle

if TYPE_CHECKING:
    from jetway.control.mail import MailServer
    from jetway.control.oidc_client import OidcClient
    from jetway.control.store import Store


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The site as passkeys know it: a host name, and the only origin that may use them."""

    id: str
    origin: str


@dataclass(frozen=True, slots=True)
class ControlConfig:
    """`key`: 32 bytes that seal what cannot be kept as a digest.

    `public_url`: the address that people open, `None` on a loopback address without one.
    Links and the cookie's name come from it, and never from what a request says about its host.
    """

    key: bytes = field(repr=False)
    public_url: str | None = None
    mail: MailServer | None = None

    @property
    def secure(self) -> bool:
        """Whether people come over https."""
        return (self.public_url or "").lower().startswith("https://")

    @property
    def relying_party(self) -> RelyingParty | None:
        """Whom passkeys are for: the host of the public address. Browsers take no bare IP address."""
        url = self.public_url or ""
        host = urlsplit(url).hostname or ""
        if not host or ":" in host or host.replace(".", "").isdecimal():
            return None
        return RelyingParty(host, origin(url))

    def link(self, page: str) -> str:
        """The address of a page of the interface."""
        return f"{(self.public_url or '').rstrip('/')}/#/{page}"


@dataclass(frozen=True, slots=True)
class Throttles:
    """Who may try how often: sign-in from a known browser, and by account and address from all others;
    codes, and those of second factors; new enrolments.

    `mail`: password links by account; `asking`: those who ask for them, by address.
    """

    browser: Throttle
    account: Throttle
    address: Throttle
    account_and_address: Throttle
    code: Throttle
    second_factor: Throttle
    enrolment: Throttle
    mail: Throttle
    asking: Throttle


@dataclass(frozen=True, slots=True)
class Desk:
    """The open store, the configuration, and what is kept in memory only."""

    store: Store
    config: ControlConfig
    passwords: Passwords
    throttles: Throttles
    polls: Polls
    mailer: Mailer
    provider: OidcClient | None


async def close_desk(desk: Desk) -> None:
    """Give up what is under way. The store stays open."""
    await desk.mailer.close()
    if desk.provider is not None:
        await desk.provider.close()


def open_desk(
    store: Store,
    config: ControlConfig,
    passwords: Passwords | None = None,
    provider: OidcClient | None = None,
) -> Desk:
    """A desk with nobody slowed down yet."""
    throttles = Throttles(
        browser=Throttle(10, 30, store.clock),
        account=Throttle(30, 60, store.clock),
        address=Throttle(30, 5, store.clock),
        account_and_address=Throttle(10, 30, store.clock),
        code=Throttle(10, 30, store.clock),
        second_factor=Throttle(5, 60, store.clock),
        enrolment=Throttle(20, 30, store.clock),
        mail=Throttle(3, 600, store.clock),
        asking=Throttle(20, 30, store.clock),
    )
    return Desk(
        store, config, passwords or Passwords(), throttles, Polls(store.clock), Mailer(config.mail), provider
    )
