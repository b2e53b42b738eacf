"""The Project Token changes every 30 days, whichever replica comes first and wherever it is broken off."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager

import anyio
import httpx2
import pytest

from jetway.bridge.directory import About, HttpDirectory, enrol_with_key
from jetway.bridge.records import Records
from jetway.bridge.rotation import ROTATE_AFTER_S, rotate_when_due
from jetway.bridge.token_store import TokenStore, new_enrolment
from jetway.control.api import create_control
from jetway.control.desk import ControlConfig
from jetway.control.enrolment import create_enrolment_key
from jetway.control.store import open_store
from jetway.core.errors import AuthUnavailable, NotEnrolled
from jetway.core.token import digest, mint
from jetway.sources.kinds import open_source
from tests.bridge.between import Clock

pytestmark = pytest.mark.anyio


class Replicas:
    """Two replicas of a bridge that share a database, and their control; `clock` is everybody's."""

    def __init__(self, control, stores, first, clock):
        self.control, self.stores, self.first, self.clock = control, stores, first, clock
        self.directories = [self.directory(store) for store in stores]

    def directory(self, store):
        """A directory of a process that starts now, from what was kept at first."""

        async def renew(directory):
            await rotate_when_due(store, directory, self.now)

        return HttpDirectory(self.control, self.first.project_token, renew, clock=self.clock)

    @property
    def now(self):
        return int(self.clock.now_s)

    def wait(self, seconds):
        self.clock.now_s += seconds

    async def rotate(self, replica=0):
        await rotate_when_due(self.stores[replica], self.directories[replica], self.now)

    async def kept(self):
        return await self.stores[0].load()

    async def known(self, token):
        try:
            await HttpDirectory(self.control, token).policy()
        except NotEnrolled:
            return False
        return True


@asynccontextmanager
async def replicas(tmp_path, url):
    clock = Clock()
    clock.now_s = time.time()
    control_store = await open_store(f"sqlite:///{tmp_path}/control.sqlite", clock=clock)
    application = create_control(control_store, ControlConfig(b"k" * 32)).application()
    http = httpx2.AsyncClient(transport=httpx2.ASGITransport(application), base_url="http://control.invalid")
    enrolled = await enrol_with_key(http, await create_enrolment_key(control_store), About("b", "", "e"))
    sources = [await open_source(url) for _ in range(2)]
    stores = [TokenStore(Records(source, tmp_path), b"k" * 32) for source in sources]
    first = new_enrolment(enrolled, "")
    await stores[0].save(first)
    clock.now_s = first.rotated_at
    yield Replicas(http, stores, first, clock)
    for source in sources:
        await source.close()
    await http.aclose()
    await control_store.close()


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
async def pair(request, tmp_path, make_database):
    async with replicas(tmp_path, make_database(request.param).url) as both:
        yield both


async def test_a_young_token_stays(pair):
    pair.wait(ROTATE_AFTER_S - 1)
    await pair.rotate()
    assert await pair.kept() == pair.first


async def test_an_old_token_is_replaced_and_holds_on_for_the_others(pair):
    pair.wait(ROTATE_AFTER_S)
    await pair.rotate()
    kept = await pair.kept()
    assert kept.project_token != pair.first.project_token
    assert (kept.next_token, kept.rotated_at, kept.bridge) == ("", pair.now, pair.first.bridge)
    assert await pair.known(kept.project_token)
    assert await pair.known(pair.first.project_token)
    await pair.rotate()
    assert await pair.kept() == kept


async def test_of_two_replicas_at_once_one_rotates_and_both_go_on(pair):
    pair.wait(ROTATE_AFTER_S)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(pair.rotate, 0)
        tasks.start_soon(pair.rotate, 1)
    kept = await pair.kept()
    assert await pair.known(kept.project_token)
    for replica in (0, 1):
        await pair.rotate(replica)
        await pair.directories[replica].policy()
    assert await pair.kept() == kept


async def test_a_rotation_that_broke_off_before_control_heard_of_it_is_finished(pair):
    waiting = {**_fields(pair.first), "next_token": mint("jpt_")}
    await pair.stores[1].exchange(pair.first, type(pair.first)(**waiting))
    await pair.rotate()
    assert (await pair.kept()).project_token == waiting["next_token"]
    assert await pair.known(waiting["next_token"])


@pytest.mark.parametrize("late", [False, True])
async def test_a_rotation_that_broke_off_after_control_heard_of_it_is_finished(pair, late):
    waiting = {**_fields(pair.first), "next_token": mint("jpt_")}
    await pair.stores[1].exchange(pair.first, type(pair.first)(**waiting))
    await pair.directories[1].rotate(pair.first.project_token, digest(waiting["next_token"]))
    if late:
        pair.wait(2 * 24 * 3600)
    await pair.rotate()
    assert (await pair.kept()).project_token == waiting["next_token"]
    await pair.directories[0].policy()


async def test_a_replica_that_slept_through_a_rotation_looks_before_it_asks(pair):
    await pair.directories[1].policy()
    pair.wait(ROTATE_AFTER_S)
    await pair.rotate(0)
    pair.wait(2 * 24 * 3600)
    await pair.directories[1].policy()
    assert await pair.known((await pair.kept()).project_token)


async def test_a_rotation_that_broke_off_days_ago_is_finished_at_the_start(pair):
    waiting = {**_fields(pair.first), "next_token": mint("jpt_")}
    await pair.stores[1].exchange(pair.first, type(pair.first)(**waiting))
    await pair.directories[1].rotate(pair.first.project_token, digest(waiting["next_token"]))
    pair.wait(2 * 24 * 3600)
    await pair.directory(pair.stores[0]).policy()
    assert (await pair.kept()).project_token == waiting["next_token"]


async def test_whoever_shows_the_token_before_a_day_later_locks_the_bridge(pair):
    pair.wait(ROTATE_AFTER_S)
    await pair.rotate()
    pair.wait(24 * 3600)
    for token in (pair.first.project_token, (await pair.kept()).project_token):
        with pytest.raises(NotEnrolled, match="locked"):
            await HttpDirectory(pair.control, token).policy()


async def test_while_control_is_away_nothing_is_lost(pair):
    pair.wait(ROTATE_AFTER_S)
    away = HttpDirectory(
        httpx2.AsyncClient(
            transport=httpx2.MockTransport(lambda _: httpx2.Response(503)), base_url="http://control.invalid"
        ),
        pair.first.project_token,
    )
    with pytest.raises(AuthUnavailable):
        await rotate_when_due(pair.stores[0], away, pair.now)
    assert (await pair.kept()).project_token == pair.first.project_token
    await pair.rotate()
    assert await pair.known((await pair.kept()).project_token)


async def test_without_a_table_of_ours_the_token_rotates_in_the_state_folder(tmp_path, make_database):
    url = f"{make_database('sqlite').url}?mode=ro"
    async with replicas(tmp_path, url) as pair:
        pair.wait(ROTATE_AFTER_S)
        await pair.rotate()
        kept = await pair.kept()
        assert kept.project_token != pair.first.project_token
        assert await pair.known(kept.project_token)
        [file] = tmp_path.glob("project_token_*")
        assert file.stat().st_mode & 0o777 == 0o600


def _fields(enrolment):
    return {name: getattr(enrolment, name) for name in enrolment.__struct_fields__}
