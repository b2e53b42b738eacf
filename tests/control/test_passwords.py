"""Choosing a password, changing it, and getting a new one."""

from __future__ import annotations

import anyio
import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select, update

from jetway.control.password_rules import require_good_password
from jetway.control.passwords import nobodys_hash
from jetway.control.store.tables import people
from jetway.core.errors import InvalidInput
from tests.canaries import NOBODYS, OTHER_PERSON
from tests.control.mailbox import code_in, link_in
from tests.control.people import (
    ORIGIN,
    OWNER,
    add_colleague,
    add_project,
    ask,
    at_work,
    code_of,
    enrol,
    person_id,
    project_of,
    user_token,
)

NEW = OTHER_PERSON
SIGN_IN = {"email": OWNER["email"], "password": OWNER["password"]}


def test_nobodys_hash_is_compared_like_any_other():
    hasher = PasswordHasher()
    hash_ = nobodys_hash(hasher)
    assert extract_parameters(hash_) == extract_parameters(hasher.hash("a password"))
    assert hash_ != nobodys_hash(hasher)
    with pytest.raises(VerifyMismatchError):
        hasher.verify(hash_, "a password")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "PASSWORD!!!!",
        "Password2026!",
        "passwordpassword",
        "123456789012",
        "1q2w3e4r5t6y",
        "qwertyuiop[]",
        "qwertyuiopasdf",
        "abcdefghijklmn",
        "zyxwvutsrqpon",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "\N{FULLWIDTH LATIN SMALL LETTER P}assword1234",
        "ada.lovelace@example.com",
        "Ada.Lovelace",
        "AdaLovelace1815",
        "ada lovelace!!",
        "            ",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    with pytest.raises(InvalidInput):
        require_good_password(password, "ada.lovelace@example.com", "Ada Lovelace")


@pytest.mark.parametrize(
    "password",
    [NEW, "aaaaaaaaaaab", "the password is elsewhere", "\N{PILE OF POO}" * 11 + "x", "kT7#pQ2!vZ9x"],
)
def test_nothing_else_is(password):
    require_good_password(password, "ada.lovelace@example.com", "Ada Lovelace")


@pytest.fixture
async def owner(world):
    return await world.owner()


async def change(browser, current=OWNER["password"], password=NEW):
    return await browser.put("/api/account/password/", json={"current": current, "password": password})


async def sign_in(world, password=OWNER["password"], email=OWNER["email"]):
    browser = world.browser()
    response = await browser.post("/api/session/", json={"email": email, "password": password})
    return browser, response.status_code


async def test_a_changed_password_is_the_only_one_and_other_sessions_end(world, owner):
    bridge, machine = await enrol(world)
    other, _ = await sign_in(world)
    tokens = [await user_token(browser, bridge) for browser in (owner, other)]

    assert (await change(owner)).status_code == 204

    assert (await owner.get("/api/session/")).json()["state"] == "signed_in"
    assert (await other.get("/api/session/")).json() == {"state": "signed_out"}
    assert [(await ask(machine, token))["active"] for token in tokens] == [True, False]
    assert (await sign_in(world))[1] == 401
    assert (await sign_in(world, NEW))[1] == 200


async def test_the_current_password_is_needed(world, owner):
    refused = await change(owner, current=NOBODYS)

    assert code_of(refused) == (422, "invalid_input")
    assert refused.json()["errors"][0]["pointer"] == "/current"
    assert (await sign_in(world))[1] == 200


async def test_guessing_the_current_password_is_slowed_down(world, owner):
    for _ in range(10):
        await change(owner, current=NOBODYS)

    assert code_of(await change(owner)) == (429, "too_many_requests")


@pytest.mark.parametrize("password", ["password1234", "short", "x" * 1001, OWNER["email"]])
async def test_a_weak_password_is_refused_where_one_is_chosen(world, owner, password):
    refused = await change(owner, password=password)

    assert code_of(refused) == (422, "invalid_input")
    assert refused.json()["errors"][0]["pointer"] == "/password"


async def test_a_thousand_characters_of_any_kind_are_a_password(world, owner):
    password = "".join(chr(0x1F600 + number % 60) for number in range(1000))

    assert (await change(owner, password=password)).status_code == 204
    assert (await sign_in(world, password))[1] == 200


async def test_an_old_hash_is_made_anew_at_sign_in(world, owner):
    weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=2).hash(OWNER["password"])
    async with world.store.writing() as connection:
        await connection.execute(update(people).values(password_hash=weak))

    assert (await sign_in(world))[1] == 200

    async with world.store.reading() as connection:
        kept = (await connection.execute(select(people.c.password_hash))).scalar_one()
    assert not world.hasher.check_needs_rehash(kept)
    assert (await sign_in(world))[1] == 200


async def handed_out(world, owner, person):
    desk = await at_work(world, owner)
    return await desk.post(f"members/{person}/password_link/")


async def test_an_owner_hands_out_a_link_that_works_once(world, owner):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "editor")
    response = await handed_out(world, owner, await person_id(colleague))
    assert response.status_code == 201
    assert response.json()["link"].startswith(f"{ORIGIN}/#/reset?code=")
    body = {"code": code_in(response.json()["link"]), "password": NEW}

    browser = world.browser()
    assert (await browser.post("/api/password/reset/", json=body)).status_code == 204

    assert (await browser.get("/api/session/")).json() == {"state": "signed_out"}
    assert (await colleague.get("/api/session/")).json() == {"state": "signed_out"}
    assert (await sign_in(world, NEW, "editor@example.com"))[1] == 200
    assert code_of(await browser.post("/api/password/reset/", json=body)) == (400, "link_invalid")


async def test_a_link_ends_after_a_day_and_when_the_password_changes(world, owner):
    me = await person_id(owner)
    first, second = [code_in((await handed_out(world, owner, me)).json()["link"]) for _ in range(2)]
    await change(owner)
    third = code_in((await handed_out(world, owner, me)).json()["link"])
    world.clock.forward(24 * 3600)

    for code in (first, second, third, "junk"):
        refused = await world.browser().post("/api/password/reset/", json={"code": code, "password": NEW})
        assert code_of(refused) == (400, "link_invalid")
    for code in (None, "", [], [first], {}):
        refused = await world.browser().post("/api/password/reset/", json={"code": code, "password": NEW})
        assert code_of(refused) == (422, "invalid_input")


async def test_a_suspended_person_gets_in_by_no_link(world, owner):
    colleague = await person_id(await add_colleague(world, (await project_of(owner))["id"], "editor"))
    code = code_in((await handed_out(world, owner, colleague)).json()["link"])
    desk = await at_work(world, owner)
    await desk.patch(f"members/{colleague}/", json={"suspended": True})

    refused = await world.browser().post("/api/password/reset/", json={"code": code, "password": NEW})

    assert code_of(refused) == (400, "link_invalid")


async def test_a_link_is_an_owners_to_make_and_for_people_of_their_own_projects_alone(world, owner):
    from jetway.control.store.members import add_member

    project = (await project_of(owner))["id"]
    admin = await add_colleague(world, project, "admin")
    colleague = await person_id(await add_colleague(world, project, "editor"))
    elsewhere = await add_project(world, "Elsewhere")
    stranger = await person_id(await add_colleague(world, elsewhere.project, "viewer"))
    async with world.store.writing() as connection:
        await add_member(connection, colleague, elsewhere.project, "viewer")

    assert code_of(await handed_out(world, admin, colleague)) == (403, "right_missing")
    assert code_of(await handed_out(world, owner, colleague)) == (403, "right_missing")
    assert code_of(await handed_out(world, owner, stranger)) == (404, "unknown_resource")


async def forgotten(world, browser, email, headers=None):
    """The answer, and the mail that follows it."""
    response = await browser.post("/api/password/forgot/", json={"email": email}, headers=headers)
    while world.control.desk.mailer._under_way:  # noqa: ASYNC110 - it has no event to wait for
        await anyio.sleep(0.01)
    return response


async def test_a_forgotten_password_is_chosen_anew_by_mail(mailing_world, mailbox):
    world = mailing_world
    await world.owner()

    await forgotten(world, world.browser(), "ADA@example.com")

    [letter] = mailbox.letters
    assert letter["To"] == OWNER["email"]
    code = code_in(link_in(letter))
    response = await world.browser().post("/api/password/reset/", json={"code": code, "password": NEW})
    assert response.status_code == 204
    assert (await sign_in(world, NEW))[1] == 200


async def test_no_header_says_where_a_mailed_link_leads(mailing_world, mailbox):
    world = mailing_world
    await world.owner()
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    forged |= {"X-Forwarded-Proto": "ftp", "Referer": "https://evil.example/"}

    await forgotten(world, world.browser(), OWNER["email"], forged)

    [letter] = mailbox.letters
    assert link_in(letter).startswith(f"{ORIGIN}/#/reset?code=")
    assert "evil" not in letter.as_string()


async def test_a_mailed_link_ends_after_an_hour(mailing_world, mailbox):
    world = mailing_world
    await world.owner()
    await forgotten(world, world.browser(), OWNER["email"])
    world.clock.forward(3600)

    body = {"code": code_in(link_in(mailbox.letters[0])), "password": NEW}
    refused = await world.browser().post("/api/password/reset/", json=body)

    assert code_of(refused) == (400, "link_invalid")


async def test_forgetting_answers_the_same_for_every_address_before_anything_is_looked_up(
    mailing_world, mailbox
):
    world = mailing_world
    await world.owner()

    known, unknown, none = [
        await world.browser().post("/api/password/forgot/", json={"email": email})
        for email in (OWNER["email"], "nobody@example.com", "no address")
    ]

    assert known.status_code == unknown.status_code == none.status_code == 202
    assert known.content == unknown.content == none.content
    assert known.headers.raw == unknown.headers.raw == none.headers.raw
    await forgotten(world, world.browser(), "no address")
    assert len(mailbox.letters) == 1


async def test_nobodys_mailbox_is_flooded(mailing_world, mailbox):
    world = mailing_world
    await world.owner()

    answers = [await forgotten(world, world.browser(), OWNER["email"]) for _ in range(6)]

    assert {answer.status_code for answer in answers} == {202}
    assert len(mailbox.letters) == 3


async def test_one_address_asks_only_so_often(mailing_world):
    await mailing_world.owner()
    browser = mailing_world.browser()
    for _ in range(20):
        await browser.post("/api/password/forgot/", json={"email": "nobody@example.com"})

    refused = await browser.post("/api/password/forgot/", json={"email": "nobody@example.com"})

    assert code_of(refused) == (429, "too_many_requests")


async def test_without_a_mail_server_it_is_said_for_every_address(world, owner):
    for email in (OWNER["email"], "nobody@example.com"):
        refused = await world.browser().post("/api/password/forgot/", json={"email": email})
        assert code_of(refused) == (409, "mail_off")
