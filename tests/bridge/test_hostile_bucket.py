"""Storages of files that answer what no storage should, and disks that fail while a file is on its way."""

import asyncio
import tempfile
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bridge.conftest import running
from tests.bridge.test_files import PNG, URLS, declare, declared, refused, send, shop_with_files
from tests.bridge.test_hostile_files import WHOLE, post

pytestmark = pytest.mark.anyio

AWAY = (503, "storage_unavailable")
WANTED = {"table": "badges", "column": "picture", "keys": ["1"]}


@asynccontextmanager
async def bucket_of(folder, answer=b""):
    """A bridge whose bucket says the same to whatever it is asked."""

    async def serve(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        endpoint = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        own = {"files_endpoint": endpoint, "files_key": "key", "files_secret": "secret"}
        async with running(replace(shop_with_files(folder, **own), files="s3://shop")) as jetway:
            await declare(jetway, declared())
            yield jetway


@pytest.mark.parametrize(
    "answer",
    [
        b"200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        b"206 Partial Content\r\nContent-Range: bytes 0-4/*\r\nContent-Length: 5\r\n\r\nhello",
        b"206 Partial Content\r\nContent-Range: bytes 0-4/" + b"9" * 5000 + b"\r\n\r\nhello",
        b"206 Partial Content\r\nContent-Range: bytes 0-4/900\r\nContent-Length: 900\r\n\r\nhello",
        b"301 Moved\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
        b"403 Forbidden\r\nContent-Length: 6\r\n\r\nsecret",
    ],
    ids=("no length", "no size", "a size of 5000 digits", "breaks off", "elsewhere", "forbidden"),
)
async def test_a_bucket_that_answers_something_else_is_told_as_away(tmp_path, answer):
    async with bucket_of(tmp_path, b"HTTP/1.1 " + answer) as jetway:
        jetway.sql("UPDATE badges SET picture = '6f2b8f3e-3b1f-4f0e-9a6e-0d3f5a0c1b2a/a.png' WHERE id = 1")
        assert await jetway.refused("POST", URLS, WANTED) == AWAY


async def test_a_disk_without_room_for_what_waits_is_told(tmp_path, monkeypatch):
    async with bucket_of(tmp_path) as jetway:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
        assert await refused(jetway) == AWAY


async def test_a_folder_that_goes_while_a_file_arrives_is_told(tmp_path):
    async with running(shop_with_files(tmp_path)) as jetway:
        await declare(jetway, declared())
        incoming = Path(jetway.settings.files) / "incoming"

        async def until_it_goes():
            yield WHOLE[:-30]
            incoming.rename(incoming.with_name("elsewhere"))
            incoming.write_text("no folder")
            yield WHOLE[-30:]

        answer = await post(jetway, until_it_goes())
        assert (answer.status_code, answer.json()["code"]) == AWAY
        incoming.unlink()
        incoming.mkdir()
        assert (await send(jetway, content=PNG)).status_code == 201
