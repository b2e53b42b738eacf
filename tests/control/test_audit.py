"""Control's own audit: what people do to members, roles and tokens, and who tried to sign in."""

import anyio
import pytest
from sqlalchemy import update

from jetway.config import Settings
from jetway.control.default_policy import DEFAULT_ROLES
from jetway.control.retention import DAY_S, forget_old
from jetway.control.store import open_store
from jetway.control.store.audit import Deed, audit_lines, current, verify
from jetway.core.audit import Author, Way
from jetway.core.errors import AuditBroken
from jetway.server.control import control_database, running
from tests.canaries import NOBODYS
from tests.control.people import OWNER, add_colleague, at_work, code_of, person_id, project_of


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def desk(world, owner):
    return await at_work(world, owner)


async def told(desk):
    return (await desk.get("audit/")).json()["results"]


async def test_a_change_of_a_member_is_told(world, owner, desk):
    person = await person_id(await add_colleague(world, (await project_of(owner))["id"], "editor"))
    await desk.patch(f"members/{person}/", json={"role": "viewer"})

    newest = (await told(desk))[0]

    assert (newest["action"], newest["subject"]) == ("members.change", person)
    assert (newest["actor"]["name"], newest["actor"]["role"]) == ("Ada", "owner")
    assert newest["details"] == {"role": "viewer"}


async def test_what_is_refused_changes_nothing_and_has_no_line(desk):
    before = await told(desk)
    me = (await desk.get("members/")).json()["members"][0]["id"]

    assert code_of(await desk.patch(f"members/{me}/", json={"role": "viewer"})) == (403, "right_missing")

    assert await told(desk) == before


async def test_sign_ins_and_failures_are_told_without_passwords(world, owner, desk):
    await world.browser().post("/api/session/", json={"email": OWNER["email"], "password": NOBODYS})
    await world.browser().post("/api/session/", json={"email": OWNER["email"], "password": OWNER["password"]})

    assert (await told(desk))[0]["action"] == "sign_in.sign_in"
    async with world.store.reading() as connection:
        rows = (await connection.execute(audit_lines.select().order_by(audit_lines.c.number))).all()
    assert [row.action for row in rows if "sign_in_failed" in row.details] == ["sign_in.sign_in"]
    assert not any(word in str(rows) for word in (NOBODYS, OWNER["password"]))


async def test_the_policy_is_told_by_its_version(desk):
    etag = {"If-Match": (await desk.get("policy/")).headers["etag"]}
    saved = (await desk.put("policy/", json={"roles": DEFAULT_ROLES}, headers=etag)).json()

    assert (await told(desk))[0]["details"] == {"version": saved["version"]}


async def test_a_line_that_was_changed_breaks_the_chain(world, desk):
    await desk.patch("", json={"name": "New"})
    async with world.store.reading() as connection:
        head = await verify(connection)
    assert head.number > 0
    async with world.store.writing() as connection:
        await connection.execute(update(audit_lines).where(audit_lines.c.number == 1).values(name="x"))

    async with world.store.reading() as connection:
        with pytest.raises(AuditBroken, match="Line 1 "):
            await verify(connection)


async def test_the_audit_is_for_those_who_run_the_project(world, owner):
    editor = await at_work(world, await add_colleague(world, (await project_of(owner))["id"], "editor"))

    assert code_of(await editor.get("audit/")) == (403, "right_missing")


async def test_lines_are_kept_for_so_many_days_and_the_chain_of_the_others_holds(world, clock, desk):
    await desk.patch("", json={"name": "Old"})
    clock.forward(30 * DAY_S)
    browser = world.browser()
    await browser.post("/api/session/", json={"email": OWNER["email"], "password": OWNER["password"]})
    signed_in = await at_work(world, browser)
    await signed_in.patch("", json={"name": "New"})
    kept = [line["at"] for line in await told(signed_in)]

    await forget_old(world.store, 31)
    assert [line["at"] for line in await told(signed_in)] == kept
    await forget_old(world.store, 29)

    newer = [at for at in kept if at > kept[-1]]
    assert newer
    assert [line["at"] for line in await told(signed_in)] == newer
    async with world.store.reading() as connection:
        head = await verify(connection)
    assert head.number > head.kept_from > 0


async def test_control_forgets_while_it_runs(tmp_path):
    settings = Settings(state=tmp_path, audit_days=1)
    store = await open_store(control_database(settings), clock=lambda: 0.0)
    token = current.set(Deed(Author("", "", "", Way.PAGE), "long.ago"))
    async with store.writing():
        pass
    current.reset(token)

    async with running(settings):
        with anyio.fail_after(5):
            while await lines_in(store):  # noqa: ASYNC110 - the store tells nobody
                await anyio.sleep(0.01)
    await store.close()


async def lines_in(store):
    async with store.reading() as connection:
        return (await connection.execute(audit_lines.select())).all()
