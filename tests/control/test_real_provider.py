"""Single sign-on against a real provider: the npm package oidc-provider."""

from __future__ import annotations

import re
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from httpx2 import Client

from tests.canaries import PERSON
from tests.control.issuer import SECRET
from tests.control.mailbox import free_port
from tests.e2e.conftest import start, stop
from tests.witnesses import INSTALLED, needs

pytestmark = needs("oidc-provider")


@pytest.fixture
def servers(tmp_path):
    port, provider_port = free_port(), free_port()
    callback = f"http://127.0.0.1:{port}/api/single_sign_on/callback/"
    script = Path(__file__).with_name("oidc_provider.mjs")
    provider = subprocess.Popen(
        ["node", str(script), str(INSTALLED / "oidc-provider"), str(provider_port), callback, SECRET],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert provider.stdout is not None
    assert "listening" in provider.stdout.readline()
    server = start(
        "control",
        "--port",
        str(port),
        state=tmp_path / "state",
        JETWAY_OIDC_ISSUER=f"http://127.0.0.1:{provider_port}",
        JETWAY_OIDC_CLIENT_ID="jetway",
        JETWAY_OIDC_CLIENT_SECRET=SECRET,
        JETWAY_OIDC_SCOPES="openid email profile groups",
    )
    yield server
    stop(server.process)
    stop(provider)


def consent(url):
    """Sign in at the provider as a person does, up to the address that it sends the browser to."""
    with Client() as there:
        answer = there.get(url)
        for _ in range(20):
            if "/api/single_sign_on/callback/" in (address := answer.headers.get("location", "")):
                return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
            if address:
                answer = there.get(urljoin(str(answer.url), address))
                continue
            action = re.search(r'action="([^"]+)"', answer.text)[1]
            fields = dict(re.findall(r'name="(prompt)" value="(\w+)"', answer.text))
            form = {**fields, "login": "eve", "password": "any"}
            answer = there.post(urljoin(str(answer.url), action), data=form)
    raise AssertionError(answer.text)


def sign_on(server):
    browser = Client(base_url=server.url, headers={"Origin": server.url})
    begun = browser.post("/api/single_sign_on/begin/", json={})
    assert begun.status_code == 200, begun.text
    back = consent(begun.json()["url"])
    handed = browser.get("/api/single_sign_on/callback/", params=back)
    said = parse_qs(handed.headers["location"].partition("?")[2])
    body = {"code": said["code"][0], "state": said["state"][0]}
    return browser, browser.post("/api/single_sign_on/finish/", json=body)


def test_a_person_signs_in_with_the_role_of_their_group(servers):
    with Client(base_url=servers.url, headers={"Origin": servers.url}) as owner:
        code = servers.opening.partition("code=")[2]
        body = {"code": code, "email": "a@example.com", "name": "A", "password": PERSON}
        project = owner.post("/api/setup/", json=body).json()["person"]["projects"][0]["id"]
        browser, refused = sign_on(servers)
        browser.close()
        assert (refused.status_code, refused.json()["code"]) == (403, "no_access")
        asked = {"audience": "control", "project": project}
        token = owner.post("/api/user_tokens/", json=asked).json()["token"]
        saved = owner.put(
            f"/api/projects/{project}/groups/",
            json={"groups": [{"group": "staff", "role": "editor"}]},
            headers={"Authorization": f"Token {token}"},
        )
        assert saved.status_code == 204, saved.text

    for _ in range(2):
        browser, response = sign_on(servers)
        with closing(browser):
            assert response.status_code == 200, response.text
            person = browser.get("/api/session/").json()["person"]
            assert (person["email"], person["projects"][0]["role"]) == ("eve@example.com", "editor")
