"""What comes over the wire before a request is whole."""

import contextlib
import socket
import sqlite3
import time
from urllib.parse import urlsplit

import anyio
import httpx2
import pytest

from jetway.config import Settings
from jetway.core.audit import key_text
from jetway.serving import create_token_in
from tests.e2e.conftest import start, stop


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wire")
    connection = sqlite3.connect(folder / "shop.sqlite")
    connection.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY)")
    connection.execute("CREATE TABLE odd (code TEXT PRIMARY KEY, note TEXT)")
    connection.executemany(
        "INSERT INTO odd VALUES (?, '')", [("",), (".",), ("..",), ("=",), ("=.",), ("group",)]
    )
    connection.commit()
    connection.close()
    server = start("up", str(folder / "shop.sqlite"), state=folder / "state")
    parts = urlsplit(server.url)
    yield parts.hostname, parts.port
    stop(server.process)


def everything(address, text: bytes) -> bytes:
    """All that the server answers to `text`, until it closes or says no more."""
    told = b""
    with socket.create_connection(address, timeout=0.5) as client, contextlib.suppress(OSError):
        client.sendall(text)
        while piece := client.recv(65536):
            told += piece
    return told


@pytest.fixture(scope="module")
def token(address, tmp_path_factory):
    state = next(tmp_path_factory.getbasetemp().glob("wire*/state"))
    return anyio.run(create_token_in, Settings(state=state), "owner")


def sent(address, *chunks: bytes) -> bytes:
    """What the server answers to `chunks`, until it closes or has answered."""
    with socket.create_connection(address, timeout=10) as client:
        with contextlib.suppress(OSError):
            for chunk in chunks:
                client.sendall(chunk)
        with contextlib.suppress(OSError):
            return client.recv(65536)
    return b""


def test_a_head_that_does_not_end_is_broken_off(address):
    chunks = [b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "] + [b"a" * 65536] * 32
    assert sent(address, *chunks)[:12] in (b"HTTP/1.1 431", b"")


def test_a_large_body_behind_a_small_head_is_told_its_own_limit(address):
    head = b"POST /api/session/ HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
    head += b"Content-Type: application/json\r\nContent-Length: 200000\r\n\r\n"
    assert sent(address, head + b" " * 200000).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("last", [1, 65_537, 150_000, 199_999])
def test_however_the_end_of_a_body_arrives_it_is_no_head(address, last):
    head = b"POST /api/session/ HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
    head += b"Content-Type: application/json\r\nContent-Length: 200000\r\n\r\n"
    body = b" " * 200_000
    with socket.create_connection(address, timeout=10) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(head + body[:-last])
        time.sleep(0.2)  # so that the end is read by itself
        client.sendall(body[-last:])
        assert client.recv(65536).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Content-Length: +4\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"Folded: a\r\n b\r\nContent-Length: 0\r\n",
        b"Spaced : a\r\nContent-Length: 0\r\n",
        b"Bare: a\nContent-Length: 0\r\n",
    ],
)
def test_nothing_is_smuggled_behind_a_head_that_can_be_read_in_two_ways(address, head):
    smuggled = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    told = everything(
        address, b"POST /api/session/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head + b"\r\n" + smuggled
    )
    assert told.startswith(b"HTTP/1.1 400")
    assert told.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("size", [b"zz", b"-1", b"0x4", b"f" * 20])
def test_a_piece_without_a_size_ends_the_request(address, size):
    head = b"POST /api/session/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    told = everything(address, head + size + b"\r\nGET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert b"HTTP/1.1 200" not in told


def test_those_who_say_nothing_keep_nobody_waiting(address):
    with contextlib.ExitStack() as silent:
        for _ in range(300):
            client = silent.enter_context(socket.create_connection(address, timeout=10))
            client.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
        begun = time.monotonic()
        assert sent(address, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").startswith(b"HTTP/1.1 200")
        assert time.monotonic() - begun < 2


def test_a_change_whose_answer_was_lost_is_made_once(address, token):
    url = f"http://{address[0]}:{address[1]}/api/models/orders/"
    headers = {"Authorization": f"Token {token}", "Idempotency-Key": ""}
    before = httpx2.get(url, headers=headers).json()["count"]
    for number, wait_s in enumerate((0, 0.002, 0.005, 0.01, 0.03)):
        headers["Idempotency-Key"] = f'"lost {number}"'
        lines = [f"{name}: {value}" for name, value in headers.items()]
        head = [
            "POST /api/models/orders/ HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Type: application/json",
            *lines,
        ]
        with socket.create_connection(address, timeout=10) as client:
            client.sendall("\r\n".join([*head, "Content-Length: 2", "", "{}"]).encode())
            time.sleep(wait_s)  # and it is gone, wherever the change has come to
        while (again := httpx2.post(url, headers=headers, json={})).status_code == 409:
            time.sleep(0.05)
        assert again.status_code == 201
    assert httpx2.get(url, headers=headers).json()["count"] == before + 5


def test_junk_is_no_request(address):
    assert sent(address, b"\x00\x01\x02\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert sent(address, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("segment", "key"),
    [("=", ""), ("=.", "."), ("=..", ".."), ("%3D", "="), ("==", "="), ("=%3D.", "=."), ("=group", "group")],
)
def test_keys_that_clients_take_for_an_address_reach_their_row(address, token, segment, key):
    """httpx takes `.` and `..` out, as browsers do."""
    url = f"http://{address[0]}:{address[1]}/api/models/odd/{segment}/"
    headers = {"Authorization": f"Token {token}"}
    row = httpx2.get(url, headers=headers).json()
    assert row == {"code": key, "note": row["note"]}
    body = {"note": f"about {segment}"}
    assert httpx2.patch(url, headers=headers, json=body).json() == {"code": key, **body}
    event = httpx2.get(f"{url}history/", headers=headers).json()["results"][0]
    assert (event["key"], event["to"]) == (key_text([key]), body)
