"""Mail through the operator's mail server. Plain text; what it says is in `letters`."""

from __future__ import annotations

import asyncio
import logging
import smtplib
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import anyio.to_thread
from anyio import CapacityLimiter

from jetway.control.email_address import email_key

if TYPE_CHECKING:
    from collections.abc import Coroutine

TIMEOUT_S = 10.0
AT_ONCE = 4
MOST_WAITING = 100
PORTS = {"smtps": 465, "smtp": 587}

log = logging.getLogger("jetway.mail")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in. `implicit_tls`: encrypted from the first byte; else by STARTTLS."""

    host: str
    port: int
    implicit_tls: bool
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """One plain-text mail to one address."""

    to: str
    subject: str
    text: str


def mail_server(url: str, sender: str = "") -> MailServer:
    """The server that `smtp_url` names. Raises `ValueError` with what it takes."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("takes smtps://user:password@host:465 or smtp://user:password@host:587")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    sender = sender or user
    if email_key(sender) is None:
        raise ValueError("needs mail_from, the e-mail address that mails come from")
    port = parts.port or PORTS[parts.scheme]
    return MailServer(parts.hostname, port, parts.scheme == "smtps", sender, user, password)


class Mailer:
    """Hands mail in, a few at a time, away from the event loop. Without a server, none."""

    def __init__(self, server: MailServer | None) -> None:
        self._server = server
        self._limiter = CapacityLimiter(AT_ONCE)
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def on(self) -> bool:
        """Whether there is a mail server."""
        return self._server is not None

    async def send(self, mail: Mail) -> bool:
        """Whether the mail server took it. Why not, is in the log."""
        if self._server is None:
            return False
        try:
            await anyio.to_thread.run_sync(_hand_in, self._server, mail, limiter=self._limiter)
        except (OSError, UnicodeError) as error:  # What smtplib raises is an OSError.
            log.warning("The mail server %s took no mail: %s", self._server.host, type(error).__name__)
            return False
        return True

    def later(self, work: Coroutine[None, None, None]) -> None:
        """Do `work` after the answer, so that its time tells nobody anything. Too much of it is dropped."""
        if len(self._under_way) >= MOST_WAITING:
            work.close()
            log.warning("More than %d mails wait: one was dropped.", MOST_WAITING)
            return
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._done)

    async def close(self) -> None:
        """Give up what is under way."""
        tasks = list(self._under_way)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("A mail could not be written.", exc_info=error)


def _hand_in(server: MailServer, mail: Mail) -> None:
    with _connected(server) as smtp:
        if server.user:
            smtp.login(server.user, server.password)
        smtp.send_message(_message(server, mail), server.sender, [mail.to])


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.implicit_tls:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
    smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
    try:
        smtp.ehlo()
        if smtp.has_extn("starttls") or not _is_loopback(server.host):
            smtp.starttls(context=context)  # Raises where the server has none: never in the clear.
    except OSError:
        smtp.close()
        raise
    return smtp


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _message(server: MailServer, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = mail.subject
    message["From"] = Address("Jetway", addr_spec=server.sender)
    user, _, domain = mail.to.rpartition("@")
    message["To"] = Address(username=user, domain=domain)
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message
