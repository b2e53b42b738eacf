from __future__ import annotations

import pytest

from tests.canaries import NOBODYS
from tests.control.people import ORIGIN, OWNER, code_of, make_world, user_token

SIGN_IN = {"email": OWNER["email"], "password": OWNER["password"]}


@pytest.fixture
async def owner(world):
    return await world.owner()


async def test_signing_in_gives_a_session(world, owner):
    browser = world.browser()

    response = await browser.post("/api/session/", json=SIGN_IN)

    assert response.status_code == 200
    assert response.json() == (await browser.get("/api/session/")).json()
    assert response.json()["state"] == "signed_in"


async def test_over_https_the_cookie_cannot_be_read_or_set_by_others(world, owner):
    response = await world.browser().post("/api/session/", json=SIGN_IN)

    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-jetway_session=")
    assert "; HttpOnly" in cookie
    assert "; Secure" in cookie
    assert "; SameSite=lax" in cookie
    assert "; Path=/" in cookie
    assert "Domain" not in cookie


async def test_over_plain_http_the_cookie_has_another_name(store, clock):
    world = make_world(store, clock, public_url=None)
    await world.owner()

    response = await world.browser().post("/api/session/", json=SIGN_IN)

    assert response.headers["set-cookie"].startswith("jetway_session=")
    assert "Secure" not in response.headers["set-cookie"]


async def test_two_installations_on_one_host_keep_their_cookies_apart(store, clock):
    world = make_world(store, clock, public_url="http://127.0.0.1:8123")
    await world.owner()

    response = await world.browser().post("/api/session/", json=SIGN_IN)

    assert response.headers["set-cookie"].startswith("jetway_session_8123=")


async def test_answers_are_not_kept_by_anybody(world, owner):
    response = await owner.get("/api/session/")

    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(world, owner):
    browser = world.browser()

    unknown = await browser.post("/api/session/", json={**SIGN_IN, "email": "eve@example.com"})
    wrong = await browser.post("/api/session/", json={**SIGN_IN, "password": NOBODYS})

    assert code_of(unknown) == code_of(wrong) == (401, "sign_in_failed")
    assert unknown.json()["detail"] == wrong.json()["detail"]
    assert unknown.headers["www-authenticate"] == "Token"


@pytest.mark.parametrize("email", ["eve@example.com", "*)(uid=*", "' OR 1=1 --", "a\x00@example.com", ""])
async def test_an_unknown_address_costs_a_comparison_too(world, owner, email):
    before = world.hasher.verified

    response = await world.browser().post("/api/session/", json={**SIGN_IN, "email": email})

    assert code_of(response) == (401, "sign_in_failed")
    assert world.hasher.verified == before + 1


async def test_an_address_is_the_same_in_capitals_and_wide_letters(world, owner):
    browser = world.browser()

    response = await browser.post(
        "/api/session/", json={**SIGN_IN, "email": "\N{FULLWIDTH LATIN CAPITAL LETTER A}DA@Example.COM"}
    )

    assert response.status_code == 200


async def test_a_password_of_a_megabyte_is_refused_before_it_is_hashed(world, owner):
    before = world.hasher.verified

    response = await world.browser().post("/api/session/", json={**SIGN_IN, "password": "x" * 1_000_000})

    assert code_of(response) == (422, "invalid_input")
    assert world.hasher.verified == before


async def test_wrong_passwords_are_slowed_down_and_nobody_is_locked_out(world, owner):
    browser = world.browser()
    wrong = {**SIGN_IN, "password": NOBODYS}
    for _ in range(10):
        assert (await browser.post("/api/session/", json=wrong)).status_code == 401

    slowed = await browser.post("/api/session/", json=wrong)
    assert code_of(slowed) == (429, "too_many_requests")
    world.clock.forward(int(slowed.headers["retry-after"]))

    assert (await browser.post("/api/session/", json=SIGN_IN)).status_code == 200


async def test_signing_in_often_is_not_slowed_down(world, owner):
    browser = world.browser()

    for _ in range(40):
        assert (await browser.post("/api/session/", json=SIGN_IN)).status_code == 200


async def test_signing_in_again_ends_the_session_before(world, owner):
    old = dict(owner.cookies)

    await owner.post("/api/session/", json=SIGN_IN)

    stranger = world.browser()
    stranger.cookies.update(old)
    assert (await stranger.get("/api/session/")).json() == {"state": "signed_out"}


async def test_signing_out_ends_the_session(world, owner):
    old = dict(owner.cookies)

    response = await owner.delete("/api/session/")

    assert response.status_code == 204
    assert "__Host-jetway_session" not in owner.cookies
    owner.cookies.update(old)
    assert (await owner.get("/api/session/")).json() == {"state": "signed_out"}


async def test_signing_out_twice_is_no_error(world, owner):
    await owner.delete("/api/session/")

    assert (await owner.delete("/api/session/")).status_code == 204


async def test_an_idle_session_ends_after_half_a_day(world, owner):
    world.clock.forward(12 * 3600 - 1)
    assert (await owner.get("/api/session/")).json()["state"] == "signed_in"
    world.clock.forward(12 * 3600)

    assert (await owner.get("/api/session/")).json() == {"state": "signed_out"}


async def test_a_session_in_use_ends_after_a_week(world, owner):
    for _ in range(14):
        world.clock.forward(12 * 3600 - 10)
        assert (await owner.get("/api/session/")).json()["state"] == "signed_in"
    world.clock.forward(140)

    assert (await owner.get("/api/session/")).json() == {"state": "signed_out"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": f"{ORIGIN}.evil.example"},
        {"Origin": "http://jetway.example"},
        {},
    ],
)
async def test_a_change_that_another_site_asks_for_is_refused(world, owner, headers):
    stranger = world.machine()
    stranger.cookies.update(owner.cookies)

    response = await stranger.delete("/api/session/", headers=headers)

    assert code_of(response) == (403, "cross_site")
    assert (await owner.get("/api/session/")).json()["state"] == "signed_in"


@pytest.mark.parametrize(
    "headers", [{"Origin": ORIGIN}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}]
)
async def test_a_change_from_a_page_of_control_is_taken(world, owner, headers):
    page = world.machine()
    page.cookies.update(owner.cookies)

    assert (await page.delete("/api/session/", headers=headers)).status_code == 204


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"],
)
async def test_a_change_that_is_no_json_is_refused(world, owner, content_type):
    response = await owner.post("/api/user_tokens/", content=b"{}", headers={"Content-Type": content_type})

    assert code_of(response) == (415, "unsupported_media_type")


async def test_a_junk_cookie_is_no_session(world, owner):
    stranger = world.browser()
    stranger.cookies.set("__Host-jetway_session", "' OR 1=1 --")

    assert (await stranger.get("/api/session/")).json() == {"state": "signed_out"}


async def test_the_database_holds_no_secret_in_the_clear(world, owner, tmp_path, store_url):
    token = await user_token(owner)
    async with world.store.reading() as connection:
        dump = await connection.run_sync(_everything)

    assert token not in dump
    assert owner.cookies["__Host-jetway_session"] not in dump
    assert OWNER["password"] not in dump


def _everything(connection):
    from jetway.control.store.tables import metadata

    return "\n".join(
        str(row) for table in metadata.sorted_tables for row in connection.execute(table.select())
    )
