"""Non-interference: what a clerk may not see makes no difference to any answer that they get.

`INTERFERENCE=5000 make test ARGS="tests/interference"` asks so many requests of each engine.
"""

import os
import re
from contextlib import ExitStack
from functools import partial

import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import HealthCheck, Phase, given, settings

from jetway.bridge.far import known
from jetway.config import Settings
from tests.interference import world
from tests.interference.beyond import with_sources
from tests.interference.requests import requests
from tests.interference.weakenings import WEAKENINGS

REQUESTS = int(os.environ.get("INTERFERENCE", "300"))
MOST = 1000
"""After so many requests of its kind a weakening counts as not found."""


@pytest.fixture(scope="module", autouse=True)
def remembered():
    """Rows of apps are asked for again after the same requests on both sides, and not after ten seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "KNOWN_S", float("inf"))
        yield


@pytest.fixture(scope="module")
def portal():
    with start_blocking_portal() as portal:
        yield portal


class Sides:
    """Both worlds, each behind a Jetway of its own, asked by the same clerk."""

    def __init__(self, portal, pair):
        self.portal, self.pair = portal, pair
        self.asked = self.served = 0

    def difference(self, request):
        """What tells the sides apart; `None` where nothing does."""
        one, other = (self.portal.call(asked, jetway, request) for jetway in self.pair)
        self.asked += 1
        self.served += one[0][0] < 300
        return None if one == other else (request, one, other)


async def asked(jetway, request):
    """What a clerk is told: status, text and headers; also behind the cursor that they were given."""
    if request.after_owner:
        await jetway.ask(request.method, request.path, request.body)
    headers = {"Authorization": f"Token {await jetway.token('clerk')}"}
    if request.body is not None:
        headers["Content-Type"] = request.media_type
    answer = await jetway.http.request(request.method, request.path, json=request.body, headers=headers)
    found = [told(answer)]
    if answer.is_success and (following := re.search(r'"next":"([^"]*_cursor=[^"]*)"', answer.text)):
        found.append(told(await jetway.http.get(following[1], headers=headers)))
    return found


def told(answer):
    """All of it but what differs between any two requests, or bridges."""
    text = re.sub(r"#[0-9a-f]{6,}", "", answer.text)  # the number of a refused request
    text = re.sub(r'"(\w*query_time)":[0-9.e-]+', r'"\1":0', text)
    text = re.sub(r"interference_\d", "world", text)  # the name of a server's database
    text = re.sub(r"_cursor=[\w-]+", "_cursor=", text)
    text = re.sub(r'"version":"[0-9a-f]{16}"', '"version":"of a query"', text)  # by the bridge's own key
    headers = {name: text for name, text in answer.headers.items() if name != "content-length"}
    return answer.status_code, text, headers


def opened(stack, portal, folder, url, side):
    settings = Settings(
        database=url, state=folder / "state", outbound_private=("127.0.0.1",), source_folders=(str(folder),)
    )
    return stack.enter_context(portal.wrap_async_context_manager(with_sources(settings, folder, side)))


def sides_of(stack, portal, engine, request, folder_of):
    pair = []
    for number, side in enumerate((world.ONE, world.OTHER)):
        folder = folder_of(f"{engine}{number}")
        if engine == "sqlite":
            url = world.sqlite(folder, side)
        else:
            server = request.getfixturevalue(f"{engine}_server")
            url = getattr(world, engine)(server, f"interference_{number}", side)
        pair.append(opened(stack, portal, folder, url, side))
    return Sides(portal, pair)


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
def sides(request, portal, tmp_path_factory):
    with ExitStack() as stack:
        yield sides_of(stack, portal, request.param, request, tmp_path_factory.mktemp)


def ask(sides, most, *among):
    """Fails where a request tells the sides apart, one of all or one `among` some."""

    @settings(
        max_examples=most,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(*among))
    def law(request):
        assert sides.difference(request) is None

    law()


def test_what_is_hidden_makes_no_difference(sides):
    ask(sides, REQUESTS)
    assert sides.served > sides.asked / 4, (sides.served, sides.asked)


@pytest.fixture(scope="module")
def files(portal, tmp_path_factory):
    with ExitStack() as stack:
        yield partial(sides_of, stack, portal, "sqlite", None, tmp_path_factory.mktemp)


@pytest.mark.parametrize("weakening", list(WEAKENINGS))
def test_a_weakening_is_found(files, monkeypatch, weakening):
    module, name, weakened, table, kind = WEAKENINGS[weakening]
    monkeypatch.setattr(module, name, weakened(getattr(module, name)))
    sides = files()
    with pytest.raises(AssertionError):
        ask(sides, MOST, table, kind)
