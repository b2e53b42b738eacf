"""Jet Bridge's own calls, and a real one against a real control."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import time

import pytest
from httpx2 import Client, ConnectError

from tests.canaries import PERSON
from tests.control.people import add_colleague, at_work, code_of, enrol, project_of, user_token
from tests.e2e.conftest import start, stop
from tests.witnesses import INSTALLED, needs

READ = {"permission_type": "model", "permission_object": "orders", "permission_actions": "r"}
WRITE = {**READ, "permission_actions": "w"}
PROJECT = {"permission_type": "project", "permission_object": "project_settings", "permission_actions": "w"}
REFUSED = (403, "not_allowed")


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def desk(world, owner):
    return await at_work(world, owner)


@pytest.fixture
async def jet(desk):
    """The id and Project Token of a bridge that was made by hand."""
    body = {"name": "Jet Bridge", "url": "https://jet.example"}
    response = await desk.post("bridges/", json=body)
    assert response.status_code == 201
    return response.json()


async def may(world, jet, token, asked):
    form = {"project_token": jet["project_token"], "token": token, **asked}
    response = await world.machine().post("/api/project_auth/", data=form)
    return response.status_code if response.status_code == 200 else code_of(response)


@pytest.mark.parametrize("asked", [READ, WRITE, PROJECT, {}])
@pytest.mark.parametrize("role", ["owner", "admin"])
async def test_whoever_may_do_everything_may_do_it_there(world, owner, jet, role, asked):
    person = owner if role == "owner" else await add_colleague(world, (await project_of(owner))["id"], role)

    assert await may(world, jet, await user_token(person, jet["bridge"]), asked) == 200


@pytest.mark.parametrize("token", ["", "junk", "jut_" + "0" * 49])
async def test_strangers_are_refused(world, jet, token):
    assert await may(world, jet, token, READ) == REFUSED


async def test_a_token_for_another_bridge_is_refused(world, owner, jet):
    other, _ = await enrol(world)

    assert await may(world, jet, await user_token(owner, other), READ) == REFUSED
    assert await may(world, jet, await user_token(owner), READ) == REFUSED


async def test_an_unknown_jet_bridge_is_told_nothing(world, owner, jet):
    made_up = {**jet, "project_token": "x"}

    assert await may(world, made_up, await user_token(owner, jet["bridge"]), READ) == (401, "token_invalid")


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ({"every_table": {}}, 200, REFUSED),
        ({"every_table": {"create": True, "update": True}}, 200, REFUSED),
        ({"tables": {"orders": {"create": True, "update": True, "delete": True}}}, REFUSED, REFUSED),
        ({"every_table": {"read": ["id"]}}, REFUSED, REFUSED),
        ({"every_table": {"max_rows": 10}}, REFUSED, REFUSED),
        (
            {"every_table": {"rows": {"and": [{"column": "a", "op": "eq", "value": 1}]}}},
            REFUSED,
            REFUSED,
        ),
        ({"every_table": {}, "tables": {"salaries": {"read": ["id"]}}}, REFUSED, REFUSED),
    ],
)
async def test_a_role_that_does_not_see_every_table_whole_is_refused(
    world, owner, desk, jet, role, reads, writes
):
    editor = await add_colleague(world, (await project_of(owner))["id"], "editor")
    roles = {"owner": {"every_table": {}}, "editor": role}
    saved = await desk.put("policy/", json={"roles": roles}, headers={"If-Match": "*"})
    assert saved.status_code == 200, saved.text
    token = await user_token(editor, jet["bridge"])

    assert await may(world, jet, token, READ) == reads
    assert await may(world, jet, token, WRITE) == writes
    assert await may(world, jet, token, PROJECT) == REFUSED


@pytest.mark.parametrize(
    ("scope", "reads", "writes"),
    [({}, 200, 200), ({"read_only": True}, 200, REFUSED), ({"tables": ["orders"]}, REFUSED, REFUSED)],
)
async def test_an_api_token_is_narrowed_there_too(world, desk, jet, scope, reads, writes):
    token = (await desk.post("api_tokens/", json={"name": "export", **scope})).json()["token"]

    assert await may(world, jet, token, READ) == reads
    assert await may(world, jet, token, WRITE) == writes


async def test_a_project_token_is_known(world, owner, jet):
    project = await project_of(owner)
    machine = world.machine()
    for token, known in [(jet["project_token"], True), ("0000", False)]:
        shown = await machine.get(f"/api/project_tokens/{token}/")
        assert shown.json() == {"activated": known}
        for name in (project["id"], project["name"]):
            form = {"project": name, "token": token}
            checked = await machine.post("/api/check_resource_token/", data=form)
            assert checked.json() == {"activated": known}
    form = {"project": "another", "token": jet["project_token"]}
    assert (await machine.post("/api/check_resource_token/", data=form)).json() == {"activated": False}


@pytest.mark.parametrize("body", [b"", b"%%%", b"\xff=\xff", b"a=1&" * 60, b"x" * 20_000])
async def test_a_form_of_another_kind_is_refused(world, jet, body):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    response = await world.machine().post("/api/project_auth/", content=body, headers=headers)

    assert response.status_code in (400, 401, 413)


@needs("jet-bridge")
def test_a_real_jet_bridge_serves_its_owner_and_refuses_strangers(tmp_path):
    server = start("control", state=tmp_path / "state")
    shop = tmp_path / "shop.sqlite"
    with sqlite3.connect(shop) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, number TEXT)")
        connection.execute("INSERT INTO orders VALUES (1, 'A-1')")
    with Client(base_url=server.url, headers={"Origin": server.url}) as browser:
        code = server.opening.partition("code=")[2]
        body = {"code": code, "email": "a@example.com", "name": "A", "password": PERSON}
        project = browser.post("/api/setup/", json=body).json()["person"]["projects"][0]["id"]

        def token(audience):
            asked = {"audience": audience, "project": project}
            return {"Authorization": f"Token {browser.post('/api/user_tokens/', json=asked).json()['token']}"}

        port = _free_port()
        made = browser.post(
            f"/api/projects/{project}/bridges/",
            json={"name": "Jet Bridge", "url": f"http://127.0.0.1:{port}"},
            headers=token("control"),
        ).json()
        process = _jet_bridge(tmp_path, shop, port, server.url, made)
        try:
            with Client(base_url=f"http://127.0.0.1:{port}") as jet:
                _wait(jet)
                owner = token(made["bridge"])
                listed = jet.get("/api/models/orders/", headers=owner)
                assert [row["number"] for row in listed.json()["results"]] == ["A-1"]
                created = jet.post("/api/models/orders/", headers=owner, json={"number": "A-2"})
                assert created.status_code == 201
                for stranger in ({}, {"Authorization": "Token junk"}, token("control")):
                    assert jet.get("/api/models/orders/", headers=stranger).status_code in (401, 403)
        finally:
            stop(process)
            stop(server.process)


def _jet_bridge(folder, shop, port, control, made):
    environment = {
        **os.environ,
        "PORT": str(port),
        "ADDRESS": "127.0.0.1",
        "DATABASE_ENGINE": "sqlite",
        "DATABASE_NAME": str(shop),
        "API_BASE_URL": f"{control}/api",
        "PROJECT": made["project"],
        "TOKEN": made["project_token"],
        "STORE_PATH": str(folder / "jet_bridge_store.sqlite3"),
    }
    environment.pop("PYTHONPATH", None)
    with (folder / "jet_bridge.log").open("w") as log:
        return subprocess.Popen(
            [INSTALLED / "jet-bridge/bin/jet_bridge"], cwd=folder, env=environment, stdout=log, stderr=log
        )


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait(client):
    for _ in range(100):
        try:
            client.get("/api/")
        except ConnectError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("Jet Bridge did not start")
