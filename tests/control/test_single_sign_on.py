"""Signing in at an OpenID provider: who gets in, with which role, and everything that must not pass."""

from __future__ import annotations

import base64
import hmac
import json
import zlib
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwe, jwt
from joserfc.jwk import OctKey, RSAKey

from jetway.config import SettingRefused, Settings
from jetway.control.desk import close_desk
from jetway.control.oidc_client import Attempt, require_issuer
from jetway.core.errors import AddressNotAllowed, OidcUnavailable
from jetway.outside import provider
from tests.control.issuer import ADA, EVE, ISSUER, Issuer
from tests.control.people import (
    ORIGIN,
    OWNER,
    add_colleague,
    ask,
    at_work,
    code_of,
    enrol,
    make_world,
    person_id,
    project_of,
    user_token,
)
from tests.control.test_totp import set_up

STAFF = {"groups": [{"group": "staff", "role": "editor"}, {"group": "guests", "role": "viewer"}]}


@pytest.fixture
def issuer(clock):
    return Issuer(clock)


@pytest.fixture
async def world(store, clock, issuer):
    world = make_world(store, clock, provider=issuer.client())
    yield world
    await close_desk(world.control.desk)


@pytest.fixture
async def owner(world):
    return await world.owner()


@pytest.fixture
async def desk(world, owner):
    return await at_work(world, owner)


@pytest.fixture
async def mapped(desk):
    """The project lets staff in."""
    assert (await desk.put("groups/", json=STAFF)).status_code == 204


async def begin(browser, purpose="sign_in"):
    response = await browser.post("/api/single_sign_on/begin/", json={"purpose": purpose})
    assert response.status_code == 200, response.text
    return response.json()["url"]


async def finish(browser, back):
    return await browser.post("/api/single_sign_on/finish/", json=back)


async def sign_on(world, issuer, claims=None, browser=None, purpose="sign_in"):
    """The browser, and the answer of the last step."""
    issuer.claims = claims or issuer.claims
    browser = browser or world.browser()
    return browser, await finish(browser, issuer.consent(await begin(browser, purpose)))


async def roles(browser):
    projects = (await browser.get("/api/session/")).json()["person"]["projects"]
    return [project["role"] for project in projects]


async def test_the_way_is_offered_by_name(world, owner):
    assert (await world.browser().get("/api/ways/")).json() == {
        "mail": False,
        "single_sign_on": "Single sign-on",
        "passkeys": True,
    }


async def test_a_group_lets_a_new_person_in_with_its_role(world, issuer, mapped):
    browser, response = await sign_on(world, issuer, EVE)

    assert response.status_code == 200, response.text
    assert response.json() == (await browser.get("/api/session/")).json()
    assert await roles(browser) == ["editor"]
    account = (await browser.get("/api/account/")).json()
    assert (account["email"], account["password"], account["single_sign_on"]) == (
        "eve@example.com",
        False,
        [ISSUER],
    )


async def test_the_provider_proves_who_somebody_is_and_nobody_else(world, issuer, mapped):
    browser, _ = await sign_on(world, issuer, EVE)
    await sign_on(world, issuer, {**EVE, "sub": "3", "email": "mallory@example.com"})
    world.clock.forward(15 * 60)

    _, other = await sign_on(world, issuer, {**EVE, "sub": "3"}, browser, "prove")
    assert code_of(other) == (401, "sign_in_failed")
    late = await browser.post("/api/account/recovery_codes/", json={})
    assert code_of(late) == (403, "reauthentication_needed")
    _, own = await sign_on(world, issuer, EVE, browser, "prove")
    assert own.json() == {"state": "proved"}
    again = await browser.post("/api/account/recovery_codes/", json={})
    assert again.json().get("code") != "reauthentication_needed"


async def test_a_proof_is_no_sign_in_of_long_ago(world, issuer, mapped):
    browser, _ = await sign_on(world, issuer, EVE)
    signed_in_at = world.clock()
    world.clock.forward(15 * 60)

    assert "max_age" not in parse_qs(urlsplit(await begin(browser)).query)
    assert parse_qs(urlsplit(await begin(browser, "prove")).query)["max_age"] == ["0"]
    _, old = await sign_on(world, issuer, EVE | {"auth_time": signed_in_at}, browser, "prove")
    assert code_of(old) == (401, "sign_in_failed")
    late = await browser.post("/api/account/recovery_codes/", json={})
    assert code_of(late) == (403, "reauthentication_needed")
    _, anew = await sign_on(world, issuer, EVE | {"auth_time": world.clock()}, browser, "prove")
    assert anew.json() == {"state": "proved"}


async def test_a_person_is_known_by_issuer_and_subject_whatever_their_address_becomes(world, issuer, mapped):
    first, _ = await sign_on(world, issuer, EVE)
    second, _ = await sign_on(world, issuer, {**EVE, "email": "eve@elsewhere.example"})

    assert await person_id(first) == await person_id(second)


async def test_another_subject_with_the_same_address_is_another_person(world, issuer, mapped):
    await sign_on(world, issuer, EVE)

    _, response = await sign_on(world, issuer, {**EVE, "sub": "3"})

    assert code_of(response) == (409, "sign_in_first")


async def test_an_invitation_lets_a_new_person_in(world, issuer, desk):
    await desk.post("invitations/", json={"email": "eve@example.com", "role": "viewer"})

    browser, _ = await sign_on(world, issuer, EVE)

    assert await roles(browser) == ["viewer"]
    assert (await desk.get("members/")).json()["invitations"] == []


async def test_without_group_and_invitation_nobody_is_let_in(world, issuer, desk):
    browser, response = await sign_on(world, issuer, EVE)

    assert code_of(response) == (403, "no_access")
    assert (await browser.get("/api/session/")).json() == {"state": "signed_out"}
    assert len((await desk.get("members/")).json()["members"]) == 1


async def test_the_first_group_that_fits_counts(world, issuer, mapped):
    browser, _ = await sign_on(world, issuer, {**EVE, "groups": ["guests", "staff"]})

    assert await roles(browser) == ["editor"]


async def test_groups_are_looked_at_at_each_sign_in(world, issuer, mapped):
    await sign_on(world, issuer, EVE)
    browser, _ = await sign_on(world, issuer, {**EVE, "groups": ["guests"]})
    assert await roles(browser) == ["viewer"]

    browser, _ = await sign_on(world, issuer, {**EVE, "groups": []})
    assert await roles(browser) == []


async def told(desk):
    """The details of what the sign-in service changed, oldest first, and about whom."""
    lines = (await desk.get("audit/")).json()["results"]
    found = [line for line in reversed(lines) if line["action"] == "single_sign_on.apply"]
    return [(line["subject"], line["details"]) for line in found]


async def test_the_audit_tells_of_each_role_that_a_group_gave_or_took(world, issuer, mapped, desk):
    browser, _ = await sign_on(world, issuer, EVE)
    await sign_on(world, issuer, EVE)
    await sign_on(world, issuer, {**EVE, "groups": ["guests"]})
    await sign_on(world, issuer, {**EVE, "groups": []})

    eve = await person_id(browser)
    assert await told(desk) == [(eve, {"role": role}) for role in ("editor", "viewer", None)]


async def test_what_people_gave_is_not_taken_by_groups(world, issuer, mapped, desk):
    browser, _ = await sign_on(world, issuer, EVE)
    await desk.patch(f"members/{await person_id(browser)}/", json={"role": "admin"})

    browser, _ = await sign_on(world, issuer, {**EVE, "groups": []})

    assert await roles(browser) == ["admin"]


async def test_an_account_with_a_password_is_linked_by_whoever_is_signed_in(world, issuer, owner):
    _, refused = await sign_on(world, issuer, ADA)
    assert code_of(refused) == (409, "sign_in_first")

    _, linked = await sign_on(world, issuer, ADA, owner, "link")
    assert linked.status_code == 200

    browser, _ = await sign_on(world, issuer, ADA)
    assert await person_id(browser) == await person_id(owner)
    assert await roles(browser) == ["owner"]
    sign_in = {"email": OWNER["email"], "password": OWNER["password"]}
    assert (await world.browser().post("/api/session/", json=sign_in)).status_code == 200


async def test_an_identity_is_one_persons(world, issuer, owner):
    colleague = await add_colleague(world, (await project_of(owner))["id"], "editor")
    await sign_on(world, issuer, ADA, owner, "link")

    _, refused = await sign_on(world, issuer, ADA, colleague, "link")

    assert code_of(refused) == (409, "conflict")


async def test_linking_takes_a_recent_sign_in(world, issuer, owner):
    assert code_of(await world.browser().post("/api/single_sign_on/begin/", json={"purpose": "link"})) == (
        401,
        "session_missing",
    )
    world.clock.forward(15 * 60)

    refused = await owner.post("/api/single_sign_on/begin/", json={"purpose": "link"})

    assert code_of(refused) == (403, "reauthentication_needed")


async def test_the_test_shows_the_claims_and_changes_nothing(world, issuer, owner, desk):
    _, response = await sign_on(world, issuer, EVE, owner, "test")

    shown = response.json()
    assert (shown["state"], shown["groups"]) == ("claims", ["staff"])
    assert shown["claims"]["email"] == "eve@example.com"
    assert len((await desk.get("members/")).json()["members"]) == 1


async def test_a_suspended_person_does_not_get_in(world, issuer, mapped, desk):
    browser, _ = await sign_on(world, issuer, EVE)
    await desk.patch(f"members/{await person_id(browser)}/", json={"suspended": True})

    browser, refused = await sign_on(world, issuer, EVE)

    assert code_of(refused) == (401, "sign_in_failed")
    assert (await browser.get("/api/session/")).json() == {"state": "signed_out"}


@pytest.mark.parametrize(("methods", "state"), [(["pwd"], "second_factor"), (["pwd", "mfa"], "signed_in")])
async def test_the_second_step_is_asked_for_where_the_provider_did_not(world, issuer, mapped, methods, state):
    browser, _ = await sign_on(world, issuer, EVE)
    await set_up(world, browser)

    _, response = await sign_on(world, issuer, {**EVE, "amr": methods})

    assert response.json()["state"] == state


async def test_coming_back_hands_over_to_the_page(world, owner):
    query = {"code": "a&b", "state": "c#d", "session_state": "x"}

    response = await world.browser().get("/api/single_sign_on/callback/", params=query)

    assert response.status_code == 303
    page, _, said = response.headers["location"].partition("?")
    assert page == f"{ORIGIN}/#/single-sign-on"
    assert parse_qs(said) == {"code": ["a&b"], "state": ["c#d"]}
    assert response.headers["cache-control"] == "no-store"


async def test_where_it_is_not_set_up_there_is_nothing(store, clock):
    world = make_world(store, clock)
    await world.owner()
    browser = world.browser()
    for response in [
        await browser.post("/api/single_sign_on/begin/", json={}),
        await browser.get("/api/single_sign_on/callback/"),
        await browser.post("/api/single_sign_on/finish/", json={"code": "", "state": ""}),
    ]:
        assert code_of(response) == (404, "not_found")
    assert (await browser.get("/api/ways/")).json()["single_sign_on"] is None


# Row 79 of the catalogue: nothing says where else to land.


@pytest.mark.parametrize(
    "where",
    ["//evil.example", "/\\evil.example", "https:evil.example", "/%09/evil.example", "javascript:alert(1)"],
)
@pytest.mark.parametrize("name", ["return_to", "next", "redirect_uri", "to"])
async def test_coming_back_leads_to_this_site_alone(world, issuer, name, where):
    query = {"code": "c", "state": "s", name: where}
    response = await world.browser().get("/api/single_sign_on/callback/", params=query)

    assert (response.status_code, response.headers["location"]) == (
        303,
        f"{ORIGIN}/#/single-sign-on?code=c&state=s",
    )


# Row 12 of the catalogue: what comes back is not what was begun.


@pytest.mark.parametrize("state", ["", "made up", "A" * 43])
async def test_a_wrong_state_is_refused(world, issuer, mapped, state):
    browser = world.browser()
    back = issuer.consent(await begin(browser))

    assert code_of(await finish(browser, {**back, "state": state})) == (400, "oauth_state_invalid")


async def test_a_state_is_good_once(world, issuer, mapped):
    browser = world.browser()
    back = issuer.consent(await begin(browser))
    assert (await finish(browser, back)).status_code == 200

    assert code_of(await finish(browser, back)) == (400, "oauth_state_invalid")


async def test_a_state_of_another_browser_is_refused(world, issuer, mapped):
    attacker, victim = world.browser(), world.browser()
    back = issuer.consent(await begin(attacker))
    await begin(victim)

    assert code_of(await finish(victim, back)) == (400, "oauth_state_invalid")
    assert (await victim.get("/api/session/")).json() == {"state": "signed_out"}


async def test_a_state_ends_after_ten_minutes(world, issuer, mapped):
    browser = world.browser()
    back = issuer.consent(await begin(browser))
    world.clock.forward(600)

    assert code_of(await finish(browser, back)) == (400, "oauth_state_invalid")


async def test_a_code_is_good_for_the_attempt_that_it_was_made_for(world, issuer, mapped):
    browser = world.browser()
    stolen = issuer.consent(await begin(world.browser()))["code"]
    own = issuer.consent(await begin(browser))

    assert code_of(await finish(browser, {**own, "code": stolen})) == (400, "oidc_invalid")


@pytest.mark.parametrize(
    "spoil",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"iss": f"{ISSUER}/"},
        {"aud": "another client"},
        {"aud": None},
        {"azp": "another client"},
        {"sub": None},
        {"sub": ""},
        {"exp": 1},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": "no address"},
        {"email": ["eve@example.com"]},
    ],
    ids=str,
)
async def test_claims_that_do_not_fit_let_nobody_in(world, issuer, mapped, desk, spoil):
    issuer.spoil = spoil

    browser, response = await sign_on(world, issuer, EVE)

    assert code_of(response) == (400, "oidc_invalid")
    assert (await browser.get("/api/session/")).json() == {"state": "signed_out"}
    assert len((await desk.get("members/")).json()["members"]) == 1


# Row 11 of the catalogue: tokens that a careless verifier takes.


def _part(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _public(issuer):
    return issuer.key.as_pem(private=False)


def unsigned(issuer, claims):
    return f"{_part({'alg': 'none', 'kid': '1'})}.{_part(claims)}."


def signed_with_the_public_key(issuer, claims):
    signed = f"{_part({'alg': 'HS256', 'kid': '1'})}.{_part(claims)}"
    return f"{signed}.{_part(hmac.digest(_public(issuer), signed.encode(), 'sha256'))}"


def signed_by_another(issuer, claims):
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, RSAKey.generate_key(2048))


def key_in_the_header(issuer, claims):
    other = RSAKey.generate_key(2048)
    header = {"alg": "RS256", "jwk": other.as_dict(private=False)}
    signed = f"{_part(header)}.{_part(claims)}"
    genuine = jwt.encode({"alg": "RS256"}, claims, other)
    return f"{signed}.{genuine.rpartition('.')[2]}"


def key_at_an_address(issuer, claims):
    return issuer.signed(claims, jku="https://evil.example/jwks", kid="evil")


def key_in_a_file(issuer, claims):
    return issuer.signed(claims, kid="../../../../dev/null")


def enormous(issuer, claims):
    return issuer.signed({**claims, "filler": "x" * 1_000_000})


def zip_bomb(issuer, claims):
    compressed = zlib.compress(b"x" * 10_000_000)
    return f"{_part({'alg': 'RS256', 'zip': 'DEF', 'kid': '1'})}.{_part(compressed[:8000])}.AAAA"


def encrypted(issuer, claims):
    key = OctKey.generate_key(256)
    return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, json.dumps(claims).encode(), key)


def changed(issuer, claims):
    head, _, tail = issuer.signed(claims).split(".")
    return f"{head}.{_part({**claims, 'sub': '1'})}.{tail}"


@pytest.mark.parametrize(
    "sign",
    [
        unsigned,
        signed_with_the_public_key,
        signed_by_another,
        key_in_the_header,
        key_at_an_address,
        key_in_a_file,
        enormous,
        zip_bomb,
        encrypted,
        changed,
        lambda *_: "",
        lambda *_: "a.b.c",
        lambda *_: "....",
    ],
)
async def test_an_id_token_that_does_not_hold_lets_nobody_in(world, issuer, mapped, desk, sign):
    issuer.sign = sign

    browser, response = await sign_on(world, issuer, EVE)

    assert code_of(response) in [(400, "oidc_invalid"), (503, "oidc_unavailable")]
    assert (await browser.get("/api/session/")).json() == {"state": "signed_out"}
    assert len((await desk.get("members/")).json()["members"]) == 1


async def test_a_new_key_of_the_provider_is_fetched_once_it_is_used(world, issuer, mapped):
    await sign_on(world, issuer, EVE)
    await sign_on(world, issuer, EVE)
    assert issuer.asked == ["jwks"]
    issuer.key = RSAKey.generate_key(2048, {"kid": "2", "use": "sig"})

    _, response = await sign_on(world, issuer, EVE)

    assert response.status_code == 200
    assert issuer.asked == ["jwks", "jwks"]


async def test_what_the_token_does_not_say_is_asked_for(world, issuer, mapped):
    browser, response = await sign_on(world, issuer, {"sub": "2"})

    assert response.status_code == 200, response.text
    assert await roles(browser) == ["editor"]


async def test_userinfo_of_somebody_else_is_refused(world, issuer, mapped):
    issuer.about = {"userinfo": {"sub": "1"}}

    _, response = await sign_on(world, issuer, {"sub": "2"})

    assert code_of(response) == (400, "oidc_invalid")


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "http://login.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ],
    ids=str,
)
async def test_a_provider_that_is_not_as_configured_is_not_used(world, issuer, owner, about):
    issuer.about = about

    response = await world.browser().post("/api/single_sign_on/begin/", json={})

    assert code_of(response) == (503, "oidc_unavailable")


async def test_while_the_provider_is_away_passwords_go_on(world, issuer, owner):
    issuer.away = True

    response = await world.browser().post("/api/single_sign_on/begin/", json={})

    assert code_of(response) == (503, "oidc_unavailable")
    sign_in = {"email": OWNER["email"], "password": OWNER["password"]}
    assert (await world.browser().post("/api/session/", json=sign_in)).status_code == 200


async def test_groups_are_an_owners_to_map(world, owner, desk, mapped):
    admin = await at_work(world, await add_colleague(world, (await project_of(owner))["id"], "admin"))

    assert (await admin.get("groups/")).json() == STAFF
    assert code_of(await admin.put("groups/", json=STAFF)) == (403, "right_missing")
    unknown = {"groups": [{"group": "staff", "role": "emperor"}]}
    assert code_of(await desk.put("groups/", json=unknown)) == (422, "invalid_input")
    assert (await desk.put("groups/", json={"groups": []})).status_code == 204
    assert (await desk.get("groups/")).json() == {"groups": []}


@pytest.mark.parametrize(
    "issuer_address", ["", "login.example", "http://login.example", "https://", "https://a?b=c"]
)
def test_an_issuer_is_an_https_address(issuer_address):
    with pytest.raises(ValueError, match="takes the issuer's address"):
        require_issuer(issuer_address)


def test_an_issuer_on_this_machine_may_do_without():
    require_issuer("http://127.0.0.1:3000")


async def test_claims_give_attributes_at_each_sign_in_and_those_of_other_names_stay(store, clock, issuer):
    issuer.attributes = {"department": "department", "region": "company_region"}
    world = make_world(store, clock, provider=issuer.client())
    desk = await at_work(world, await world.owner())
    await desk.put("groups/", json=STAFF)
    bridge, machine = await enrol(world)

    async def attributes(claims):
        browser, _ = await sign_on(world, issuer, {**EVE, **claims})
        [member] = [one for one in (await desk.get("members/")).json()["members"] if one["name"] == "Eve"]
        granted = await ask(machine, await user_token(browser, bridge))
        assert granted["actor"]["attributes"].items() >= member["attributes"].items()
        return member["id"], member["attributes"]

    eve, given = await attributes({"department": "sales", "company_region": ["EU", "US"]})
    assert given == {"department": "sales", "region": ["EU", "US"]}
    assert await told(desk) == [(eve, {"role": "editor", "attributes": given})]
    by_hand = {"attributes": {"department": "board", "level": 3}}
    await desk.patch(f"members/{eve}/", json=by_hand)
    assert await attributes({"department": "sales"}) == (eve, {"department": "sales", "level": 3})
    assert await attributes({"department": {"deep": "no"}}) == (eve, {"level": 3})
    assert await attributes({"department": "x" * 501, "company_region": None}) == (eve, {"level": 3})
    await close_desk(world.control.desk)


@pytest.mark.parametrize("listed", ["email", "no space", "=claim"])
def test_a_name_that_no_attribute_can_have_is_refused_at_the_start(listed):
    settings = Settings(
        oidc_issuer=ISSUER, oidc_client_id="a", oidc_client_secret="b", oidc_attributes=(listed,)
    )
    with pytest.raises(SettingRefused, match="oidc_attributes"):
        provider(settings, int)


@pytest.mark.parametrize("host", ["169.254.169.254", "[fd00:ec2::254]", "168.63.129.16"])
async def test_no_issuer_is_asked_where_clouds_tell_secrets(host):
    said = {"oidc_issuer": f"https://{host}", "oidc_client_id": "jetway", "oidc_client_secret": "x"}
    client = provider(Settings(**said), lambda: 0)
    with pytest.raises(OidcUnavailable) as caught:
        await client.address(Attempt("https://jetway.example/", "state", "nonce", "verifier"))
    assert isinstance(caught.value.__cause__, AddressNotAllowed)
    await client.close()
