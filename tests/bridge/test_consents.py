"""Apps whose providers ask a person first: connected, kept going, withdrawn, and connected again."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

import anyio
import pytest

from jetway.bridge.records import Records
from jetway.bridge.sources import consents, withdrawing
from jetway.bridge.sources.consents import Consents, StoredConsent
from jetway.core.errors import BadSource, ConsentUnknown
from jetway.core.secret import Secret
from jetway.outbound.guard import guarded_client
from jetway.seal import host_key
from jetway.sources.kinds import connect, google_sheets, open_source
from jetway.sources.kinds.hubspot import PAGE, SCOPES
from jetway.sources.kinds.rest import Options
from jetway.sources.rest.auth import AuthorizationCode
from jetway.sources.rest.consent import Client, Consent, Request, authorization, described_client, given
from jetway.sources.rest.renewal import Renewal
from jetway.sources.rest.tokens import Login
from tests.bridge.conftest import new_shop, running
from tests.canaries import canary
from tests.fakes import notion
from tests.fakes.app import app as fake_app
from tests.fakes.google import FILE, Google, google
from tests.fakes.hubspot import TOKEN, HubSpot
from tests.fakes.provider import CLIENT, REDIRECT, SECRET, THINGS, Consented, Provider, provider
from tests.sources.connected import LOCAL

pytestmark = pytest.mark.anyio

WRONG = f"{canary('provider-wrong')}/one+1"

ASK, KEEP, SOURCES = "/api/sources/ask_consent/", "/api/sources/keep_consent/", "/api/sources/"
AUTH = AuthorizationCode(authorize_url="https://a/a", token_url="https://a/t", client_id="x", consent="y")


@pytest.fixture(scope="module")
async def office(tmp_path_factory):
    settings = replace(new_shop(tmp_path_factory.mktemp("consents")), outbound_private=("127.0.0.1",))
    async with running(settings) as started:
        yield started


@pytest.fixture
async def app():
    async with provider() as kept:
        yield kept


def question(options, **more):
    return {"kind": "rest", "options": options, "redirect": REDIRECT, **more}


async def brought(office, app, options=None, role="owner", **more):
    """What a person brings back who was asked."""
    answer = await office.ask("POST", ASK, question(options or app.options(), **more), role)
    assert answer.status_code == 200, answer.text
    assert answer.json()["state"] in answer.json()["url"]
    return app.agree(answer.json()["url"])


async def consented(office, app, options=None, **more):
    """The options with a consent."""
    answer = await office.ask("POST", KEEP, await brought(office, app, options, **more))
    assert answer.status_code == 200, answer.text
    return {**(options or app.options()), **answer.json()}


async def connected(office, app, name, options=None):
    options = await consented(office, app, options)
    answer = await office.ask("POST", SOURCES, {"name": name, "kind": "rest", "options": options})
    assert answer.status_code == 201, answer.text
    return f"/api/sources/{name}/models/things/"


def book(office):
    """The consents as they are kept, sealed or in the state folder, in all files of the installation."""
    return b"".join(path.read_bytes() for path in office.settings.state.parent.rglob("*") if path.is_file())


async def test_a_source_works_once_a_person_has_agreed(office, app):
    things = await connected(office, app, "agreed")
    assert (await office.get(things))["results"] == THINGS
    definition = await office.get(f"{SOURCES}agreed/")
    assert definition["options"]["consent"] == {"$secret": True}
    assert [form["grant_type"] for form in app.forms] == ["authorization_code"]
    events = (await office.get("/api/audit/"))["results"]
    [event] = [one for one in events if one.get("change") == "ConnectSource"][:1]
    assert event["sent"] == {"address": app.address, "provider": f"{app.address}/token"}


async def test_what_is_kept_shows_neither_tokens_nor_secrets(office, app):
    await connected(office, app, "sealed")
    kept = book(office)
    assert app.consents[0].refresh.encode() not in kept
    assert app.consents[0].access.encode() not in kept
    assert SECRET.encode() not in kept


async def test_a_token_that_ended_is_renewed_and_the_new_refresh_token_kept(office, app):
    things = await connected(office, app, "renewed")
    for _ in range(2):
        app.expire()
        assert (await office.get(things))["results"] == THINGS
    grants = [form["grant_type"] for form in app.forms]
    assert grants == ["authorization_code", "refresh_token", "refresh_token"]
    assert len(app.consents[0].used) == 2


async def test_a_token_is_renewed_before_it_ends(office, app):
    app.lasts_s = 0
    things = await connected(office, app, "early")
    await office.get(things)
    app.asked.clear()
    await office.get(things)
    assert app.asked == ["POST /token", "GET /things"]


async def test_many_who_ask_at_once_renew_it_once(office, app):
    things = await connected(office, app, "flight")
    app.expire()
    answers = await asyncio.gather(*(office.get(things) for _ in range(6)))
    assert [one["results"] for one in answers] == [THINGS] * 6
    assert [form["grant_type"] for form in app.forms].count("refresh_token") == 1


async def test_replicas_renew_one_after_the_other(office, app, tmp_path):
    source = await open_source(office.settings.database)
    stores = [Consents(Records(source, tmp_path), b"k" * 32) for _ in range(2)]
    text = json.dumps(app.description())
    client = described_client(text, Options(text, client_id=CLIENT, client_secret=Secret(SECRET)))
    app.consents.append(Consented("ended", "first"))
    name = await stores[0].keep(Consent(client.bound, "ended", "first"), client)
    found = []

    async def renew(http, store):
        found.append(await Renewal(client, StoredConsent(store, name), http).current("ended"))

    async with guarded_client(LOCAL.reach) as http, anyio.create_task_group() as tasks:
        for store in stores * 3:
            tasks.start_soon(renew, http, store)
    await source.close()
    assert {one.access_token for one in found} == {app.consents[0].access}
    assert len(app.forms) == 1


async def test_a_consent_that_was_withdrawn_says_what_to_do_and_a_new_one_works(office, app):
    things = await connected(office, app, "withdrawn")
    assert (await office.get(things))["results"] == THINGS
    app.withdraw()
    for _ in range(2):
        answer = await office.ask("GET", things)
        assert (answer.status_code, answer.json()["code"]) == (502, "app_not_connected")
        assert "Connect it again" in answer.json()["detail"]
    assert len(app.forms) == 2  # nobody asks with what was withdrawn
    [told] = [one for one in await office.get(SOURCES) if one["name"] == "withdrawn"]
    assert told["state"] == "unreachable"
    assert "Connect it again" in told["reason"]
    options = await consented(office, app, name="withdrawn")
    before = await kept_names(office)
    sent = {"options": {"consent": options["consent"]}}
    answer = await office.ask("PATCH", f"{SOURCES}withdrawn/", sent)
    assert answer.status_code == 200, answer.text
    assert len(before - await kept_names(office)) == 1
    assert (await office.get(things))["results"] == THINGS


async def test_without_a_refresh_token_a_refused_token_is_the_end(office, app):
    app.refreshes, app.lasts_s = False, None
    things = await connected(office, app, "once")
    assert (await office.get(things))["results"] == THINGS
    app.expire()
    assert await office.refused("GET", things) == (502, "app_not_connected")
    assert [form["grant_type"] for form in app.forms] == ["authorization_code"]


async def test_a_token_that_cannot_be_renewed_is_used_to_its_end(office, app):
    app.refreshes, app.lasts_s = False, 0
    things = await connected(office, app, "to-the-end")
    for _ in range(2):
        assert (await office.get(things))["results"] == THINGS
    app.expire()
    assert await office.refused("GET", things) == (502, "app_not_connected")


async def test_a_provider_that_is_away_ends_nothing(office, app):
    things = await connected(office, app, "away")
    assert (await office.get(things))["results"] == THINGS
    app.expire()
    app.down = 3
    assert (await office.ask("GET", things)).status_code == 502
    app.down = 0
    assert (await office.get(things))["results"] == THINGS


async def test_a_source_that_nobody_has_connected_says_so_at_the_option(office, app):
    answer = await office.ask("POST", f"{SOURCES}test/", {"kind": "rest", "options": app.options()})
    assert (answer.status_code, answer.json()["code"]) == (422, "source_not_reached")
    [wrong] = answer.json()["errors"]
    assert (wrong["pointer"], wrong["code"]) == ("/options/consent", "app_not_connected")


async def test_what_somebody_else_was_asked_connects_nothing(office, app):
    stranger = await brought(office, app, role="admin")
    assert await office.refused("POST", KEEP, stranger) == (422, "consent_unknown")
    assert app.forms == []
    assert (await office.ask("POST", KEEP, stranger, "admin")).status_code == 200


async def test_an_answer_counts_once(office, app):
    answer = await brought(office, app)
    assert (await office.ask("POST", KEEP, answer)).status_code == 200
    assert await office.refused("POST", KEEP, answer) == (422, "consent_unknown")
    assert await office.refused("POST", KEEP, answer | {"state": "x" * 43}) == (422, "consent_unknown")


async def test_an_answer_counts_for_ten_minutes(office, app, monkeypatch):
    monkeypatch.setattr("jetway.bridge.sources.consents.OPEN_S", -1.0)
    answer = await brought(office, app)
    assert await office.refused("POST", KEEP, answer) == (422, "consent_unknown")


@pytest.mark.parametrize(
    ("issuer", "sent", "status"),
    [
        ("", "", 200),
        ("", "https://evil.example.com", 422),
        ("", "http://[", 422),
        ("https://provider.example.com", "https://provider.example.com", 200),
        ("https://provider.example.com", "", 422),
    ],
)
async def test_another_provider_is_not_sent_the_code(office, app, issuer, sent, status):
    answer = await brought(office, app, app.options(**({"issuer": issuer} if issuer else {})))
    told = await office.ask("POST", KEEP, answer | {"iss": sent})
    assert told.status_code == status
    assert len(app.forms) == (status == 200)


@pytest.mark.parametrize("basic", [False, True])
async def test_a_client_that_is_not_known_is_told_without_its_secret(office, app, basic):
    app.basic = basic
    answer = await brought(office, app, app.options(basic=basic) | {"client_secret": WRONG})
    app.secret = f"{WRONG} is not it"
    told = (await office.ask("POST", KEEP, answer)).json()
    assert told["code"] == "consent_refused"
    assert "Check both" in told["detail"]
    assert WRONG not in told["detail"]


@pytest.mark.parametrize(("secret", "basic"), [("", False), (SECRET, True)], ids=["public", "basic"])
async def test_clients_without_a_secret_and_with_a_header_are_let_in(office, app, secret, basic):
    app.secret, app.basic = secret, basic
    name = f"client-{'basic' if basic else 'public'}"
    things = await connected(office, app, name, app.options(basic=basic))
    app.expire()
    assert (await office.get(things))["results"] == THINGS


async def test_the_page_takes_what_else_a_provider_wants(office, app):
    options = app.options(params={"access_type": "offline", "prompt": "consent"})
    url = (await office.ask("POST", ASK, question(options))).json()["url"]
    assert "access_type=offline" in url
    assert "prompt=consent" in url
    assert app.agree(url)["state"]


@pytest.mark.parametrize(
    ("auth", "detail"),
    [
        ({"authorize_url": "javascript:alert(1)"}, "no address of a server"),
        ({"authorize_url": "http://10.0.0.1/authorize"}, "takes https"),
        ({"token_url": "http://10.0.0.1/token"}, "takes https"),
        ({"token_url": "http://["}, "no address of a server"),
        ({"revoke_url": "http://10.0.0.1/revoke"}, "takes https"),
        ({"headers": {"Host": "evil.example.com"}}, "is no header of a description"),
        ({"params": {"redirect_uri": "https://evil.example.com"}}, "is sent anyway"),
        ({"client_id": "user"}, "Enter the client id first"),
        ({"kind": "bearer"}, "nobody's consent"),
    ],
)
async def test_nobody_is_sent_where_a_description_may_not_lead(office, app, auth, detail):
    answer = await office.ask("POST", ASK, question(app.options(**auth)))
    assert answer.status_code == 422
    assert detail in answer.json()["detail"]


@pytest.mark.parametrize("redirect", ["", "javascript:alert(1)", "https://a@b/", "https://b/#x", "https://["])
async def test_people_come_back_to_a_page(office, app, redirect):
    sent = question(app.options()) | {"redirect": redirect}
    assert await office.refused("POST", ASK, sent) == (422, "invalid_input")


async def test_a_kind_that_takes_no_consent_says_so(office):
    sent = question({"api_key": "x"}) | {"kind": "stripe"}
    assert await office.refused("POST", ASK, sent) == (422, "invalid_input")


async def test_who_may_not_change_sources_is_asked_nothing(office, app):
    for path in (ASK, KEEP):
        assert (await office.refused("POST", path, question(app.options()), "viewer"))[0] == 403


@pytest.mark.parametrize(
    "moved",
    [
        {"token_url": "https://evil.example.com/token"},
        {"revoke_url": "https://evil.example.com/"},
        {"scopes": ["all"]},
    ],
)
async def test_a_consent_goes_with_the_description_that_it_was_given_for(office, app, moved):
    name = f"moved-{len(moved)}-{next(iter(moved)).replace('_', '-')}"
    await connected(office, app, name)
    sent = {"options": {"description": json.dumps(app.description(**moved))}}
    assert await office.refused("PATCH", f"{SOURCES}{name}/", sent) == (422, "secret_required")


async def test_a_consent_is_good_for_its_own_app_alone(office, app):
    options = await consented(office, app)
    async with provider() as other:
        answer = await office.ask(
            "POST",
            f"{SOURCES}test/",
            {"kind": "rest", "options": other.options() | {"consent": options["consent"]}},
        )
        assert answer.json()["errors"][0]["code"] == "app_not_connected"
        assert other.forms == []
        assert app.consents[0].used == set()


async def test_a_source_that_is_removed_leaves_no_consent(office, app):
    things = await connected(office, app, "removed")
    before = await kept_names(office)
    assert (await office.ask("DELETE", f"{SOURCES}removed/")).status_code == 204
    assert len(before - await kept_names(office)) == 1
    assert await office.refused("GET", things) == (404, "not_found")


async def test_a_source_that_is_removed_ends_its_consent_at_the_provider(office, app):
    await connected(office, app, "ended")
    refresh = app.consents[0].refresh
    assert (await office.ask("DELETE", f"{SOURCES}ended/")).status_code == 204
    assert (app.revoked, app.consents) == ([refresh], [])
    assert (await changes(office, "ended"))[:2] == ["WithdrawConsent", "RemoveSource"]


async def test_a_consent_that_a_source_drops_ends_at_the_provider(office, app):
    app.lasts_s = None
    await connected(office, app, "dropped")
    access = app.consents[0].access
    answer = await office.ask("PATCH", f"{SOURCES}dropped/?_untested=1", {"options": {"consent": None}})
    assert (answer.status_code, "notes" in answer.json()) == (200, False)
    assert (app.revoked, app.consents) == ([access], [])


async def test_a_consent_of_a_client_that_another_source_uses_stays_at_the_provider(office, app):
    options = await consented(office, app)
    for name in ("shared-one", "shared-two"):
        body = {"name": name, "kind": "rest", "options": options}
        assert (await office.ask("POST", SOURCES, body)).status_code == 201
    renewed = (await consented(office, app, name="shared-one"))["consent"]
    answer = await office.ask("PATCH", f"{SOURCES}shared-one/", {"options": {"consent": renewed}})
    assert answer.status_code == 200, answer.text
    assert (await office.ask("DELETE", f"{SOURCES}shared-two/")).status_code == 204
    assert app.revoked == []
    assert (await office.ask("DELETE", f"{SOURCES}shared-one/")).status_code == 204
    assert app.revoked == [app.given[-1].refresh]


@pytest.mark.parametrize(("down", "secret"), [(1, SECRET), (0, "another")], ids=["away", "refused"])
async def test_a_consent_that_the_provider_does_not_end_is_told(office, app, down, secret):
    name = f"kept-there-{down}"
    await connected(office, app, name)
    app.down, app.secret = down, secret
    answer = await office.ask("DELETE", f"{SOURCES}{name}/")
    assert answer.status_code == 200
    [note] = answer.json()["notes"]
    assert "may still hold" in note
    assert "Withdraw it in your account there" in note
    assert app.address.removeprefix("http://") in note
    assert "Try again" not in note
    assert app.consents[0].refresh not in note
    assert (await changes(office, name))[:2] == ["undone", "WithdrawConsent"]
    assert await office.refused("GET", f"{SOURCES}{name}/") == (404, "unknown_resource")


async def test_a_consent_that_ended_before_is_no_failure(office, app):
    await connected(office, app, "ended-before")
    app.withdraw()
    assert (await office.ask("DELETE", f"{SOURCES}ended-before/")).status_code == 204
    assert len(app.revoked) == 1


async def test_a_provider_that_withdraws_nothing_is_not_asked(office, app):
    await connected(office, app, "silent", app.options(revoke_url=""))
    app.asked.clear()
    assert (await office.ask("DELETE", f"{SOURCES}silent/")).status_code == 204
    assert app.asked == []


@pytest.mark.parametrize("down", [0, 1], ids=["there", "away"])
async def test_a_consent_that_no_source_took_up_ends_at_the_provider_too(
    app, tmp_path, monkeypatch, caplog, down
):
    settings = replace(new_shop(tmp_path), outbound_private=("127.0.0.1",))
    async with running(settings) as started, provider() as other:
        things = await connected(started, app, "taken-up")
        await consented(started, other)
        refresh, other.down = other.consents[0].refresh, down
        monkeypatch.setattr(consents, "DRAFT_S", -1.0)
        await consented(started, app)
        assert other.asked[-1] == "POST /revoke"
        assert other.revoked == ([] if down else [refresh])
        assert (await started.get(things))["results"] == THINGS
    assert ("may still hold" in caplog.text) == bool(down)


async def test_consents_that_no_source_took_up_are_looked_for_from_time_to_time(app, tmp_path, monkeypatch):
    monkeypatch.setattr(withdrawing, "LOOK_S", 0.01)
    settings = replace(new_shop(tmp_path), outbound_private=("127.0.0.1",))
    async with running(settings) as started:
        await consented(started, app)
        assert app.consents
        monkeypatch.setattr(consents, "DRAFT_S", -1.0)
        with anyio.fail_after(30):
            while not app.revoked:  # noqa: ASYNC110 - nothing tells of it
                await anyio.sleep(0.02)
        assert app.consents == []
        assert await kept_names(started) == set()


async def test_a_description_is_tried_with_a_consent(office, app):
    options = await consented(office, app)
    body = {"options": options, "collection": "things"}
    told = (await office.ask("POST", f"{SOURCES}try/", body)).json()
    assert told["rows"] == THINGS
    assert app.consents[0].access not in json.dumps(told)


@dataclass
class Account(HubSpot):
    """A HubSpot account that people let others into."""

    opened_by = ("hubspot", "provider", "access", "refresh")

    provider: Provider = field(default_factory=lambda: Provider(page=PAGE, scope=SCOPES))

    def answer(self, method, target, headers, body):
        ways = {"/oauth/v3/token": self.provider.token, "/oauth/v3/token/revoke": self.provider.revoke}
        if way := ways.get(target):
            return *way(dict(parse_qsl(body.decode())), headers), {}
        known = {"authorization": f"Bearer {TOKEN}"} if self.provider.takes(headers) else {}
        return super().answer(method, target, {**headers, "authorization": "", **known}, body)


async def test_hubspot_is_connected_by_a_token_or_by_a_consent(office):
    async with fake_app(Account()) as account:
        account.add(email="ana@example.com")
        options = {"address": account.address, "client_id": CLIENT, "client_secret": SECRET}
        asked = (await office.ask("POST", ASK, question(options) | {"kind": "hubspot"})).json()
        kept = (await office.ask("POST", KEEP, account.provider.agree(asked["url"]) | {"iss": ""})).json()
        body = {"name": "crm", "kind": "hubspot", "options": options | kept}
        assert (await office.ask("POST", SOURCES, body)).status_code == 201
        account.provider.expire()
        [row] = (await office.get("/api/sources/crm/models/contacts/"))["results"]
        assert row["email"] == "ana@example.com"
        assert (await office.ask("DELETE", "/api/sources/crm/")).status_code == 204
        assert account.provider.consents == []
        body["options"] = {"address": account.address, "token": TOKEN}
        account.provider.consents.append(Consented(TOKEN))
        assert (await office.ask("POST", f"{SOURCES}test/", body | {"name": ""})).status_code == 200
        body["options"] = {"address": account.address}
        told = (await office.ask("POST", f"{SOURCES}test/", body | {"name": ""})).json()
        assert "needs a token, or a client id" in told["detail"]


@pytest.mark.parametrize("renews", [False, True])
async def test_notion_is_connected_by_a_consent_and_let_go_of(office, renews):
    async with fake_app(notion.Notion(renews=renews)) as space:
        space.add(Name={"title": [{"text": {"content": "Paint"}}]})
        options = {"address": space.address, "client_id": notion.CLIENT, "client_secret": notion.SECRET}
        asked = (await office.ask("POST", ASK, question(options) | {"kind": "notion"})).json()
        told = await office.ask("POST", KEEP, space.agree(asked["url"]))
        assert told.status_code == 200, told.text
        body = {"name": "space", "kind": "notion", "options": options | told.json()}
        assert (await office.ask("POST", SOURCES, body)).status_code == 201
        space.tokens.remove(notion.TOKEN)
        if renews:
            space.tokens.clear()
        [row] = (await office.get("/api/sources/space/models/Tasks/"))["results"]
        assert row["Name"] == "Paint"
        assert (await office.ask("DELETE", "/api/sources/space/")).status_code == 204
        assert space.tokens == []


async def test_a_token_that_ends_in_mid_paging_is_renewed_once_and_every_row_comes_once(office):
    async with fake_app(notion.Notion(renews=True)) as space:
        ids = {space.add() for _ in range(101)}
        options = {"address": space.address, "client_id": notion.CLIENT, "client_secret": notion.SECRET}
        asked = (await office.ask("POST", ASK, question(options) | {"kind": "notion"})).json()
        kept = (await office.ask("POST", KEEP, space.agree(asked["url"]))).json()
        body = {"name": "pages", "kind": "notion", "options": options | kept}
        assert (await office.ask("POST", SOURCES, body)).status_code == 201
        await office.get("/api/sources/pages/models/Tasks/?_per_page=1")
        space.asked.clear()
        space.faults = [None, (401, {"code": "unauthorized", "message": "API token is invalid."}, {})]
        rows = await office.get("/api/sources/pages/models/Tasks/?_no_pagination=1")
        assert sorted(row["id"] for row in rows) == sorted(ids)
        query = f"POST /v1/data_sources/{notion.TASKS}/query"
        assert space.calls() == [query, query, "POST /v1/oauth/token", query]


async def test_what_notion_refuses_is_told_in_its_words(office):
    async with fake_app(notion.Notion()) as space:
        options = {"address": space.address, "client_id": notion.CLIENT, "client_secret": "another"}
        asked = (await office.ask("POST", ASK, question(options) | {"kind": "notion"})).json()
        told = (await office.ask("POST", KEEP, space.agree(asked["url"]))).json()
        assert told["code"] == "consent_refused"
        assert "Client authentication failed" in told["detail"]
        body = {"kind": "notion", "options": {"address": space.address}}
        told = (await office.ask("POST", f"{SOURCES}test/", body)).json()
        assert "needs a token, or a client id" in told["detail"]


@dataclass
class Sheets(Google):
    """A Google that people let others into."""

    opened_by = ("provider", "access", "refresh")

    provider: Provider = field(
        default_factory=lambda: Provider(page=google_sheets.PAGE, scope=google_sheets.SCOPE)
    )

    def token(self, form):
        status, told = self.provider.token(form, {})
        assert status == 200
        self.tokens.append(told["access_token"])
        return told


async def test_a_spreadsheet_is_opened_by_the_consent_of_a_person(tmp_path):
    store = Consents(Records(None, tmp_path), b"k" * 32)
    async with google(Sheets()) as kept, guarded_client(LOCAL.reach) as http:
        kept.add("People", ("Name",), ("Ana",))
        options = google_sheets.Options(
            FILE,
            address=kept.address,
            tokens=f"{kept.address}/token",
            client_id=CLIENT,
            client_secret=Secret(SECRET),
        )
        request = Request(google_sheets.KIND.client(options), REDIRECT, "v" * 64)
        assert request.client.auth.revoke_url == f"{kept.address}/revoke"
        page = authorization(request, "s" * 43)
        assert "access_type=offline&prompt=consent" in page
        consent = await given(http, request, kept.provider.agree(page)["code"])
        name = await store.keep(consent, request.client)
        agreed = store.attached(replace(options, consent=Secret(name)))
        source = await connect("google_sheets", agreed, LOCAL)
        assert set((await source.describe()).tables) == {"People"}
        await source.close()
        with pytest.raises(BadSource, match="needs a service account's key, or a client id"):
            await connect("google_sheets", replace(options, client_id=""), LOCAL)


async def test_a_person_has_few_questions_open(tmp_path):
    store = Consents(Records(None, tmp_path), b"k" * 32)
    request = Request(Client("https://a", AUTH, Login("x", "")), REDIRECT, "v")
    states = [await store.ask(request, person, "") for person in ("ana", "bo", *["ana"] * 5)]
    with pytest.raises(ConsentUnknown):
        await store.answered(states[0], "ana")
    for state in states[2:]:
        assert (await store.answered(state, "ana")).person == "ana"
    assert (await store.answered(states[1], "bo")).person == "bo"


async def changes(office, name):
    """What the audit knows of a source, newest first."""
    events = (await office.get("/api/audit/"))["results"]
    return [one.get("change", one["action"]) for one in events if one.get("source") == name]


async def kept_names(office):
    source = await open_source(office.settings.database)
    store = Consents(Records(source, office.settings.state), host_key(None, office.settings.state))
    names = set((await store.load()).kept)
    await source.close()
    return names
