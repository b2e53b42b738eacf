"""The cookies that a browser keeps: the session, and that somebody signed in from it before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jetway.control.store.devices import DEVICE_LIFE_S
from jetway.control.store.sessions import LIFE_S

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import ControlConfig

SESSION, DEVICE, SIGN_ON = "session", "device", "sign_on"


@dataclass(frozen=True, slots=True)
class Cookies:
    """The secrets that a browser is given when somebody signs in."""

    session: str
    device: str


def secret_in(config: ControlConfig, request: Request, what: str) -> str:
    """What the cookie holds, "" where there is none."""
    return request.cookies.get(cookie_name(config, what), "")


def give_session(config: ControlConfig, response: Response, secret: str) -> None:
    """Let the browser keep a session."""
    _set(config, response, SESSION, secret, LIFE_S)


def give(config: ControlConfig, response: Response, cookies: Cookies) -> None:
    """Let the browser keep both."""
    give_session(config, response, cookies.session)
    _set(config, response, DEVICE, cookies.device, DEVICE_LIFE_S)


def give_sign_on(config: ControlConfig, response: Response, secret: str, life_s: int) -> None:
    """Let the browser keep that a sign-in elsewhere was begun in it."""
    _set(config, response, SIGN_ON, secret, life_s)


def take_session(config: ControlConfig, response: Response) -> None:
    """Let the browser forget its session."""
    _set(config, response, SESSION, "", 0)


def cookie_name(config: ControlConfig, what: str) -> str:
    """The cookie's name. The prefix makes the browser keep other hosts from setting it.

    Browsers share cookies between the ports of a host: without https, the port keeps installations apart.
    """
    if config.secure:
        return f"__Host-jetway_{what}"
    port = urlsplit(config.public_url or "").port
    return f"jetway_{what}_{port}" if port else f"jetway_{what}"


def _set(config: ControlConfig, response: Response, what: str, secret: str, life_s: int) -> None:
    name = cookie_name(config, what)
    response.set_cookie(name, secret, max_age=life_s, secure=config.secure, httponly=True, samesite="lax")
