"""Signed addresses of files: what one allows, to whom, and until when. Knows no file."""

from __future__ import annotations

import base64
import hmac
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlencode

from jetway.core.errors import AddressRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.core.files import Kept

AT = "/media/"
LIFE_S = 300
SAME_S = 60
"""Within that time the address of a file stays the same, so that a browser need not load it again."""

_SIGNATURE = "&signature="


@dataclass(frozen=True, slots=True)
class Address:
    """What a signature holds for: a path for one person; `width`: the picture made smaller, 0 as it is."""

    path: str
    person: str
    width: int


class Signer:
    """Signs with a key that is derived from the host's."""

    def __init__(self, key: bytes, clock: Callable[[], float] = time.time) -> None:
        self._key = hmac.digest(key, b"jetway-files", "sha256")
        self._clock = clock

    @property
    def expires_s(self) -> int:
        """When addresses end that are signed now: at most `LIFE_S` from now, in seconds since 1970."""
        return int(self._clock()) // SAME_S * SAME_S + LIFE_S

    @property
    def expires(self) -> str:
        """The same moment in ISO 8601."""
        return datetime.fromtimestamp(self.expires_s, UTC).isoformat().replace("+00:00", "Z")

    def address(self, file: Kept, person: str, width: int = 0) -> str:
        """The address of a file for `person`, from the root of the bridge."""
        path = f"{AT}{file.path}"
        said = urlencode({"person": person, "expires": self.expires_s, "width": width})
        return f"{quote(path)}?{said}{_SIGNATURE}{self._signature('GET', path, said)}"

    def checked(self, method: str, path: str, query: str) -> Address:
        """What somebody asks for who has an address. Raises `AddressRefused`. HEAD may what GET may."""
        said, _, signature = query.partition(_SIGNATURE)
        right = self._signature("GET" if method == "HEAD" else method, path, said)
        if not hmac.compare_digest(right.encode(), signature.encode()):
            raise AddressRefused(
                "The address of the file was changed, or is used with another method. Ask for a new one."
            )
        found = {name: values[0] for name, values in parse_qs(said).items()}
        if int(found["expires"]) <= self._clock():
            raise AddressRefused("The address of the file has expired. Ask for a new one.")
        return Address(path, found["person"], int(found["width"]))

    def _signature(self, method: str, path: str, said: str) -> str:
        text = f"{method} {path}?{said}".encode(errors="surrogatepass")
        return base64.urlsafe_b64encode(hmac.digest(self._key, text, "sha256")).decode().rstrip("=")
