"""What Jet Bridge answers, Jetway answers."""

import pytest

from tests.compat import differences
from tests.compat.compare import Difference
from tests.compat.compare import differences as compared
from tests.compat.replay import (
    DESCRIPTIONS,
    FOLDER,
    Pair,
    captures,
    postgresql_databases,
    replay,
    sqlite_databases,
)


def alone(server: str):
    """One process for each database: hundreds of requests are sent only once."""
    return pytest.param(server, marks=pytest.mark.xdist_group(f"compat on {server}"))


@pytest.fixture(scope="module", params=[alone("sqlite"), alone("pg")])
def server(request):
    return request.param


@pytest.fixture(scope="module")
async def pairs(server, request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("compat")
    if server == "pg":
        fresh = postgresql_databases(request.getfixturevalue("postgresql_server"))
    else:
        fresh = sqlite_databases(folder)
    return [pair async for pair in replay(server, fresh, folder / "state")]


def unlike(pair: Pair) -> list[Difference]:
    """What differs and is no other form of the same value."""
    if pair.status != pair.recorded["status"]:
        return [Difference("status", pair.recorded["status"], pair.status)]
    found = compared(pair.recorded["response_body"], pair.body)
    return [one for one in found if not differences.is_form(pair, one)]


def targets(pairs: list[Pair]) -> list[Pair]:
    """Those whose answer is to be the same; descriptions are compared in a test of their own."""
    return [pair for pair in pairs if pair.recorded["status"] < 300 and pair.recorded["path"] != DESCRIPTIONS]


@pytest.mark.anyio
async def test_every_request_is_sent(pairs, server):
    assert [pair.id for pair in pairs] == [capture["id"] for capture in captures(server)]


@pytest.mark.anyio
async def test_no_request_answers_500(pairs):
    assert [str(pair) for pair in pairs if pair.status >= 500] == []


@pytest.mark.anyio
async def test_what_answered_2xx_answers_the_same_but_for_the_listed_differences(pairs):
    wrong = {str(pair): unlike(pair) for pair in targets(pairs) if differences.reason_of(pair) is None}
    assert {pair: found for pair, found in wrong.items() if found} == {}


@pytest.mark.anyio
async def test_every_listed_difference_is_one(pairs):
    listed = [pair for pair in targets(pairs) if differences.reason_of(pair) is not None]
    assert [str(pair) for pair in listed if not unlike(pair)] == []


def test_every_difference_is_documented_and_no_other():
    text = (FOLDER.parent.parent / "docs" / "reference" / "jet-bridge.md").read_text()
    written = [line.removeprefix("- ") for line in text.splitlines() if line.startswith("- ")]
    assert written == [*[form.reason for form in differences.FORMS], *differences.PAIRS]
