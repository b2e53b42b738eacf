"""What comes over the wire before a request is whole."""

import contextlib
import http.client
import socket
import sqlite3
import time
from urllib.parse import urlsplit

import anyio
import httpx2
import pytest
import uvicorn

from jetway import http_protocol
from jetway.commands import create_token_in
from jetway.config import Settings
from jetway.core.audit import key_text
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


class Echo:
    """Answers each request with the size of its body, after `wait_s`; a first piece comes at once."""

    def __init__(self, wait_s: float = 0) -> None:
        self.wait_s = wait_s

    async def __call__(self, scope, receive, send) -> None:
        size, more = 0, True
        while more:
            message = await receive()
            size, more = size + len(message.get("body", b"")), message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"size ", "more_body": True})
        await anyio.sleep(self.wait_s)
        await send({"type": "http.response.body", "body": str(size).encode()})


@contextlib.asynccontextmanager
async def hasty(monkeypatch, app):
    """The address of a server that waits for a head, and for half a kilobyte of a body, 0.3 s."""
    for name, value in {"HEAD_S": 0.3, "BODY_S": 0.3, "BODY_BYTES": 512}.items():
        monkeypatch.setattr(http_protocol, name, value)
    config = uvicorn.Config(app, http=http_protocol.LimitedHttp, lifespan="off", log_config=None, port=0)
    server = uvicorn.Server(config)
    server.capture_signals = contextlib.nullcontext
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(server.serve)
        with anyio.fail_after(5):
            while not server.started:  # noqa: ASYNC110 - it has no event
                await anyio.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()
        server.should_exit = True


async def all_of(client) -> bytes:
    """What the server says until it closes."""
    told = b""
    with anyio.fail_after(5), contextlib.suppress(anyio.EndOfStream, anyio.BrokenResourceError):
        while True:
            told += await client.receive()

    return told


async def trickle(client) -> None:
    """Send a byte now and then, for as long as the server takes it."""
    while True:
        await client.send(b"a")
        await anyio.sleep(0.05)


POST = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("begun", "told"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nX: ", b"HTTP/1.1 408"),
        (POST + b"Content-Length: 9\r\n\r\n", b"HTTP/1.1 408"),
        (POST + b"Content-Length: 9\r\n\r\n1234", b"HTTP/1.1 408"),
    ],
)
async def test_what_never_gets_whole_is_closed(monkeypatch, begun, told):
    async with hasty(monkeypatch, Echo()) as address, await anyio.connect_tcp(*address) as client:
        await client.send(begun)
        assert (await all_of(client))[:12] == told


@pytest.mark.anyio
async def test_a_later_head_has_no_more_time_than_the_first(monkeypatch):
    async with hasty(monkeypatch, Echo()) as address, await anyio.connect_tcp(*address) as client:
        await client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while not answer.endswith(b"0\r\n\r\n"):
            answer += await client.receive()
        await client.send(b"GET / HT")
        assert (await all_of(client)).startswith(b"HTTP/1.1 408")


@pytest.mark.anyio
@pytest.mark.parametrize("begun", [b"GET / HTTP/1.1\r\nX: ", POST + b"Content-Length: 900\r\n\r\n"])
async def test_what_trickles_in_is_closed(monkeypatch, begun):
    async with hasty(monkeypatch, Echo()) as address, await anyio.connect_tcp(*address) as client:
        await client.send(begun)
        with anyio.fail_after(2), pytest.raises(anyio.BrokenResourceError):
            await trickle(client)


@pytest.mark.anyio
async def test_a_large_body_may_take_its_time(monkeypatch):
    async with hasty(monkeypatch, Echo()) as address, await anyio.connect_tcp(*address) as client:
        await client.send(POST + b"Content-Length: 8000\r\n\r\n")
        for _ in range(8):
            await client.send(b"a" * 1000)
            await anyio.sleep(0.1)
        assert b"8000" in await all_of(client)


@pytest.mark.anyio
async def test_a_slow_answer_is_waited_for(monkeypatch):
    async with hasty(monkeypatch, Echo(wait_s=0.8)) as address, await anyio.connect_tcp(*address) as client:
        await client.send(POST + b"Content-Length: 1\r\n\r\naGET / HT")
        await client.send(b"TP/1.1")
        assert b"size " in (told := await all_of(client))
        assert told.endswith(b"1\r\n1\r\n0\r\n\r\n")


@pytest.mark.anyio
async def test_five_hundred_silent_connections_are_closed_and_others_are_answered(monkeypatch):
    async with hasty(monkeypatch, Echo()) as address, contextlib.AsyncExitStack() as silent:
        clients = [await silent.enter_async_context(await anyio.connect_tcp(*address)) for _ in range(500)]
        async with await anyio.connect_tcp(*address) as client:
            await client.send(POST + b"Content-Length: 1\r\n\r\na")
            assert (await all_of(client)).startswith(b"HTTP/1.1 200")
        assert [await all_of(client) for client in clients] == [b""] * 500


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


WEBSOCKET = (
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


@pytest.mark.parametrize(
    "origin", [b"", b"Origin: http://127.0.0.1\r\n", b"Origin: https://evil.example\r\n"]
)
@pytest.mark.parametrize(
    ("path", "status"),
    [(b"/api/models/orders/", b"401"), (b"/api/projects/p/settings/", b"401"), (b"/api/nothing/", b"404")],
)
def test_there_is_nothing_to_upgrade_to(address, path, status, origin):
    """Neither bridge nor control has WebSockets: such a request is answered as any other."""
    told = sent(address, b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n" + WEBSOCKET + origin + b"\r\n")
    assert told.startswith(b"HTTP/1.1 " + status)
    assert b"application/problem+json" in told


@pytest.mark.parametrize(
    "wanted",
    [
        {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"},
        {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AA"},
    ],
)
def test_who_wanted_another_protocol_goes_on_in_this_one(address, wanted):
    connection = http.client.HTTPConnection(*address, timeout=10)
    for headers in (wanted, {}):
        connection.request("GET", "/healthz", headers=headers)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"status":"ok"}')
        assert connection.sock is not None  # closed ones are opened anew
    connection.close()


@pytest.mark.parametrize("frames", [b"\x82\x7f" + b"\xff" * 1_000_000, b"\x81\x82\0\0\0\0\xc3\x28" * 1000])
def test_frames_are_no_request(address, frames):
    told = everything(address, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n" + WEBSOCKET + b"\r\n" + frames)
    assert told.count(b"HTTP/1.1 200") <= 1  # none, where the connection is closed while frames are sent
    assert sent(address, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        (b"http://127.0.0.1/healthz", b"127.0.0.1", b"200"),
        (b"HTTP://LOCALHOST:1/healthz", b"evil.example", b"200"),
        (b"http://evil.example/healthz", b"127.0.0.1", b"421"),
        (b"http://127.0.0.1@evil.example/healthz", b"127.0.0.1", b"421"),
        (b"http:///healthz", b"127.0.0.1", b"400"),
    ],
)
def test_of_an_absolute_address_the_host_in_it_counts(address, target, host, status):
    told = sent(address, b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
    assert told.startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize("method", [b"get", b"__class__", b"GET\t", b"CONNECT"])
def test_a_method_that_is_none_is_refused(address, method):
    told = sent(address, method + b" /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert told.startswith((b"HTTP/1.1 400", b"HTTP/1.1 405"))


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
