"""Files in a bucket, on somebody else's S3: moto, as a process of its own that looks at every signature."""

import asyncio
import io
import json
import os
import re
import socket
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx2
import pytest
from PIL import Image

from jetway.bridge.files import storage
from jetway.bridge.files.s3_signature import NOTHING_SHA256, Credentials, signed
from jetway.core.secret import Secret
from tests.bridge.conftest import running
from tests.bridge.test_files import (
    NO_PARTS,
    PARTS,
    PNG,
    declare,
    declared,
    refused,
    sent,
    shop_with_files,
    urls,
)
from tests.bridge.test_hostile_files import BEFORE, picture, post
from tests.canaries import canary
from tests.witnesses import INSTALLED, needs

pytestmark = [pytest.mark.anyio, needs("moto")]

SETTING_UP = 4
"""How many requests the witness takes before it looks at signatures."""


@dataclass
class Witness:
    """Somebody else's storage, with a bucket and a key for it."""

    endpoint: str
    key: str
    secret: str

    def settings(self, folder, **also):
        own = {"files_endpoint": self.endpoint, "files_key": self.key, "files_secret": self.secret} | also
        return replace(shop_with_files(folder, **own), files="s3://shop/pictures")


@pytest.fixture(scope="module")
async def witness():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdout": asyncio.subprocess.DEVNULL, "stderr": asyncio.subprocess.DEVNULL}
    environment = os.environ | {"INITIAL_NO_AUTH_ACTION_COUNT": str(SETTING_UP)}
    command = (INSTALLED / "moto/bin/python", "-m", "moto.server", "-p", str(port))
    process = await asyncio.create_subprocess_exec(*command, env=environment, **quiet)
    try:
        yield await _set_up(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        await process.wait()


async def _set_up(endpoint):
    async with httpx2.AsyncClient(trust_env=False, timeout=30) as http:
        await _answers(http, endpoint)

        async def iam(**said):
            scope = "Credential=x/20260101/us-east-1/iam/aws4_request"
            headers = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=x"}
            return await http.post(endpoint, data={"Version": "2010-05-08", **said}, headers=headers)

        await iam(Action="CreateUser", UserName="bridge")
        allowed = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        said = {"UserName": "bridge", "PolicyName": "files", "PolicyDocument": policy}
        await iam(Action="PutUserPolicy", **said)
        text = (await iam(Action="CreateAccessKey", UserName="bridge")).text
        key, secret = (
            re.search(f"<{name}>(.*)</{name}>", text)[1] for name in ("AccessKeyId", "SecretAccessKey")
        )
        assert (await http.put(f"{endpoint}/shop")).status_code == 200
        return Witness(endpoint, key, secret)


async def _answers(http, endpoint):
    for _ in range(600):
        try:
            await http.get(f"{endpoint}/moto-api/")
        except httpx2.TransportError:
            await asyncio.sleep(0.1)
        else:
            return
    raise AssertionError("moto does not answer")


@pytest.fixture(scope="module")
async def badges(witness, tmp_path_factory):
    async with running(witness.settings(tmp_path_factory.mktemp("bucket"))) as jetway:
        await declare(jetway, declared())
        yield jetway


async def named(jetway, *args):
    """Send a file, and name it by row 1; its addresses."""
    path = (await sent(jetway, *args))["uploaded_path"]
    jetway.sql(f'UPDATE badges SET picture = "{path}" WHERE id = 1')
    [given] = await urls(jetway, ["1", "2"], width=100)
    return given


async def test_a_file_is_sent_and_given(badges):
    given = await named(badges, "a b.png")
    answer = await badges.http.get(given["url"])
    assert (answer.status_code, answer.content, given["size"]) == (200, PNG, len(PNG))
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-length"] == str(len(PNG))
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''a%20b.png"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert "server" not in answer.headers


async def test_a_part_of_it_can_be_had_and_its_head_alone(badges):
    url = (await named(badges))["url"]
    part = await badges.http.get(url, headers={"Range": "bytes=0-7"})
    beyond = await badges.http.get(url, headers={"Range": "bytes=999-"})
    head = await badges.http.head(url)
    assert (part.status_code, part.content) == (206, PNG[:8])
    assert part.headers["content-range"] == f"bytes 0-7/{len(PNG)}"
    assert (beyond.status_code, beyond.json()["code"]) == (416, "range_not_satisfiable")
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(PNG)))


@pytest.mark.parametrize(("part", "content"), PARTS)
async def test_a_part_is_given_as_far_as_the_file_goes(badges, part, content):
    url = (await named(badges))["url"]
    answer = await badges.http.get(url, headers={"Range": part})
    assert (answer.status_code, answer.content) == (206, content)


@pytest.mark.parametrize("part", NO_PARTS)
async def test_the_whole_file_is_given_where_the_part_makes_no_sense(badges, part):
    url = (await named(badges))["url"]
    answer = await badges.http.get(url, headers={"Range": part.encode("latin-1")})
    assert (answer.status_code, answer.content) == (200, PNG)


async def test_a_large_file_goes_around(badges):
    content = os.urandom(3_000_000)
    given = await named(badges, "a.bin", content)
    assert given["size"] == len(content)
    assert (await badges.http.get(given["url"])).content == content


async def test_a_picture_is_made_smaller_once(badges):
    given = await named(badges, "a.png", picture())
    first, second = [await badges.http.get(given["thumbnail"]) for _ in range(2)]
    with Image.open(io.BytesIO(first.content)) as small:
        assert (small.format, small.size) == ("WEBP", (128, 64))
    assert first.content == second.content
    assert first.headers["last-modified"] == second.headers["last-modified"]


async def test_a_file_that_is_gone_has_no_address(badges):
    given = await named(badges)
    badges.sql("UPDATE badges SET picture = '6f2b8f3e-3b1f-4f0e-9a6e-0d3f5a0c1b2a/a.png' WHERE id = 1")
    assert await urls(badges, ["1"]) == []
    assert (await badges.http.get(given["url"])).status_code == 200


async def remove(witness, id_):
    """By somebody who has the key, and not by the bridge."""
    credentials = Credentials(witness.key, Secret(witness.secret), "us-east-1")
    url = urlsplit(f"{witness.endpoint}/shop/pictures/{id_}")
    headers = {"host": url.netloc, "x-amz-content-sha256": NOTHING_SHA256}
    sent = signed(credentials, "DELETE", url.path, headers, datetime.now(UTC))
    async with httpx2.AsyncClient(trust_env=False) as http:
        assert (await http.delete(url.geturl(), headers=sent)).status_code == 204


async def test_what_a_file_is_is_asked_of_the_bucket_once_an_hour(badges, witness, monkeypatch):
    given = await named(badges, "a.png", picture())
    await remove(witness, given["url"].removeprefix("/media/")[:36])
    assert [one["size"] for one in await urls(badges, ["1"])] == [given["size"]]
    for address in (given["url"], given["thumbnail"]):
        answer = await badges.http.get(address)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_file")
    again = await named(badges, "b.png", picture())
    monkeypatch.setattr(storage, "KNOWN_S", -1.0)
    badges.sql(
        f"UPDATE badges SET picture = '{again['url'].removeprefix('/media/')[:36]}/c.png' WHERE id = 1"
    )
    assert len(await urls(badges, ["1"])) == 1
    await remove(witness, again["url"].removeprefix("/media/")[:36])
    assert await urls(badges, ["1"]) == []


async def test_nothing_is_kept_of_a_form_that_breaks_off(badges):
    answer = await post(badges, BEFORE)
    assert answer.json()["code"] == "invalid_body"


async def test_a_storage_that_refuses_the_key_is_told_without_it(witness, tmp_path):
    secret = canary("files")
    async with running(witness.settings(tmp_path, files_secret=secret)) as jetway:
        await declare(jetway, declared())
        assert await refused(jetway) == (503, "storage_unavailable")


async def test_a_storage_that_is_away_is_told(witness, tmp_path):
    shop = replace(witness.settings(tmp_path), files_endpoint="http://127.0.0.1:9")
    async with running(shop) as jetway:
        await declare(jetway, declared())
        assert await refused(jetway) == (503, "storage_unavailable")
        jetway.sql("UPDATE badges SET picture = '6f2b8f3e-3b1f-4f0e-9a6e-0d3f5a0c1b2a/a.png' WHERE id = 1")
        wanted = {"table": "badges", "column": "picture", "keys": ["1"]}
        assert await jetway.refused("POST", "/api/file_urls/", wanted) == (503, "storage_unavailable")
