"""`python -m tests.canaries.process WORDS` is `jetway WORDS`, and looks at what is asked of it and answered.

Whoever asks: browsers, bridges, and tests that read in pieces or speak HTTP over a socket of their own. Only
what is answered to what is no request, which is the same for everybody, is not seen.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from jetway import http_protocol
from jetway.cli import main
from tests.canaries import names
from tests.canaries.applications import Answering, look_at_request

OF_PEOPLE = re.compile(r"/api/(setup|session|account/(proof|password)|invitations/accept|password/reset)/")
"""Where people enter their passwords."""

OF_SOURCES = re.compile(r"/api/sources/([^/]+/)?")
"""Where people enter the secrets of sources, at a bridge."""


class Looking(http_protocol.LimitedHttp):
    """Requests are looked at as they come in, also what of them the application does not read."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.app = Answering(self.app)
        self._body = bytearray()

    def on_headers_complete(self) -> None:
        """Nothing of a head is a secret that is typed."""
        super().on_headers_complete()
        lines = (b": ".join(one) for one in self.headers)
        self._look(names(b"\n".join([self.url, *lines])))

    def on_body(self, body: bytes) -> None:
        """A piece, which is kept until there are all."""
        self._body += body
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The end of a request."""
        self._look_at_body()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The end of a request, perhaps before it was whole."""
        self._look_at_body()
        super().connection_lost(exc)

    def _look_at_body(self) -> None:
        if self._body:
            self._look({name for name in names(bytes(self._body)) if not _typed(self.scope["path"], name)})
            self._body.clear()

    def _look(self, others: set[str]) -> None:
        look_at_request(f"{self.scope['method']} {self.scope['path']}", others)


def _typed(path: str, name: str) -> bool:
    """Whether a person may have typed the secret into a form that is sent there."""
    if name == "person":
        return OF_PEOPLE.fullmatch(path) is not None
    is_bridge = sys.argv[1] != "control"
    return is_bridge and OF_SOURCES.fullmatch(path) is not None


if __name__ == "__main__":  # a process of ours that works for another one loads this file too
    http_protocol.LimitedHttp = Looking  # type: ignore[misc]
    main()
