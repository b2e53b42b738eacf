"""Handing mail in to a real server: encrypted, signed in, and failing without harm."""

from __future__ import annotations

import ssl
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from jetway.control.mail import Mail, Mailer, mail_server
from tests.canaries import MARK, canary
from tests.control.mailbox import PASSWORD, free_port, serving

# The mail server of the tests does not know that a connection is encrypted from the start.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

QUOTED = quote(PASSWORD, safe="")
LETTER = Mail(
    "eve@example.com", "Gr\N{LATIN SMALL LETTER U WITH DIAERESIS}\N{LATIN SMALL LETTER SHARP S}e", "Hello.\n"
)


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate for 127.0.0.1 that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def serve(mailbox, certificate):
    """Start a mail server that wants a login, and TLS from the start or by STARTTLS."""
    stack = ExitStack()

    def start(*, implicit: bool) -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        tls = {"ssl_context": context} if implicit else {"tls_context": context, "require_starttls": True}
        login = {"authenticator": mailbox.authenticate, "auth_required": True}
        port = stack.enter_context(serving(mailbox, auth_require_tls=not implicit, **login, **tls))
        return f"{'smtps' if implicit else 'smtp'}://me%40example.com:{QUOTED}@127.0.0.1:{port}"

    with stack:
        yield start


@pytest.mark.parametrize("implicit", [True, False])
async def test_mail_goes_encrypted_and_signed_in(serve, mailbox, implicit):
    mailer = Mailer(mail_server(serve(implicit=implicit)))

    assert await mailer.send(LETTER)

    [letter] = mailbox.letters
    assert mailbox.logins == [f"me@example.com:{PASSWORD}".encode()]
    assert mailbox.recipients == [["eve@example.com"]]
    assert letter["From"] == "Jetway <me@example.com>"
    assert letter["Subject"] == LETTER.subject
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().split() == ["Hello."]


async def test_a_certificate_that_is_not_trusted_stops_the_mail(serve, mailbox, monkeypatch):
    url = serve(implicit=True)
    monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")

    assert not await Mailer(mail_server(url)).send(LETTER)
    assert mailbox.letters == []


async def test_a_wrong_password_stops_the_mail_and_is_not_in_the_log(serve, mailbox, caplog):
    url = serve(implicit=True).replace(QUOTED, canary("mail-other"))

    assert not await Mailer(mail_server(url)).send(LETTER)
    assert mailbox.letters == []
    assert "SMTPAuthenticationError" in caplog.text
    assert MARK not in caplog.text


async def test_a_server_that_is_away_stops_the_mail():
    assert not await Mailer(mail_server(f"smtp://127.0.0.1:{free_port()}", "a@example.com")).send(LETTER)


async def test_no_server_no_mail():
    mailer = Mailer(None)

    assert not mailer.on
    assert not await mailer.send(LETTER)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("http://host", "a@example.com"),
        ("smtps://", "a@example.com"),
        ("mail.example.com:465", "a@example.com"),
        ("smtp://host:587/path", "a@example.com"),
        ("smtp://host:99999", "a@example.com"),
        ("smtp://user@host", ""),
        ("smtp://host", "Jetway <a@example.com>"),
    ],
)
def test_a_server_that_is_none_is_refused(url, sender):
    with pytest.raises(ValueError, match=r"takes|needs|Port"):
        mail_server(url, sender)


def test_the_password_is_not_shown():
    assert MARK not in repr(mail_server(f"smtps://a%40example.com:{QUOTED}@host"))
