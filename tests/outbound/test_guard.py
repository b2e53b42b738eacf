"""The client of everything that leaves, against real servers on this machine."""

import asyncio
import gzip
import ssl
import tempfile
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from jetway.core.errors import (
    AddressNotAllowed,
    UpstreamTimeout,
    UpstreamTooLarge,
    UpstreamUnavailable,
)
from jetway.outbound.exchange import exchange
from jetway.outbound.guard import GuardedBackend, guarded_client
from jetway.outbound.hosts import Hosts, resolved
from jetway.outbound.reach import PUBLIC, Reach
from tests.outbound.servers import LOOPBACK, listening, says

LOCAL = Reach.of(["127.0.0.1"])


async def asked(url, reach=PUBLIC, resolve=resolved, trust=None, **limits):
    async with guarded_client(reach, resolve=resolve, trust=trust) as http:
        return await exchange(http, http.build_request("GET", url), **limits)


@pytest.mark.parametrize("host", LOOPBACK)
async def test_no_spelling_of_loopback_is_connected_to(host):
    async with listening(says("200 OK")) as listener:
        with pytest.raises((AddressNotAllowed, UpstreamUnavailable, httpx2.InvalidURL)):
            await asked(f"http://{host}:{listener.port}/")
    assert listener.connections == 0


async def test_what_the_operator_names_is_connected_to():
    async with listening(says("200 OK", b"here")) as listener:
        answer = await asked(f"http://127.0.0.1:{listener.port}/", LOCAL)
    assert (answer.status, answer.body) == (200, b"here")


async def test_a_name_with_one_address_inside_is_not_connected_to_at_all():
    async def resolve(host, port):
        return ["93.184.215.14", "127.0.0.1"]

    async with listening(says("200 OK")) as listener:
        with pytest.raises(AddressNotAllowed, match="outbound_private"):
            await asked(f"http://two.example:{listener.port}/", resolve=resolve)
    assert listener.connections == 0


async def test_a_name_is_resolved_once_for_a_connection():
    answers = [["127.0.0.1"], ["169.254.169.254"]]

    async def resolve(host, port):
        return answers.pop(0)

    async with listening(says("200 OK")) as listener:
        await asked(f"http://rebinding.example:{listener.port}/", LOCAL, resolve)
    assert listener.connections == 1
    assert len(answers) == 1


async def test_a_redirect_is_told_and_not_followed():
    async with listening(says("200 OK")) as target:
        talk = says("302 Found", b"", f"Location: http://127.0.0.1:{target.port}/")
        async with listening(talk) as listener:
            answer = await asked(f"http://127.0.0.1:{listener.port}/", LOCAL)
    assert answer.status == 302
    assert "location" not in answer.headers
    assert target.connections == 0


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://127.0.0.1/", "unix:///run/x.sock", "ftp://a/"]
)
async def test_only_http_is_spoken(url):
    with pytest.raises(UpstreamUnavailable):
        await asked(url)


async def test_unix_sockets_are_refused():
    with pytest.raises(AddressNotAllowed):
        await GuardedBackend(Hosts(LOCAL)).connect_unix_socket("/run/x.sock")


async def test_proxies_of_the_environment_are_not_used(monkeypatch):
    async with listening(says("200 OK")) as proxy, listening(says("200 OK", b"direct")) as listener:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy.port}")
        answer = await asked(f"http://127.0.0.1:{listener.port}/", LOCAL)
    assert answer.body == b"direct"
    assert proxy.connections == 0


async def test_only_headers_that_are_read_are_kept():
    sent = ("Set-Cookie: a=b", "Access-Control-Allow-Origin: *", "Retry-After: 3", "Content-Type: text/html")
    async with listening(says("200 OK", b"", *sent)) as listener:
        answer = await asked(f"http://127.0.0.1:{listener.port}/", LOCAL)
    assert answer.headers == {"retry-after": "3", "content-type": "text/html"}


async def test_an_endless_answer_is_cut():
    async def talk(writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    async with listening(talk) as listener:
        with pytest.raises(UpstreamTooLarge):
            await asked(f"http://127.0.0.1:{listener.port}/", LOCAL, most_bytes=1024 * 1024)


async def test_size_counts_after_decompression():
    bomb = gzip.compress(b"0" * 50_000_000)
    async with listening(says("200 OK", bomb, "Content-Encoding: gzip")) as listener:
        with pytest.raises(UpstreamTooLarge):
            await asked(f"http://127.0.0.1:{listener.port}/", LOCAL)


async def test_headers_have_a_limit():
    async with listening(says("200 OK", b"", "X-Long: " + "x" * 1_000_000)) as listener:
        with pytest.raises(UpstreamUnavailable):
            await asked(f"http://127.0.0.1:{listener.port}/", LOCAL)


async def test_an_answer_that_drips_is_not_waited_for():
    async def talk(writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with listening(talk) as listener:
        with pytest.raises(UpstreamTimeout):
            await asked(f"http://127.0.0.1:{listener.port}/", LOCAL, total_s=0.3)


async def test_a_certificate_of_nobody_is_refused():
    async with listening(says("200 OK"), _self_signed()) as listener:
        with pytest.raises(UpstreamUnavailable, match="certificate is not valid"):
            await asked(f"https://127.0.0.1:{listener.port}/", LOCAL)
    assert listener.requests == []


async def test_nobody_listening_is_a_clear_failure():
    async with listening(says("200 OK")) as listener:
        pass
    with pytest.raises(UpstreamUnavailable, match="there is no connection"):
        await asked(f"http://127.0.0.1:{listener.port}/", LOCAL)


async def test_line_breaks_in_headers_do_not_leave():
    async with listening(says("200 OK")) as listener, guarded_client(LOCAL) as http:
        url = f"http://127.0.0.1:{listener.port}/a\r\nX-Evil: 1"
        with pytest.raises(httpx2.InvalidURL):
            http.build_request("GET", url)
        request = http.build_request(
            "GET", f"http://127.0.0.1:{listener.port}/", headers={"X-A": "1\r\nX-B: 2"}
        )
        with pytest.raises(UpstreamUnavailable):
            await exchange(http, request)
    assert listener.requests == []


def _self_signed() -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    with tempfile.NamedTemporaryFile() as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.write(certificate.public_bytes(Encoding.PEM))
        file.flush()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file.name)
    return context
