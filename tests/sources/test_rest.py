"""The connector engine: descriptions, ways of paging and of proving who asks, against a server of ours."""

import base64
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import RSAKey
from msgspec.structs import fields

from jetway.core.errors import (
    AppBusy,
    AppChanged,
    AppKeyRefused,
    BadSource,
    NotFilterable,
    OriginMismatch,
    SecretRequired,
    UpstreamUnavailable,
)
from jetway.core.expr import FALSE, TRUE, And, Compare, Not, Op
from jetway.core.query import Aggregate, Insert, Measure, Order, Read
from jetway.core.schema import Func
from jetway.core.secret import Secret
from jetway.outbound.reach import Reach
from jetway.sources import Limits
from jetway.sources.kinds import connect, rest
from jetway.sources.options import KEPT, read
from jetway.sources.rest.auth import Proof
from jetway.sources.rest.failure import waiting_s
from jetway.sources.rest.loading import load
from jetway.sources.rest.paging import Page, following
from jetway.sources.rest.request import Call
from jetway.sources.rest.source import opened
from jetway.sources.rest.spec import LinkHeader, Part
from tests.canaries import MARK, canary
from tests.fakes.app import NUMBERS, app

pytestmark = pytest.mark.anyio

LOCAL = Limits(reach=Reach.of(["127.0.0.1"]))
DOCS = Path(__file__).parents[2] / "docs"
PAGINGS = {
    "whole": '{ kind = "none" }',
    "cursor": '{ kind = "cursor", param = "cursor", next = "next", size = "size", most = 10 }',
    "page": '{ kind = "page", param = "page", size = "size", most = 10 }',
    "offset": '{ kind = "offset", param = "offset", size = "size", most = 10 }',
    "link": '{ kind = "link_header", size = "size", most = 10 }',
    "url": '{ kind = "next_url", path = "uri", size = "size", most = 10 }',
    "elsewhere": '{ kind = "next_url", path = "uri" }',
}
SECRET = canary("app-rest")
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Options:
    secret: Secret
    user: str
    key_file: Secret


def options(key_file="{}"):
    return Options(Secret(SECRET), "ana", Secret(key_file))


def described(address: str, name: str = "whole", auth: str = "", more: str = "") -> str:
    records = "" if name in ("whole", "link") else 'records = "items"\n'
    total = 'total = "total"\n' if name == "page" else ""
    return f"""
title = "Test"
address = "{address}"
check = "/whole"
message = "message"
limits = {{ per_second = 1000 }}
auth = {auth or '{ kind = "bearer", secret = "secret" }'}
[collections.things]
key = "id"
natural = ["id"]
{more}
[collections.things.list]
path = "/{name}"
{records}{total}paging = {PAGINGS[name]}
[collections.things.columns]
id = {{ type = "integer" }}
name = {{ type = "text", path = "at.name", create = true }}
"""


async def connected(kept, key_file="{}", **how):
    return await opened(load(described(kept.address, **how)), options(key_file), kept.address, LOCAL)


async def ids(source, **more):
    table = (await source.describe()).tables["things"]
    return [row["id"] async for row in source.read(Read(table, table.columns, **more))]


@pytest.mark.parametrize("name", ["whole", "cursor", "page", "offset", "link", "url"])
async def test_every_way_of_paging_gives_every_row_once(name):
    async with app() as kept:
        source = await connected(kept, name=name)
        assert await ids(source) == list(NUMBERS)
        assert await ids(source, limit=12, offset=3) == list(range(4, 16))
        kept.asked.clear()
        assert await ids(source, limit=5) == [1, 2, 3, 4, 5]
        assert len(kept.asked) == 1
        await source.close()


async def test_an_app_that_does_not_know_the_page_is_told_of_and_its_rows_are_not_doubled():
    async with app() as kept:
        text = described(kept.address, "page").replace('param = "page"', 'param = "unknown"')
        source = await opened(load(text), options(), kept.address, LOCAL)
        kept.asked.clear()
        with pytest.raises(AppChanged, match="the same page twice"):
            await ids(source)
        assert len(kept.asked) == 2
        await source.close()


async def test_a_next_page_on_another_server_is_not_asked():
    async with app() as kept:
        source = await connected(kept, name="elsewhere")
        with pytest.raises(OriginMismatch):
            await ids(source)
        assert all("127.0.0.1:9" not in target for _, target, _, _ in kept.asked)
        await source.close()


@pytest.mark.parametrize(
    ("header", "url"),
    [
        ('<a>; rel="first", <b>; title=x; REL="prev Next"', "b"),
        ("<a>; rel=next, <b>; rel='next'", "a"),
        ('<a>; rel="prev"; title="next", <b>; rel="nextish"', None),
        ("<a>" + ";rel=" * 20_000, None),
        ("<a>;rel=" + " " * 100_000, None),
    ],
)
def test_a_link_to_the_next_page_is_found_at_once(header, url):
    began_s = time.perf_counter()
    page = Page(None, header, [], 0, 0)
    call = following(Call("GET", "/"), LinkHeader(), page)
    assert (call and call.target) == url
    assert time.perf_counter() - began_s < 1


@pytest.mark.parametrize(
    ("header", "wait_s"), [("3", 3), ("9" * 5000, 24 * 3600), ("soon", None), ("\u00b2", None)]
)
def test_how_long_an_app_says_to_wait(header, wait_s):
    assert waiting_s(header) == wait_s


async def test_a_total_counts_without_reading():
    async with app() as kept:
        source = await connected(kept, name="page")
        table = (await source.describe()).tables["things"]
        kept.asked.clear()
        count = Aggregate(table, (Measure(Func.COUNT, None),), where=TRUE)
        assert [row async for row in source.aggregate(count)] == [{"y_func": 25}]
        assert [target for _, target, _, _ in kept.asked] == ["/page?size=1"]
        assert table.countable
        await source.close()


async def test_a_total_tells_nothing_of_rows_that_a_rule_hides():
    async with app() as kept:
        source = await connected(kept, name="page")
        table = (await source.describe()).tables["things"]
        for where in (FALSE, And((FALSE, FALSE)), Not(TRUE)):
            count = Aggregate(table, (Measure(Func.COUNT, None),), where=where)
            assert [row async for row in source.aggregate(count)] == [{"y_func": 0}]
        await source.close()


async def test_a_list_of_one_page_is_filtered_whole_and_told_where_it_may_have_more():
    async with app() as kept:
        paging = 'kind = "none", size = "size", most = 10'
        text = described(kept.address, "offset").replace(PAGINGS["offset"], f"{{ {paging} }}")
        source = await opened(load(text), options(), kept.address, LOCAL)
        column = (await source.describe()).tables["things"].column("id")
        assert await ids(source, where=Compare(column, Op.EQ, 9), limit=1) == [9]
        assert await ids(source, limit=10) == list(range(1, 11))
        with pytest.raises(NotFilterable, match="Test lists 10 rows of those it finds"):
            await ids(source)
        await source.close()


POSTED = """
title = "Test"
address = "{address}"
check = "/whole"
limits = {{ per_second = 1000 }}
auth = {{ kind = "bearer", secret = "secret" }}
[collections.things]
key = "id"
sort = {{ param = "sort" }}
[collections.things.list]
path = "/search"
method = "POST"
also = {{ kind = "things" }}
records = "items"
total = "total"
paging = {{ kind = "cursor", param = "page.after", next = "next", size = "page.size", most = 8 }}
[collections.things.columns]
id = {{ type = "integer", sort = "id", filters = {{ in = "filter.ids" }} }}
"""


@pytest.fixture
async def posted():
    async with app() as kept:
        source = await opened(load(POSTED.format(address=kept.address)), options(), kept.address, LOCAL)
        kept.asked.clear()
        yield kept, source
        await source.close()


async def test_a_list_asked_for_by_post_is_paged_filtered_and_sorted_in_its_body(posted):
    kept, source = posted
    assert await ids(source) == list(NUMBERS)
    assert len(kept.asked) == 4
    column = (await source.describe()).tables["things"].column("id")
    where = Compare(column, Op.IN, (3, 9, 11))
    kept.asked.clear()
    assert await ids(source, where=where, order=(Order(column, descending=True),), limit=2) == [11, 9]
    [(method, target, headers, body)] = kept.asked
    assert (method, target, headers["content-type"]) == ("POST", "/search", "application/json")
    assert json.loads(body) == {
        "kind": "things",
        "filter": {"ids": [3, 9, 11]},
        "sort": "-id",
        "page": {"size": 2},
    }


async def test_a_read_by_post_is_sent_again_and_what_the_app_does_not_take_is_a_wrong_description(posted):
    kept, source = posted
    kept.down = 1
    assert await ids(source, limit=1) == [1]
    assert [method for method, _, _, _ in kept.asked] == ["POST", "POST"]
    table = (await source.describe()).tables["things"]
    count = Aggregate(table, (Measure(Func.COUNT, None),), where=TRUE)
    assert [row async for row in source.aggregate(count)] == [{"y_func": 25}]
    wrong = load(POSTED.format(address=kept.address).replace('kind = "things" }', 'kind = "others" }'))
    other = await opened(wrong, options(), kept.address, LOCAL)
    with pytest.raises(AppChanged, match="does not answer as described"):
        await ids(other)
    await other.close()


async def test_what_an_app_does_not_list_is_told_rather_than_left_out(posted):
    kept, _ = posted
    text = POSTED.format(address=kept.address).replace('path = "/search"', 'path = "/search"\nceiling = 16')
    source = await opened(load(text), options(), kept.address, LOCAL)
    assert len(await ids(source, limit=16)) == 16
    with pytest.raises(NotFilterable, match="Test lists 16 rows of those it finds"):
        await ids(source)
    await source.close()


@pytest.mark.parametrize("sort", ['{ param = "sort" }', '{ param = "sort", direction = "direction" }'])
async def test_an_app_sorts_by_what_it_can(sort):
    async with app() as kept:
        connector = load(
            described(kept.address, more=f"sort = {sort}").replace('"integer" }', '"integer", sort = "id" }')
        )
        source = await opened(connector, options(), kept.address, LOCAL)
        column = (await source.describe()).tables["things"].column("id")
        assert column.sortable
        assert await ids(source, order=(Order(column, descending=True),)) == list(reversed(NUMBERS))
        await source.close()


async def test_a_body_goes_where_the_app_wants_it():
    async with app() as kept:
        more = 'create = { path = "/whole", wrap = "fields", record = "sent.fields" }'
        source = await connected(kept, more=more)
        table = (await source.describe()).tables["things"]
        with pytest.raises(Exception, match="no record of things"):
            await source.write([Insert(table, ((table.column("name"), "x"),), table.columns)])
        method, target, headers, body = kept.asked[-1]
        assert (method, target, headers["content-type"]) == ("POST", "/whole", "application/json")
        assert json.loads(body) == {"fields": {"at": {"name": "x"}}}
        await source.close()


async def test_a_wait_that_an_app_asks_for_between_two_pages_is_waited_for():
    async with app() as kept:
        source = await connected(kept, name="cursor")
        kept.asked.clear()
        kept.faults = [None, (429, {"message": "slow down"}, {"Retry-After": "1"})]
        began_s = time.monotonic()
        assert await ids(source) == [*NUMBERS]
        assert time.monotonic() - began_s >= 1.0
        assert kept.calls()[1] == kept.calls()[2]
        await source.close()


async def test_too_much_at_once_is_told_when_to_come_again():
    async with app() as kept:
        text = described(kept.address).replace("per_second = 1000", "per_second = 0.1, seconds = 1")
        source = await opened(load(text), options(), kept.address, LOCAL)
        with pytest.raises(AppBusy) as caught:
            await ids(source)
        assert caught.value.retry_after_s == 10
        assert len(kept.asked) == 1
        await source.close()


@pytest.mark.parametrize(("once", "sent"), [("", 1), ('once = "X-Once"', 2)])
async def test_only_a_change_that_the_app_makes_once_is_sent_again(once, sent):
    async with app() as kept:
        text = described(kept.address, more='create = { path = "/whole" }')
        source = await opened(load(f"{once}\n{text}"), options(), kept.address, LOCAL)
        table = (await source.describe()).tables["things"]
        kept.down = 1
        with pytest.raises((UpstreamUnavailable, AppChanged)):
            await source.write([Insert(table, ((table.column("name"), "x"),), table.columns)])
        posted = [headers for method, _, headers, _ in kept.asked if method == "POST"]
        assert len(posted) == sent
        assert len({headers.get("x-once") for headers in posted}) == 1
        await source.close()


@pytest.mark.parametrize(
    ("auth", "proof"),
    [
        ('{ kind = "bearer", secret = "secret" }', lambda h, p: h["authorization"] == f"Bearer {SECRET}"),
        (
            '{ kind = "api_key", secret = "secret", name = "X-Key", prefix = "k " }',
            lambda h, p: h["x-key"] == f"k {SECRET}",
        ),
        (
            '{ kind = "api_key", secret = "secret", name = "key", place = "query" }',
            lambda h, p: p["key"] == SECRET,
        ),
        (
            '{ kind = "basic", user = "user", password = "secret" }',
            lambda h, p: (
                base64.b64decode(h["authorization"].removeprefix("Basic ")) == f"ana:{SECRET}".encode()
            ),
        ),
    ],
    ids=["bearer", "header", "query", "basic"],
)
async def test_a_key_goes_where_the_app_wants_it(auth, proof):
    async with app() as kept:
        kept.takes = proof
        source = await connected(kept, auth=auth)
        assert await ids(source) == list(NUMBERS)
        await source.close()


@pytest.mark.parametrize(
    ("auth", "form"),
    [
        (
            'kind = "client_credentials", client_id = "user", client_secret = "secret", scopes = ["a", "b"]',
            {"grant_type": "client_credentials", "scope": "a b"},
        ),
        (
            'kind = "refresh_token", client_id = "user", client_secret = "secret", refresh_token = "secret"',
            {"grant_type": "refresh_token", "refresh_token": SECRET},
        ),
    ],
    ids=["client_credentials", "refresh_token"],
)
async def test_a_token_is_fetched_once_and_again_when_it_is_refused(auth, form):
    async with app() as kept:
        login = {"client_id": "ana", "client_secret": SECRET}
        kept.grants = lambda sent, headers: sent == form | login
        kept.takes = lambda headers, params: headers["authorization"] == f"Bearer {kept.tokens[-1]}"
        source = await connected(kept, auth=f'{{ {auth}, token_url = "{kept.address}/token" }}')
        assert await ids(source) == await ids(source)
        assert len(kept.tokens) == 1
        kept.tokens.append("revoked")
        assert await ids(source) == list(NUMBERS)
        assert len(kept.tokens) == 3
        kept.takes, kept.grants = (lambda headers, params: False), (lambda sent, headers: False)
        with pytest.raises(AppKeyRefused) as caught:
            await ids(source)
        assert MARK not in caught.value.detail
        await source.close()


async def test_a_service_account_signs_for_its_token():
    async with app() as kept:
        pem = RSA.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

        def grants(sent, headers):
            claims = jwt.decode(sent["assertion"], RSAKey.import_key(public), algorithms=["RS256"]).claims
            said = claims["iss"], claims["scope"], claims["aud"]
            return said == ("bot@example.com", "read", f"{kept.address}/token")

        kept.grants = grants
        how = f'token_url = "{kept.address}/token", secret = "key_file", scopes = ["read"]'
        auth = f'{{ kind = "service_account", {how} }}'
        file = json.dumps({"client_email": "bot@example.com", "private_key": pem})
        source = await connected(kept, file, auth=auth)
        assert await ids(source) == list(NUMBERS)
        await source.close()
        for wrong in ("{}", "no json", json.dumps({"client_email": "x", "private_key": "y"})):
            with pytest.raises(BadSource, match="key file"):
                await connected(kept, wrong, auth=auth)


WRONG = [
    ('key = "id"', 'key = "nothing"', "there is no column 'nothing' - at `$.collections.things.key`"),
    ('key = "id"', 'key = "id"\nkeys = 1', "unknown field `keys` - at `$.collections.things`"),
    (
        'type = "integer"',
        'type = "number"',
        "Invalid enum value 'number' - at `$.collections.things.columns.id.type`",
    ),
    ('natural = ["id"]', "natural = [1]", "got `int` - at `$.collections.things.natural[0]`"),
    ('natural = ["id"]', 'natural = ["-x"]', "there is no column 'x' - at `$.collections.things.natural`"),
    ('path = "at.name"', 'refers = "others"', "there is no collection 'others'"),
    ('path = "at.name"', 'refers = "things"', "does not say how it brings rows along"),
    ('path = "at.name"', 'sort = "x"', "does not say how it sorts"),
    ('path = "at.name"', 'money = "id"', "money takes a column for the currency, of a whole number"),
    ("title", "=", "Invalid"),
    ('title = "Test"', f"title = {'[' * 3000}", "nested too deep"),
    *(
        ('path = "/whole"', f'path = "{path}"', "a path starts with one /")
        for path in (
            "https://evil/",
            "//evil",
            "\\\\\\\\evil",
            "@evil",
            "/a/../b",
            "/a b",
            "/a?b=1",
            "/{{id}}",
            "",
        )
    ),
    ('path = "/whole"', 'path = "/{other}"', "{other} is not known here"),
    *(
        ("https://api.example.com", address, "is no address of a server")
        for address in ("ftp://x", "https://", "https://u:p@x", "https://x/?a=1", "x")
    ),
    *(
        ('message = "message"', f"headers = {{ {header} }}", "is no header of a description")
        for header in (
            'Host = "elsewhere.example"',
            'hOST = "elsewhere.example"',
            'Connection = "close"',
            'Content-Length = "5"',
            'Transfer-Encoding = "chunked"',
            '"X Y" = "a"',
            '"" = "a"',
            'X = "a\\r\\nHost: elsewhere.example"',
            'X = "ü"',
        )
    ),
    ('message = "message"', 'once = "Host"', "'Host' is no header of a description"),
]


@pytest.mark.parametrize(("right", "wrong", "says"), WRONG)
def test_a_wrong_description_says_where_it_is_wrong(right, wrong, says):
    text = described("https://api.example.com")
    assert right in text
    with pytest.raises(BadSource) as caught:
        load(text.replace(right, wrong, 1))
    assert says in caught.value.detail
    assert "\n" not in caught.value.detail


def test_an_empty_description_says_what_is_missing():
    with pytest.raises(BadSource, match="missing required field"):
        load("")


async def test_an_app_is_connected_by_ones_own_description():
    async with app() as kept:
        kept.takes = lambda headers, params: headers["authorization"] == f"Bearer {SECRET}"
        description = described(kept.address, "cursor", '{ kind = "bearer", secret = "key" }')
        given = rest.Options(description, Secret(SECRET))
        source = await connect("rest", given, LOCAL)
        assert await ids(source) == list(NUMBERS)
        await source.close()
        asked = len(kept.asked)
        for auth in ('kind = "bearer", secret = "other"', 'kind = "basic", user = "user"'):
            wrong = described(kept.address, auth=f"{{ {auth} }}")
            with pytest.raises(BadSource, match="was not entered"):
                await connect("rest", rest.Options(wrong, Secret("x")), LOCAL)
        with pytest.raises(BadSource, match="https://"):
            await connect("rest", given, Limits())
        token = 'token_url = "http://login.example.com/", client_id = "user", client_secret = "key"'
        wrong = described(kept.address, auth=f'{{ kind = "client_credentials", {token} }}')
        with pytest.raises(BadSource, match=r"login\.example\.com"):
            await connect("rest", rest.Options(wrong, Secret("x")), LOCAL)
        assert len(kept.asked) == asked


def test_secrets_are_bound_to_the_description():
    kept = rest.Options("one", Secret("x"))
    with pytest.raises(SecretRequired):
        read(rest.Options, {"description": "other", "key": KEPT}, kept)
    assert read(rest.Options, {"description": "one", "key": KEPT}, kept) == kept


def test_the_description_in_the_guide_holds():
    text = (DOCS / "how-to" / "connect-an-app.md").read_text()
    [example] = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert load(example).title == "GitHub"
    reference = (DOCS / "reference" / "connectors.md").read_text()
    examples = re.findall(r"```toml\n(.*?)```", reference, re.DOTALL)
    assert load("".join(examples)).collections["orders"].operations["refund"].title == "Refund"


@pytest.mark.parametrize(
    "limit", ["requests = 1000000", "seconds = 1e9", "rows = 0", "per_second = 0", "retries = 9"]
)
def test_no_description_lifts_the_limits(limit):
    text = described("https://api.example.com").replace("per_second = 1000", limit)
    with pytest.raises(BadSource, match=r"limits"):
        load(text)


def parts(tree):
    for part in tree.__subclasses__():
        yield part
        yield from parts(part)


@pytest.mark.parametrize("part", [*parts(Part), *parts(Proof)], ids=lambda part: part.__name__)
def test_every_field_of_a_description_is_documented(part):
    text = (DOCS / "reference" / "connectors.md").read_text()
    assert [field.name for field in fields(part) if f"`{field.name}`" not in text] == []
