"""Files and pictures that were made to do harm, forms that break off, and addresses of others."""

import io
import struct
import zlib
from urllib.parse import unquote

import anyio
import httpx2
import pytest
from PIL import Image

from jetway.bridge.files import media
from jetway.bridge.files.signing import Signer
from jetway.core.errors import AddressRefused
from jetway.core.files import Kept
from tests.bridge.conftest import running
from tests.bridge.test_files import (
    PNG,
    ROLES,
    UPLOAD,
    declare,
    declared,
    on_disk,
    refused,
    send,
    sent,
    shop_with_files,
    urls,
)
from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio

BOUNDARY = "b0unda2y"
MOST = 100_000
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(scope="module")
async def badges(tmp_path_factory):
    """Row 1 names a picture; a row that a test needs besides has a number of its own."""
    async with running(shop_with_files(tmp_path_factory.mktemp("hostile"), files_most_bytes=MOST)) as jetway:
        await grant(jetway, ROLES)
        pictures = declared("paper", accept=["image/*"], most_bytes=1000)
        await declare(jetway, declared() + pictures)
        path = (await sent(jetway))["uploaded_path"]
        jetway.sql(f'UPDATE badges SET picture = "{path}" WHERE id = 1')
        yield jetway


def field(name, value, filename=None):
    named = f'; filename="{filename}"' if filename is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + value + b"\r\n"


BEFORE = field("table", b"badges") + field("column", b"picture")
END = f"--{BOUNDARY}--\r\n".encode()
WHOLE = BEFORE + field("file", PNG, "a.png") + END


async def post(jetway, body, content_type=f"multipart/form-data; boundary={BOUNDARY}", **headers):
    headers |= {"Authorization": f"Token {await jetway.token()}", "Content-Type": content_type}
    return await jetway.http.post(UPLOAD, content=body, headers=headers)


async def in_pieces(body, size):
    for start in range(0, len(body), size):
        yield body[start : start + size]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.png", "x.png"),
        ("/etc/cron.d/x.png", "x.png"),
        ("C:\\Windows\\x.png", "x.png"),
        ("CON.png", "_CON.png"),
        ("x" * 300 + ".png", "x" * 96 + ".png"),
        ("a\u202egnp.png", "agnp.png"),
        ("..", "file"),
        ('a"; filename=b.html', "a_22_ filename=b.html"),
    ],
)
async def test_a_name_is_for_people_and_leads_nowhere(badges, name, kept):
    content = b"<p>" if name.endswith(".html") else PNG
    told = await sent(badges, name, content)
    id_, _, called = told["uploaded_path"].partition("/")
    assert called == told["name"] == kept
    [place] = [path for path in on_disk(badges) if path.name == id_]
    assert place.read_bytes() == content
    answer = await badges.http.get(told["uploaded_url"])
    assert answer.headers["content-disposition"].startswith("attachment;")


async def test_a_name_with_a_nul_is_a_name_without(badges):
    answer = await post(badges, BEFORE + field("file", PNG, "a\0.png") + END)
    assert answer.json()["name"] == "a.png"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.php", b"<?php system($_GET[0]);"),
        ("a.gif", b"GIF89a/*" + b"\0" * 9 + b"*/=1;alert(1)"),
        ("a.pdf", b"%PDF-1.7 <script>alert(1)</script>"),
    ],
)
async def test_what_a_browser_could_run_is_bytes_to_be_saved(badges, name, content):
    answer = await badges.http.get((await sent(badges, name, content))["uploaded_url"])
    assert answer.content == content
    assert answer.headers["content-type"].partition(";")[0] in (
        *("application/octet-stream", "image/gif", "application/pdf"),
        "text/plain",
    )
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", PNG),
        ("a.png", b"<script>alert(1)</script>"),
        ("a.png", b"%PDF-1.7"),
        ("a.txt", b"\0\1\2\3"),
        ("a.pdf", b"MZ\x90\0\3"),
    ],
)
async def test_a_file_that_its_name_belies_is_refused(badges, name, content):
    assert await refused(badges, name, content) == (422, "file_type_refused")


async def test_only_what_the_column_takes_is_kept(badges):
    before = on_disk(badges)
    assert await refused(badges, "a.pdf", b"%PDF-1.7", column="paper") == (422, "file_type_refused")
    assert await refused(badges, "a.svg", SVG, column="paper") == (422, "file_type_refused")
    assert await refused(badges, "a.png", PNG + b"0" * 1000, column="paper") == (413, "body_too_large")
    assert on_disk(badges) == before


@pytest.mark.parametrize("declares", [True, False])
async def test_a_file_above_the_limit_is_refused_and_not_left_behind(badges, declares):
    before = on_disk(badges)
    body = BEFORE + field("file", PNG + b"0" * (MOST + 1), "a.png") + END
    answer = await post(badges, body if declares else in_pieces(body, 5000))
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert on_disk(badges) == before


async def test_a_file_of_just_the_limit_is_taken(badges):
    assert (await send(badges, "a.png", PNG + b"0" * (MOST - len(PNG)))).status_code == 201


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (BEFORE + field("file", b"", "a.png") + END, 422, "empty_file"),
        (BEFORE + END, 400, "invalid_body"),
        (b"", 400, "invalid_body"),
        (field("file", PNG, "a.png") + BEFORE + END, 400, "invalid_body"),
        (BEFORE + field("file", PNG, "a.png") * 2 + END, 400, "invalid_body"),
        (field("table", b"badges") * 10_000 + END, 400, "invalid_body"),
        (field("table", b"b" * 5000) + END, 400, "invalid_body"),
        (
            field("table", b"\xff") + field("column", b"c") + field("file", PNG, "a") + END,
            400,
            "invalid_body",
        ),
        (b"\r\n" * 500_000 + WHOLE, 413, "body_too_large"),
        (b"x" * 90_000 + WHOLE, 400, "invalid_body"),
        (b"x" * 1_000_000 + WHOLE, 400, "invalid_body"),
        (WHOLE[:-20], 400, "invalid_body"),
        (b"--" + BOUNDARY.encode() + b"\r\n" + b"A: b\r\n" * 100 + b"\r\n", 400, "invalid_body"),
        (b"--" + BOUNDARY.encode() + b"\r\n" + b"A" * 90_000, 400, "invalid_body"),
    ],
    ids=range(14),
)
async def test_a_form_of_another_form_is_refused(badges, body, status, code):
    before = on_disk(badges)
    answer = await post(badges, in_pieces(body, 7000))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert on_disk(badges) == before


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 415),
        ("multipart/form-data", 400),
        (f"multipart/form-data; boundary={'b' * 300}", 400),
        ("multipart/mixed; boundary=b", 415),
    ],
)
async def test_what_is_no_form_is_refused(badges, content_type, status):
    assert (await post(badges, WHOLE, content_type)).status_code == status


@pytest.mark.parametrize("size", [1, 3, 61])
async def test_a_form_is_the_same_in_whatever_pieces_it_arrives(badges, size):
    told = (await post(badges, in_pieces(WHOLE, size))).json()
    assert (await badges.http.get(told["uploaded_url"])).content == PNG


async def test_a_key_by_which_it_were_kept_once_is_refused(badges):
    answer = await post(badges, WHOLE, **{"Idempotency-Key": '"k"'})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")


async def test_a_file_that_does_not_arrive_is_given_up(tmp_path):
    async def never():
        yield BEFORE
        await anyio.sleep_forever()

    async with running(shop_with_files(tmp_path, export_s=0.1)) as jetway:
        await declare(jetway, declared())
        answer = await post(jetway, never())
        assert (answer.status_code, answer.json()["code"]) == (408, "upload_too_slow")
        assert on_disk(jetway) == []


async def test_nothing_is_left_of_a_file_whose_sender_leaves(badges):
    before = on_disk(badges)
    token = await badges.token()
    arriving = iter([{"type": "http.request", "body": WHOLE[:300], "more_body": True}])
    seen = []

    async def receive():
        seen.append(len(on_disk(badges)))
        return next(arriving, {"type": "http.disconnect"})

    async def told(_):
        raise AssertionError("There is nobody to be told.")

    headers = {"host": "127.0.0.1", "authorization": f"Token {token}"}
    headers["content-type"] = f"multipart/form-data; boundary={BOUNDARY}"
    scope = {
        "type": "http",
        "method": "POST",
        "path": UPLOAD,
        "raw_path": UPLOAD.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    transport = badges.http._transport
    assert isinstance(transport, httpx2.ASGITransport)
    await transport.app(scope, receive, told)
    assert max(seen) == len(before) + 1
    assert on_disk(badges) == before


async def test_one_person_sends_four_files_at_once(badges):
    waiting, go = anyio.Event(), anyio.Event()
    answers = []

    async def slowly():
        yield BEFORE
        waiting.set()
        await go.wait()
        yield WHOLE[len(BEFORE) :]

    async def begin():
        answers.append((await post(badges, slowly())).status_code)

    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            waiting = anyio.Event()
            tasks.start_soon(begin)
            await waiting.wait()
        assert await refused(badges) == (429, "too_many_requests")
        go.set()
    assert answers == [201] * 4
    assert (await send(badges)).status_code == 201


def picture(size=(400, 200), kind="PNG", mode="RGB", **also):
    made = io.BytesIO()
    Image.new(mode, size, "red").save(made, kind, **also)
    return made.getvalue()


def png_of(width, height):
    """A PNG that says that it is so large, and is not."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    return PNG[:8] + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def gif_of(width, height):
    return b"GIF89a" + struct.pack("<HH", width, height) + picture(kind="GIF")[10:]


async def thumbnail(jetway, name, content, width=256):
    """What stands at the address of a picture made smaller."""
    path = (await sent(jetway, name, content))["uploaded_path"]
    jetway.sql(f'UPDATE badges SET picture = "{path}" WHERE id = 3')
    [given] = await urls(jetway, ["3"], width=width)
    return await jetway.http.get(given["thumbnail"])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", png_of(100_000, 100_000), "image_too_large"),
        ("a.png", png_of(10_000, 6_000), "image_too_large"),
        ("a.gif", gif_of(65_535, 65_535), "image_too_large"),
        ("a.png", png_of(4_000, 4_000), "image_refused"),
        ("a.png", PNG[:40], "image_refused"),
        ("a.jpg", b"\xff\xd8\xff" + b"\0" * 99, "image_refused"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image_refused"),
    ],
)
async def test_a_picture_that_would_take_too_much_is_not_drawn(badges, name, content, code):
    answer = await thumbnail(badges, name, content)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.svg", SVG), ("a.tiff", picture((9, 9), "TIFF")), ("a.avif", b"\0\0\0\x1cftypavif"), ("a.txt", b"a")],
    ids=range(4),
)
async def test_what_is_no_plain_picture_is_never_drawn(badges, name, content):
    path = (await sent(badges, name, content))["uploaded_path"]
    badges.sql(f'UPDATE badges SET picture = "{path}" WHERE id = 2')
    [given] = await urls(badges, ["2"])
    assert given["thumbnail"] is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", picture()),
        ("a.png", picture(mode="RGBA")),
        ("a.png", picture(mode="P")),
        ("a.png", picture(mode="1")),
        ("a.jpg", picture(kind="JPEG")),
        ("a.jpg", picture(kind="JPEG", mode="CMYK")),
        ("a.gif", picture(kind="GIF")),
        ("a.webp", picture(kind="WEBP")),
    ],
    ids=range(8),
)
async def test_a_picture_is_made_smaller_once(badges, name, content):
    answer = await thumbnail(badges, name, content, width=100)
    with Image.open(io.BytesIO(answer.content)) as small:
        assert (small.format, small.size) == ("WEBP", (128, 64))
    before = {path: path.stat().st_mtime_ns for path in on_disk(badges)}
    assert (await badges.http.get(answer.url)).content == answer.content
    assert before == {path: path.stat().st_mtime_ns for path in on_disk(badges)}


async def test_it_stands_upright_and_says_nothing_of_where_it_was_taken(badges):
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "canary"
    answer = await thumbnail(badges, "a.jpg", picture(kind="JPEG", exif=exif))
    with Image.open(io.BytesIO(answer.content)) as small:
        assert small.size == (128, 256)
    assert b"canary" not in answer.content


async def given_url(jetway):
    [given] = await urls(jetway, ["1"])
    return given["url"]


async def test_an_address_is_for_whom_it_was_made(badges):
    url = await given_url(badges)
    own, other = [{"Authorization": f"Token {await badges.token(role)}"} for role in ("owner", "viewer")]
    answer = await badges.http.get(url, headers=other)
    assert (answer.status_code, answer.json()["code"]) == (403, "address_refused")
    assert (await badges.http.get(url, headers=own)).status_code == 200
    assert (await badges.http.get(url, headers={"Authorization": "Token jut_junk"})).status_code == 401


async def begun(app, url, read):
    """Loads a file, of which nothing is taken before `read`; the status of the answer."""
    path, _, query = url.partition("?")
    status = []

    async def receive():
        await anyio.sleep_forever()

    async def told(message):
        status.append(message.get("status"))
        await read.wait()

    scope = {
        "type": "http",
        "method": "GET",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1")],
    }
    await app(scope, receive, told)
    return status[0]


async def test_who_reads_slowly_keeps_nobody_else_waiting(badges, monkeypatch):
    app = badges.http._transport.app
    own = await given_url(badges)
    [of_another] = await urls(badges, ["1"], "viewer")
    read = anyio.Event()
    statuses = []

    async def load():
        statuses.append(await begun(app, own, read))

    async with anyio.create_task_group() as tasks:
        for _ in range(7):
            tasks.start_soon(load)
        await anyio.wait_all_tasks_blocked()
        assert (await badges.http.get(of_another["url"])).content == PNG
        monkeypatch.setattr(media, "WAIT_S", 0)
        answer = await badges.http.get(own)
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
        read.set()
    monkeypatch.undo()
    assert statuses == [200] * 7
    assert (await badges.http.get(own)).content == PNG


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_an_address_is_for_one_method(badges, method):
    answer = await badges.http.request(method, await given_url(badges))
    assert (answer.status_code, answer.json()["code"]) == (403, "address_refused")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a.png", "b.png"),
        ("/media/", "/media/../media/x/"),
        ("width=0", "width=64"),
        ("width=0", "width=0&width=64"),
        ("expires=", "expires=9"),
        ("person=", "person=x"),
        ("&signature=", "&more=1&signature="),
        ("&signature=", "&signature=A"),
        ("&signature=", "&signature=%C3%A9"),
        ("&signature=", ""),
        ("?", "?&"),
    ],
)
async def test_a_changed_address_is_none(badges, old, new):
    url = await given_url(badges)
    assert old in url
    answer = await badges.http.get(url.replace(old, new, 1))
    assert (answer.status_code, answer.json()["code"]) == (403, "address_refused")


async def test_the_file_of_an_address_may_be_gone(badges):
    told = await sent(badges)
    for path in on_disk(badges):
        if path.name == told["uploaded_path"].partition("/")[0]:
            path.unlink()
    badges.sql(f"UPDATE badges SET picture = '{told['uploaded_path']}' WHERE id = 3")
    for given in await urls(badges, ["3"]):
        assert (await badges.http.get(given["thumbnail"])).json()["code"] == "unknown_file"
    answer = await badges.http.get(told["uploaded_url"])
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_file")


@pytest.mark.parametrize("value", ["../../etc/passwd", "plain text", "https://example.com/a.png", "0/x", ""])
async def test_a_value_that_names_no_file_of_ours_has_no_address(badges, value):
    badges.sql(f'UPDATE badges SET picture = "{value}" WHERE id = 2')
    assert await urls(badges, ["2"]) == []


FILE = Kept("6f2b8f3e-3b1f-4f0e-9a6e-0d3f5a0c1b2a", "a b.png")


def test_an_address_lasts_five_minutes_at_most_and_four_at_least():
    now = [1_000_000_000.0]
    signer = Signer(b"k" * 32, clock=lambda: now[0])
    path, _, query = signer.address(FILE, "ada").partition("?")
    asked = ("GET", unquote(path), query)
    now[0] += 239
    assert signer.checked(*asked).person == "ada"
    assert signer.checked("HEAD", *asked[1:]).width == 0
    now[0] += 61
    with pytest.raises(AddressRefused, match="expired"):
        signer.checked(*asked)


def test_a_browser_finds_the_same_address_for_a_minute():
    now = [1_000_000_020.0]
    signer = Signer(b"k" * 32, clock=lambda: now[0])
    before = signer.address(FILE, "ada")
    now[0] += 39
    assert signer.address(FILE, "ada") == before


def test_another_key_signs_otherwise():
    one, other = (Signer(key * 32, clock=lambda: 0).address(FILE, "ada") for key in (b"k", b"l"))
    assert one.partition("&signature=")[0] == other.partition("&signature=")[0]
    assert one != other
