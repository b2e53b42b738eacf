"""Where a source is: a URL taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from jetway.core.errors import BadSource
from jetway.core.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_URL = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?P<rest>.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Address:
    """A URL's parts, percent-decoded. `path` has no slash in front; `query` keeps the last of equals."""

    scheme: str
    host: str = ""
    port: int | None = None
    user: str = ""
    password: Secret | None = None
    path: str = ""
    query: Mapping[str, str] = field(default_factory=dict)

    def expect(self, *, query: Collection[str]) -> None:
        """Raises `BadSource` for a query parameter that is not among `query`."""
        for name in self.query:
            if name not in query:
                takes = ", ".join(sorted(query)) or "none"
                raise BadSource(f"The address has the parameter {name!r}; {self.scheme} takes {takes}.")


def parse_address(url: str) -> Address:
    """`url` taken apart. A text without `://` is the path of an SQLite file. Raises `BadSource`."""
    match = _URL.match(url)
    if match is None:
        return Address("sqlite", path=url.removeprefix("sqlite:"))
    rest, _, query = match["rest"].partition("?")
    server, _, path = rest.partition("/")
    login, _, place = server.rpartition("@")
    user, colon, password = login.partition(":")
    host, port = _host_and_port(place)
    return Address(
        scheme=match["scheme"].lower(),
        host=host,
        port=port,
        user=unquote(user),
        password=Secret(unquote(password)) if colon else None,
        path=unquote(path),
        query=dict(parse_qsl(query, keep_blank_values=True)),
    )


def _host_and_port(place: str) -> tuple[str, int | None]:
    """`host:port`, `[::1]:port` or either without a port."""
    host, colon, port = place.rpartition(":")
    if not colon or place.endswith("]"):
        return unquote(place.strip("[]")), None
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise BadSource("The address has a port that is no number from 1 to 65535.")
    return unquote(host.strip("[]")), int(port)


def without_password(url: str) -> str:
    """`url` with `***` for its password and its parameters, to be read and to tell databases apart by."""
    match = _URL.match(url)
    if match is None:
        return url
    login, at, rest = match["rest"].rpartition("@")
    place, question, query = rest.partition("?")
    user, colon, _ = login.partition(":")
    shown = "&".join(f"{part.partition('=')[0]}=***" for part in query.split("&"))
    return f"{match['scheme']}://{user}{colon and ':***'}{at}{place}{question}{question and shown}"
