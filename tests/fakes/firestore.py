"""Google's own emulator of Firestore, where it is installed; and a small server for what it does not do.

The emulator wants no index and no token. The server between gives tokens, asks for them, and can say that an
index is missing; all else it passes on.
"""

import atexit
import json
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import token_hex
from socket import create_connection, socket
from tempfile import gettempdir
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from tests.canaries import canary
from tests.fakes.http import said, served

JAR = Path("/usr/lib/google-cloud-sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar")
MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
START_S = 40
TOKEN = f"ya29.{canary('firestore')}"
EMAIL = "jetway@shop.iam.gserviceaccount.com"
LINK = "https://console.firebase.google.com/v1/r/project/shop/firestore/indexes?create_composite=Ck"


def emulator() -> int:
    """The port of the emulator, which is started by the first test that asks and stopped at the end."""
    if not JAR.exists() or shutil.which("java") is None:
        pytest.skip(f"Firestore's emulator is not installed ({JAR}), or there is no Java.")
    return _started()


@cache
def _started() -> int:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quick = ["-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
    command = ["java", *quick, "-cp", str(JAR), MAIN, "start", "--host=127.0.0.1", f"--port={port}"]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=gettempdir(), env=dict(os.environ)
    )
    atexit.register(process.wait, 10)
    atexit.register(process.terminate)
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        try:
            create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return port
    raise AssertionError("Firestore's emulator did not start.")


@cache
def a_key(number: int) -> RSAKey:
    """A key, made once."""
    return RSAKey.generate_key(2048)


@dataclass
class Google:
    """Firestore behind Google's doors: `key_file` opens them. `requests`: what was asked of Firestore."""

    address: str
    project: str
    http: httpx2.AsyncClient
    key: RSAKey = field(default_factory=lambda: a_key(0))
    indexes: bool = True
    requests: list[tuple[str, str]] = field(default_factory=list)
    before_change: Callable[[], Awaitable[None]] | None = None
    claims: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key_file(self) -> str:
        return key_file(self.key, self.address)

    @property
    def root(self) -> str:
        return f"projects/{self.project}/databases/(default)/documents"

    async def put(self, path: str, **fields: Any) -> None:
        """Have a document there, of typed fields."""
        await self.put_all({path: fields})

    async def put_all(self, documents: dict[str, dict[str, Any]]) -> None:
        """Have them all there, at once."""
        writes = [
            {"update": {"name": f"{self.root}/{path}", "fields": one}} for path, one in documents.items()
        ]
        answer = await self.http.post(f"/v1/{self.root}:commit", json={"writes": writes})
        assert answer.status_code == 200, answer.text

    async def get(self, path: str) -> dict[str, Any]:
        """The typed fields of a document."""
        answer = await self.http.get(f"/v1/{self.root}/{path}")
        return dict(answer.json().get("fields", {}))

    async def answer(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, bytes]:
        if target == "/token":
            return self._token(body)
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, _error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
        self.requests.append((method, target.rpartition("/documents")[2]))
        if target.endswith(":commit") and self.before_change is not None:
            change, self.before_change = self.before_change, None
            await change()
        query = json.loads(body or b"{}")
        query = query.get("structuredAggregationQuery", query).get("structuredQuery")
        if query and not self.indexes and _needs_index(query):
            return 400, _error(400, "FAILED_PRECONDITION", f"The query requires an index. Create it: {LINK}")
        sent = {"content-type": headers.get("content-type", "application/json")}
        answer = await self.http.request(method, target, content=body, headers=sent)
        return answer.status_code, answer.content

    def _token(self, body: bytes) -> tuple[int, bytes]:
        status, content, claims = granted(body, self.key, TOKEN)
        self.claims += claims
        return status, json.dumps(content).encode()


def key_file(key: RSAKey, address: str) -> str:
    """What Google gives a service account to prove itself by; `address` gives the tokens."""
    secret, tokens = key.as_pem(private=True).decode(), f"{address}/token"
    told = {"type": "service_account", "client_email": EMAIL, "private_key": secret, "token_uri": tokens}
    return json.dumps(told)


def granted(body: bytes, key: RSAKey, token: str) -> tuple[int, dict[str, Any], list[dict[str, Any]]]:
    """What the token endpoint answers: the status, the body, and the claims that were proved."""
    said = dict(parse_qsl(body.decode()))
    try:
        claims = jwt.decode(said["assertion"], key, algorithms=["RS256"]).claims
    except (JoseError, ValueError):
        return 400, {"error": "invalid_grant"}, []
    return 200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}, [claims]


def _needs_index(query: dict[str, Any]) -> bool:
    """As the real one, other than the emulator: what is filtered is not what is sorted."""
    filters = query.get("where", {}).get("compositeFilter", {}).get("filters", [])
    spans = {one["field"]["fieldPath"] for each in filters for one in each.values() if one["op"] != "EQUAL"}
    fields = {one["field"]["fieldPath"] for each in filters for one in each.values()}
    orders = [(one["field"]["fieldPath"], one["direction"]) for one in query.get("orderBy", [])]
    ordered = {name for name, _ in orders} - {"__name__"}
    return bool(ordered and fields - ordered) or len(spans) > 1 or orders[:1] == [("__name__", "DESCENDING")]


def _error(code: int, status: str, message: str) -> bytes:
    return json.dumps({"error": {"code": code, "message": message, "status": status}}).encode()


@asynccontextmanager
async def firestore() -> AsyncIterator[Google]:
    """An empty database of its own, behind a server that is as strict as Google's."""
    inside = f"http://127.0.0.1:{emulator()}"
    async with httpx2.AsyncClient(
        base_url=inside, headers={"Authorization": "Bearer owner"}, timeout=60
    ) as http:
        kept = Google("", f"test-{token_hex(6)}", http)

        async def answer(*asked: Any) -> bytes:
            return said(*await kept.answer(*asked), {})

        async with served(answer, "firestore") as kept.address:
            yield kept
