from __future__ import annotations

import logging
import re

import pytest

from jetway.control.api import API, HEALTH
from jetway.control.callers import anybody, browser
from tests.control.people import OWNER, ask, code_of, enrol, project_of, user_token

PUBLIC = [entry for entry in (*API, *HEALTH) if entry.who in (anybody, browser)]
PRIVATE = [entry for entry in API if entry not in PUBLIC]


def path_of(entry):
    return re.sub(r"\{\w+\}", "0" * 24, entry.path)


@pytest.fixture
def store_url(sqlite_store_url):
    """What is tested here does not depend on the database."""
    return sqlite_store_url


def test_these_routes_and_no_others_take_strangers():
    assert [(entry.method, entry.path) for entry in PUBLIC] == [
        ("GET", "/api/session/"),
        ("POST", "/api/setup/"),
        ("POST", "/api/session/"),
        ("POST", "/api/session/second_factor/"),
        ("POST", "/api/session/passkey/begin/"),
        ("POST", "/api/session/passkey/"),
        ("DELETE", "/api/session/"),
        ("GET", "/api/ways/"),
        ("POST", "/api/single_sign_on/begin/"),
        ("GET", "/api/single_sign_on/callback/"),
        ("POST", "/api/single_sign_on/finish/"),
        ("POST", "/api/password/forgot/"),
        ("POST", "/api/password/reset/"),
        ("POST", "/api/invitations/show/"),
        ("POST", "/api/invitations/accept/"),
        ("POST", "/api/enrolments/"),
        ("POST", "/api/enrolments/poll/"),
        ("GET", "/api/project_tokens/{token}/"),
        ("POST", "/api/check_resource_token/"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
    ]


@pytest.mark.parametrize("entry", PRIVATE, ids=lambda entry: f"{entry.method} {entry.path}")
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-HTTP-Method-Override": "OPTIONS"},
        {"X-Original-URL": "/healthz"},
        {"X-Rewrite-URL": "/healthz"},
        {"X-Middleware-Subrequest": "middleware"},
        {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."},
    ],
)
async def test_without_a_right_token_no_private_route_answers(standing, entry, headers):
    response = await standing.browser().request(entry.method, path_of(entry), json={}, headers=headers)

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Token"


@pytest.mark.parametrize(
    "path",
    [
        "/api/session",
        "//api/session/",
        "/api//session/",
        "/api/session/;a=b",
        "/api/session/.",
        "/API/session/",
    ],
)
async def test_a_path_that_is_almost_one_is_none(standing, path):
    response = await standing.browser().get(path)

    assert code_of(response) == (404, "not_found")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "PROPFIND", "__class__", "OPTIONS"])
async def test_a_method_that_a_path_does_not_take_is_refused(standing, method):
    response = await standing.browser().request(method, "/api/session/")

    assert code_of(response) == (405, "method_not_allowed")
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "DELETE"}


async def test_head_is_get_without_a_body(standing):
    response = await standing.browser().head("/api/session/")

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"email": "a", "email": "b"}',
        b'{"email": "a",}',
        b'{"email": NaN}',
        b'{"email": 1e999}',
        b'{"email": "\\ud800"}',
        b'\xef\xbb\xbf{"email": "a"}',
        b"\xff\xfe{\x00}\x00",
        b'{"email": "\xff"}',
        b"[" * 100_000,
        b"9" * 1_000_000,
        b'{"email": "a\x00b"}',
    ],
    ids=lambda body: repr(body[:12]),
)
async def test_a_body_that_is_not_quite_json_is_refused(standing, body):
    response = await standing.browser().post(
        "/api/session/", content=body, headers={"Content-Type": "application/json"}
    )

    assert code_of(response) == (400, "invalid_body")


@pytest.mark.parametrize(
    "body", [b"null", b"[]", b'""', b"1", b"{}", b'{"email": null, "password": {}}', b'{"__proto__": {}}']
)
async def test_json_of_another_form_is_refused(standing, body):
    response = await standing.browser().post(
        "/api/session/", content=body, headers={"Content-Type": "application/json"}
    )

    assert code_of(response) == (422, "invalid_input")


async def test_a_body_over_the_limit_is_refused_while_it_is_read(standing):
    sent = 0

    async def endless():
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 65_536

    response = await standing.browser().post(
        "/api/session/", content=endless(), headers={"Content-Type": "application/json"}
    )

    assert code_of(response) == (413, "body_too_large")


async def test_a_length_over_the_limit_is_refused_before_reading(standing):
    response = await standing.browser().post(
        "/api/session/",
        content=b"{}",
        headers={"Content-Type": "application/json", "Content-Length": "9" * 5_000},
    )

    assert code_of(response) == (413, "body_too_large")


async def test_a_compressed_body_is_refused(standing):
    response = await standing.browser().post("/api/session/", json={}, headers={"Content-Encoding": "gzip"})

    assert code_of(response) == (415, "unsupported_media_type")


async def test_the_log_holds_no_secret(world, caplog):
    caplog.set_level(logging.DEBUG)
    owner = await world.owner()
    bridge, machine = await enrol(world)
    token = await user_token(owner, bridge)
    await ask(machine, token)
    shown = (
        await world.machine().post("/api/enrolments/", json={"name": "b", "url": "", "engine": "e"})
    ).json()
    await owner.get(f"/api/enrolments/{shown['code']}/")
    project = (await project_of(owner))["id"]
    await owner.post(f"/api/enrolments/{shown['code']}/approve/", json={"project": project})
    await world.machine(f"Token {token}").get(f"/api/projects/{project}/settings/")
    await owner.post("/api/session/", json={"email": OWNER["email"], "password": "wrong canary"})
    await owner.get(f"/api/enrolments/{shown['code']}/")

    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx"))
    for secret in [
        token,
        machine.headers["authorization"].partition(" ")[2],
        shown["device"],
        shown["code"],
        owner.cookies["__Host-jetway_session"],
        OWNER["password"],
        "wrong canary",
    ]:
        assert secret not in ours
