"""What the bridge remembers of control's answers: on a real control, whose line can be cut and slowed."""

import json

import anyio
import httpx2
import pytest
from sqlalchemy import select

import jetway.bridge.follow
from jetway.bridge import grants, policy_in_force
from jetway.bridge.auth import Gate
from jetway.bridge.directory import MAX_ANSWER_BYTES, About, HttpDirectory, client
from jetway.bridge.follow import follow, present
from jetway.bridge.kept_grants import GrantStore, take_up
from jetway.control.store.api_tokens import find_api_token, revoke_api_token
from jetway.control.store.changes import note_change
from jetway.control.store.epoch import begin_epoch
from jetway.control.store.policies import policy_version
from jetway.control.store.projects import first_place
from jetway.control.store.tables import api_tokens, bridges, changes, policies
from jetway.core.errors import (
    AuthUnavailable,
    HeaderTooLarge,
    NotEnrolled,
    TokenInvalid,
    TokenMalformed,
    TokenMissing,
    TooManyRequests,
)
from jetway.core.token import mint
from tests.bridge.between import between

pytestmark = pytest.mark.anyio
__all__ = ["between"]


async def test_what_is_no_token_of_ours_never_reaches_control(between):
    good = mint("jut_")
    for token in (
        good[:-1] + ("0" if good[-1] != "0" else "1"),  # the checksum
        f"{good},Token {good}",
        "",
        " ",
        f"{good},{good}",
        "jut_" + "a" * 8000,
        "jut_\0",
        "jut_é",
        mint("jpt_"),
        "eyJhbGciOiJub25lIn0.eyJyb2xlIjoib3duZXIifQ.",
    ):
        with pytest.raises(TokenMalformed):
            await between.enter(token)
    assert between.questions == 0


@pytest.mark.parametrize(
    ("headers", "refusal"),
    [
        ([], TokenMissing),
        ([""], TokenMalformed),
        (["Token"], TokenMalformed),
        (["Token jut_", "Token jut_"], TokenMalformed),
        (["Token " + "a" * (8 * 1024 - 6)], TokenMalformed),
        (["Token " + "a" * (8 * 1024 - 5)], HeaderTooLarge),
        (["Token jut_", "a" * 9 * 1024], HeaderTooLarge),
    ],
)
async def test_a_header_that_holds_no_token_never_reaches_control(between, headers, refusal):
    with pytest.raises(refusal):
        await between.gate.grant(headers)
    assert between.questions == 0


async def test_junk_pushes_out_no_grant(between, monkeypatch):
    monkeypatch.setattr(grants, "MAX_GRANTS", 2)
    monkeypatch.setattr(grants, "MAX_REFUSALS", 2)
    token = await between.token()
    await between.enter(token)
    for _ in range(5):
        with pytest.raises(TokenInvalid):
            await between.enter(mint("jut_"))
    before = between.questions
    await between.enter(token)
    assert between.questions == before


async def test_an_address_with_many_unknown_tokens_is_slowed_and_others_are_not(between):
    tokens = [mint("jut_") for _ in range(grants.UNKNOWN_BURST)]
    for token in tokens:
        with pytest.raises(TokenInvalid):
            await between.enter(token)
    with pytest.raises(TooManyRequests):
        await between.enter(mint("jut_"))
    assert between.questions == len(tokens)
    assert (await between.enter(await between.token(), "10.0.0.2")).actor.role == "owner"
    between.clock.now_s += grants.UNKNOWN_EVERY_S
    with pytest.raises(TokenInvalid):
        await between.enter(mint("jut_"))


async def test_good_tokens_slow_nobody(between):
    for _ in range(grants.UNKNOWN_BURST + 5):
        await between.enter(await between.token())


async def test_a_refused_token_is_asked_about_once_in_a_while(between):
    token = mint("jut_")
    for _ in range(3):
        with pytest.raises(TokenInvalid):
            await between.enter(token)
    assert between.questions == 1
    between.clock.now_s += grants.REFUSED_S
    with pytest.raises(TokenInvalid):
        await between.enter(token)
    assert between.questions == 2


async def test_many_requests_with_one_token_are_one_question(between):
    token = await between.token()
    between.line.slow_s = 0.1
    got = []

    async def enter() -> None:
        got.append(await between.enter(token))

    async with anyio.create_task_group() as tasks:
        for _ in range(20):
            tasks.start_soon(enter)
    assert len(got) == 20
    assert between.questions == 1


async def test_one_who_leaves_takes_no_answer_from_the_others(between):
    token = await between.token()
    between.line.slow_s = 0.2
    got = []

    async def enter() -> None:
        got.append(await between.enter(token))

    async with anyio.create_task_group() as tasks:
        with anyio.move_on_after(0.05):
            await between.enter(token)
        tasks.start_soon(enter)
    assert len(got) == 1
    assert between.questions == 1


async def test_an_answer_from_before_somebody_was_shut_out_lets_nobody_in(between):
    """Control has answered, then somebody revokes the token, and the bridge hears of that first."""
    token = await between.token()
    actor = (await between.enter(token)).actor.id
    heard = await between.directory.changes(None)
    between.clock.now_s += 61
    between.line.keeps = True
    codes = []

    async def enter() -> None:
        codes.append(await let_in(between, token))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(enter)
        await between.line.keeping.wait()
        async with between.store.writing() as connection:
            place = await first_place(connection, between.store.now())
            found = await find_api_token(connection, place.project, actor, between.store.now())
            await revoke_api_token(connection, found, between.store.now())
        changed = await between.directory.changes(heard.last)
        assert changed.actors == {actor}
        between.gate.take(changed)
        between.line.lets_go.set()
    codes.append(await let_in(between, token))
    assert codes == ["token_invalid", "token_invalid"]


async def test_while_control_is_away_it_is_asked_seldom_and_known_people_work_on(between):
    token = await between.token()
    await between.enter(token)
    between.line.cut = True
    between.clock.now_s += 61
    for _ in range(10):
        assert (await between.enter(token)).actor.role == "owner"
    assert between.questions == 2
    with pytest.raises(AuthUnavailable) as told:
        await between.enter(mint("jut_"))
    assert told.value.retry_after_s
    assert between.questions == 2
    between.clock.now_s += 900
    with pytest.raises(AuthUnavailable):
        await between.enter(token)
    between.line.cut = False
    between.clock.now_s += grants.LONGEST_PAUSE_S
    assert (await between.enter(token)).actor.role == "owner"


async def let_in(between, token):
    """What the bridge makes of a token at this minute."""
    try:
        grant = await between.enter(token)
    except (AuthUnavailable, TokenInvalid) as refused:
        return refused.code
    return "stale" if grant.is_stale else "fresh"


async def test_a_control_that_is_away_for_twenty_minutes(between):
    known, ended = await between.token(), await between.token("viewer")
    minutes = [[await let_in(between, token) for token in (known, ended)]]
    between.line.cut = True
    for minute in range(1, 21):
        between.clock.now_s += 60
        if minute == 10:
            async with between.store.writing() as connection:
                viewer = api_tokens.update().where(api_tokens.c.role == "viewer")
                await connection.execute(viewer.values(revoked_at=1))
        minutes.append([await let_in(between, token) for token in (known, ended)])
        assert await let_in(between, mint("jut_")) == "auth_unavailable"
    assert minutes == [["fresh"] * 2, *[["stale"] * 2] * 14, *[["auth_unavailable"] * 2] * 6]

    between.line.cut = False
    between.clock.now_s += grants.LONGEST_PAUSE_S
    assert [await let_in(between, token) for token in (known, ended)] == ["fresh", "token_invalid"]


async def test_what_control_pushes_ends_a_grant_at_once(between):
    token, other = await between.token(), await between.token("viewer")
    actor = (await between.enter(token)).actor.id
    await between.enter(other)
    between.gate.take(await between.directory.changes(None))
    await between.enter(token)
    await between.enter(other)
    async with between.store.writing() as connection:
        await connection.execute(api_tokens.update().where(api_tokens.c.id == actor).values(revoked_at=1))
        place = await first_place(connection, between.store.now())
        await note_change(connection, place.environment, between.store.now(), actor)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(follow, between.directory, between.gate)
        with anyio.fail_after(2), pytest.raises(TokenInvalid):
            await between.enter_for_ever(token)
        tasks.cancel_scope.cancel()
    await between.enter(other)


async def test_a_change_that_was_missed_makes_every_grant_be_asked_for_again(between):
    token = await between.token()
    await between.enter(token)
    heard = await between.directory.changes(10**6)
    assert heard.missed
    between.gate.take(heard)
    between.line.cut = True
    assert (await between.enter(token)).actor.role == "owner"
    assert between.questions == 2


async def test_a_policy_that_went_back_holds_too(between):
    """As after control was restored from a backup."""
    token = await between.token()
    await between.change({"owner": {"every_table": {}}})
    await between.change({"owner": {"every_table": {}}})
    newer = await between.gate.policy(await between.enter(token))
    async with between.store.writing() as connection:
        await connection.execute(policies.delete().where(policies.c.version == newer.version))
    between.clock.now_s += 61
    older = await between.gate.policy(await between.enter(token))
    assert older.version == newer.version - 1


async def put_back(between, backup):
    """The store as it was, and then another change of the roles: the version says what it said before."""
    async with between.store.writing() as connection:
        await connection.execute(policies.delete().where(policies.c.version > backup))
        await begin_epoch(connection, between.store.now())
        await connection.execute(bridges.update().values(locked_at=None))
    await between.change({"owner": {"every_table": {"export": False}}, "viewer": {}})


async def test_after_control_was_put_back_nothing_it_said_before_holds(between, tmp_path):
    token = await between.token()
    await between.change({"owner": {"every_table": {}}})
    await between.gate.policy(await between.enter(token))
    kept = GrantStore(tmp_path, b"k" * 32)
    kept.save(between.gate.grants.epoch, between.gate.policy_json, between.gate.grants.known)
    await put_back(between, backup=1)

    after_a_restart = Gate(between.directory, clock=between.clock)
    take_up(kept, after_a_restart)
    for gate in (between.gate, after_a_restart):
        gate.take(await between.directory.changes(None))
        with pytest.raises(TokenInvalid):
            await gate.grant([f"Token {token}"])
        again = await gate.grant([f"Token {await between.token()}"])
        assert (await gate.policy(again)).version == 2
        assert set(json.loads(gate.policy_json)["roles"]) == {"owner", "viewer"}


async def test_a_control_that_went_back_in_time_is_noticed(between, caplog):
    async with anyio.create_task_group() as tasks:
        await between.change({"owner": {"every_table": {}}})
        tasks.start_soon(follow, between.directory, between.gate)
        while not between.gate.grants.policy_version:  # noqa: ASYNC110 - nobody tells us
            await anyio.sleep(0.01)
        async with between.store.writing() as connection:
            await connection.execute(changes.delete())
        with anyio.fail_after(5):
            while "jetway restored" not in caplog.text:  # noqa: ASYNC110 - nobody tells us
                await anyio.sleep(0.01)
        tasks.cancel_scope.cancel()


async def set_locked(between, locked_at):
    async with between.store.writing() as connection:
        await connection.execute(bridges.update().values(locked_at=locked_at, engine="before"))


async def engine_told(between):
    """What control was last told that the bridge serves."""
    async with between.store.reading() as connection:
        return (await connection.execute(select(bridges.c.engine))).scalar_one()


async def test_a_bridge_that_is_unlocked_goes_on_by_itself(between, monkeypatch, caplog):
    monkeypatch.setattr(jetway.bridge.follow, "PRESENT_AGAIN_S", 0.01)
    monkeypatch.setattr(jetway.bridge.follow, "AGAIN_S", 0.01)
    token = await between.token()
    await set_locked(between, 1)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(present, between.directory, About("Shop", "", "sqlite"))
        tasks.start_soon(follow, between.directory, between.gate)
        with anyio.fail_after(60):
            while "The bridge asks again" not in caplog.text:  # noqa: ASYNC110 - nobody tells us
                await anyio.sleep(0.01)
            with pytest.raises(NotEnrolled, match="locked"):
                await between.enter(token)
            await set_locked(between, None)
            while await engine_told(between) != "sqlite":  # noqa: ASYNC110 - nobody tells us
                await anyio.sleep(0.01)
            while between.gate.grants.policy_version != 1:  # noqa: ASYNC110 - nobody tells us
                await anyio.sleep(0.01)
        assert (await between.enter(token)).actor.role == "owner"
        tasks.cancel_scope.cancel()


ACTOR = b'{"active": true, "actor": {"id": "x", "role": "owner", "attributes": {"a": %s}}}'
GARBAGE = {
    "nothing": b"",
    "a page": b"<html>Bad gateway</html>",
    "null": b"null",
    "another form": b'{"active": "yes", "last": "1", "roles": 7}',
    "no text": b'{"active": true, "actor": {"id": "\xff"}, "last": 1, "actors": ["\xff"]}',
    "endless nesting": ACTOR % (b"[" * 100_000),
    "far too much": b" " * (5 * 2**20),
}


async def test_garbage_from_control_lets_nobody_in_and_throws_nobody_out(between):
    token, stranger = await between.token(), await between.token("viewer")
    await between.enter(token)
    between.clock.now_s += 61
    for garbage in GARBAGE.values():
        between.line.says = garbage
        with pytest.raises(AuthUnavailable):
            await between.enter(stranger)
        between.clock.now_s += grants.LONGEST_PAUSE_S
        assert (await between.enter(token)).is_stale
        between.clock.now_s += grants.LONGEST_PAUSE_S
    assert between.questions == 1 + 2 * len(GARBAGE)
    between.line.says = None
    assert not (await between.enter(token)).is_stale


async def test_whoever_listens_for_changes_outlives_garbage(between, monkeypatch):
    monkeypatch.setattr("jetway.bridge.follow.AGAIN_S", 0)
    async with anyio.create_task_group() as tasks:
        between.line.says = b""
        tasks.start_soon(follow, between.directory, between.gate)
        with anyio.fail_after(5):
            for garbage in GARBAGE.values():
                between.line.says = garbage
                await asked_again(between)
            assert between.gate.grants.policy_version == 0
            between.line.says = None
            while between.gate.grants.policy_version != 1:  # noqa: ASYNC110 - nobody tells us
                await anyio.sleep(0.01)
        tasks.cancel_scope.cancel()


async def asked_again(between):
    """Return after another whole question."""
    enough = len(between.line.asked) + 2
    while len(between.line.asked) < enough:  # noqa: ASYNC110 - nobody tells us
        await anyio.sleep(0.01)


async def test_roles_that_cannot_be_read_show_nobody_anything(between):
    grant = await between.enter(await between.token())
    for garbage in GARBAGE.values():
        between.line.says = garbage
        with pytest.raises(AuthUnavailable):
            await between.gate.policy(grant)
        between.clock.now_s += policy_in_force.ASK_AGAIN_S
    between.line.says = None
    assert (await between.gate.policy(grant)).version == 1
    assert between.line.asked.count("/api/bridge/policy/") == len(GARBAGE) + 1


async def unreadable(between, environment):
    """Make the newest version of the policy one of a form that no bridge knows, as a newer control's."""
    async with between.store.writing() as connection:
        newest = policies.update().where(policies.c.version == await policy_version(connection, environment))
        await connection.execute(newest.values(roles='{"owner": {"every_table": {"read": "moonlight"}}}'))


async def test_a_policy_that_cannot_be_read_leaves_the_one_before_for_a_while(between, caplog):
    token, other = await between.token(), await between.token("viewer")
    good = await between.gate.policy(await between.enter(token))
    await between.change({"owner": {"every_table": {}}})
    async with between.store.reading() as connection:
        environment = (await first_place(connection, between.store.now())).environment
    await unreadable(between, environment)
    between.clock.now_s += 61
    for _ in range(3):
        held = await between.gate.policy(await between.enter(token))
        assert held.version == good.version
    assert between.line.asked.count("/api/bridge/policy/") == 2
    assert "Version 2 of the policy is missing: version 1 goes on for now." in caplog.text
    assert "/roles/owner/every_table/read" in caplog.text
    async with between.store.writing() as connection:
        await connection.execute(
            api_tokens.update().where(api_tokens.c.name == "viewer").values(revoked_at=1)
        )
    with pytest.raises(TokenInvalid):
        await between.enter(other)
    between.clock.now_s += 900
    with pytest.raises(AuthUnavailable):
        await between.gate.policy(await between.enter(token))
    await between.change({"owner": {"every_table": {}}})
    between.clock.now_s += 61
    assert (await between.gate.policy(await between.enter(token))).version == 3


class Endless(httpx2.AsyncByteStream):
    """A body that never ends, and how much of it was asked for."""

    sent = 0

    async def __aiter__(self):
        while True:
            self.sent += 65536
            yield b" " * 65536


async def test_an_answer_without_end_is_read_no_further_than_it_may_be_long():
    body = Endless()
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, stream=body))
    async with client("http://control.invalid", transport) as http:
        with pytest.raises(AuthUnavailable, match="too long"):
            await HttpDirectory(http, mint("jpt_")).policy()
    assert body.sent <= MAX_ANSWER_BYTES + 65536
