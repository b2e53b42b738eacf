"""A bridge that starts while control is away goes on with what it knew, for as long as that holds."""

import stat
from dataclasses import replace

import anyio
import httpx2
import pytest

from jetway import problem
from jetway.background import background
from jetway.bridge import api
from jetway.bridge.asked import Bridge
from jetway.bridge.audit_store import SourceAudit, kept_audit
from jetway.bridge.auth import Gate
from jetway.bridge.declaration_store import declarations
from jetway.bridge.far.neighbours import Neighbours
from jetway.bridge.far.store import FarStore
from jetway.bridge.granted_types import GrantedTypes
from jetway.bridge.grants import Known
from jetway.bridge.kept_grants import FILE, GrantStore, keep, take_up
from jetway.bridge.pool import OpenSource
from jetway.bridge.records import Records
from jetway.core.directory import Actor, Grant
from jetway.core.errors import AuthUnavailable, TokenInvalid
from jetway.sources import Limits
from jetway.sources.kinds import open_source
from tests.bridge.between import between
from tests.bridge.conftest import new_shop

pytestmark = pytest.mark.anyio
__all__ = ["between"]

KEY = b"k" * 32


@pytest.fixture
def store(tmp_path):
    return GrantStore(tmp_path, KEY)


def restarted(between, store):
    """Another gate on the same line to control, as after a restart."""
    gate = Gate(between.directory, clock=between.clock)
    take_up(store, gate)
    between.gate = gate
    return gate


async def kept(between, store, token):
    """A grant and the policy, on disk."""
    async with background() as tasks:
        tasks.start_soon(keep, store, between.gate)
        grant = await between.enter(token)
        await between.gate.policy(grant)
        with anyio.fail_after(5):
            await written(store)


async def written(store):
    while (found := store.load()) is None or not found[2]:  # noqa: ASYNC110 - a file on disk has no event
        await anyio.sleep(0.01)


async def test_known_people_go_on_after_a_restart_while_control_is_away(between, store):
    token = await between.token()
    await kept(between, store, token)
    between.line.cut = True
    gate = restarted(between, store)
    grant = await between.enter(token)
    assert (grant.actor.role, grant.is_stale) == ("owner", True)
    assert (await gate.policy(grant)).version == 1
    between.clock.now_s += 901
    with pytest.raises(AuthUnavailable):
        await between.enter(token)


async def test_strangers_get_no_word_while_control_is_away(between, store):
    await kept(between, store, await between.token())
    stranger = await between.token("viewer")
    between.line.cut = True
    restarted(between, store)
    with pytest.raises(AuthUnavailable):
        await between.enter(stranger)


async def test_control_is_asked_again_as_soon_as_it_is_there(between, store):
    token = await between.token()
    await kept(between, store, token)
    before = between.questions
    restarted(between, store)
    assert not (await between.enter(token)).is_stale
    assert between.questions == before + 1


async def test_who_was_sent_away_is_not_taken_up(between, store):
    token = await between.token()
    await kept(between, store, token)
    between.gate.grants.forget({(await between.enter(token)).actor.id})
    store.save("", between.gate.policy_json, between.gate.grants.known)
    between.line.cut = True
    restarted(between, store)
    with pytest.raises(AuthUnavailable):
        await between.enter(token)


async def test_whoever_views_as_somebody_still_only_looks_after_a_restart(store):
    by = Actor("ada", "owner", {"name": "Ada"})
    known = Known(Grant(Actor("bo", "support", {"country": "SE"}), 1, 60, 900, by=by), 1.0)
    store.save("e", b"{}", {"digest": known})

    assert store.load() == ("e", b"{}", {"digest": known})


@pytest.mark.parametrize("harm", ["another key", "torn", "empty"])
async def test_a_file_that_cannot_be_read_is_left_alone(between, store, harm):
    token = await between.token()
    await kept(between, store, token)
    path = store.state / FILE
    if harm == "another key":
        store = replace(store, key=b"x" * 32)
    else:
        path.write_bytes(path.read_bytes()[: -9 if harm == "torn" else 0])
    between.line.cut = True
    restarted(between, store)
    with pytest.raises(AuthUnavailable):
        await between.enter(token)
    between.line.cut = False
    between.clock.now_s += 60
    assert (await between.enter(token)).actor.role == "owner"


async def test_the_file_is_its_owners_and_holds_no_token(between, store):
    token = await between.token()
    await kept(between, store, token)
    path = store.state / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert token.encode() not in path.read_bytes()
    _, policy, known = store.load()
    assert b"owner" in policy
    assert token not in repr(known)


@pytest.fixture
async def asks(between, tmp_path):
    """Requests to a bridge behind the gate: `await asks("GET", path, writes_without_control=True)`."""
    settings = new_shop(tmp_path)
    source = await open_source(settings.database, Limits())
    records = Records(source, tmp_path)
    opened = OpenSource(source, declarations(records))
    token = await between.token()

    async def ask(method, path, *, writes_without_control=True, body=None):
        bridge = Bridge(
            opened,
            between.gate,
            SourceAudit(audit),
            "",
            Limits(),
            KEY,
            GrantedTypes(records, KEY),
            Neighbours(FarStore(records)),
            writes_without_control=writes_without_control,
        )
        transport = httpx2.ASGITransport(problem.application(list(api.routes(bridge))))
        headers = {"Authorization": f"Token {token}"}
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
            return await http.request(method, path, json=body, headers=headers)

    async with kept_audit(source, tmp_path) as audit:
        yield ask
    await source.close()


async def test_an_answer_says_that_control_was_not_asked(between, asks):
    fresh = await asks("GET", "/api/models/customers/1/")
    assert "jetway-auth" not in fresh.headers
    between.line.cut = True
    between.clock.now_s += 61
    stale = await asks("GET", "/api/models/customers/1/")
    assert (stale.status_code, stale.headers["jetway-auth"]) == (200, "stale")


async def test_changes_can_be_kept_for_when_control_is_back(between, asks):
    change = {"body": {"name": "Ada"}, "writes_without_control": False}
    assert (await asks("PATCH", "/api/models/customers/1/", **change)).status_code == 200
    between.line.cut = True
    between.clock.now_s += 61
    refused = await asks("PATCH", "/api/models/customers/1/", **change | {"body": {"name": "Bea"}})
    assert (refused.status_code, refused.json()["code"]) == (503, "auth_unavailable")
    assert (await asks("GET", "/api/models/customers/1/")).json()["name"] == "Ada"
    change["writes_without_control"] = True
    assert (await asks("PATCH", "/api/models/customers/1/", **change)).status_code == 200


async def test_an_older_grant_does_not_take_the_newer_policy_away(between):
    """Somebody who was asked about before the policy changed goes on while control is away."""
    token = await between.token()
    await between.enter(token)
    await between.change({"owner": {"every_table": {}}})
    other = await between.enter(await between.token())
    newest = await between.gate.policy(other)
    between.line.cut = True
    between.clock.now_s += 61
    grant = await between.enter(token)
    assert grant.policy_version < newest.version
    assert (await between.gate.policy(grant)).version == newest.version


async def test_a_token_that_ended_meanwhile_is_refused(between, store):
    token = await between.token()
    await kept(between, store, token)
    between.clock.now_s += 2 * 86400
    restarted(between, store)
    with pytest.raises(TokenInvalid):
        await between.enter(token)
