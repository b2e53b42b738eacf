"""A mail server of the tests' own, and the mails that it took."""

from __future__ import annotations

import email.policy
import re
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.canaries import canary
from tests.canaries.watch import look

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

PASSWORD = f"{canary('mail')}@/1"


@dataclass
class Mailbox:
    """Keeps what it is handed, and tells where there is a secret in it.

    `refusing`: the answer to every mail, where it takes none.
    """

    refusing: str = ""
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusing:
            return self.refusing
        letter = message_from_bytes(envelope.content, policy=email.policy.default)
        look(b"\n".join([envelope.content, *_parts(letter)]), f"a mail: {letter['subject']}")
        self.letters.append(letter)
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> Any:
        self.logins.append(data.login + b":" + data.password)
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


def _parts(letter: EmailMessage) -> list[bytes]:
    return [part.get_payload(decode=True) for part in letter.walk() if not part.is_multipart()]


@contextmanager
def serving(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """A real mail server on a port of this machine, which it yields."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    yield controller.port
    controller.stop()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def link_in(letter: EmailMessage) -> str:
    """The one link of a letter."""
    [link] = re.findall(r"https?://\S+", letter.get_content())
    return link


def code_in(link: str) -> str:
    return link.partition("?code=")[2]
