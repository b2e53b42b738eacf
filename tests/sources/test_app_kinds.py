"""The kinds for apps that a description tells of, against answers as the apps' own documentation has them.

No server of these apps takes part. What holds of all of them is in `test_app_conformance.py`.
"""

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetway.core.errors import AppChanged, AppKeyRefused, AppNotPermitted, AppRefused, BadSource
from jetway.core.expr import Op
from jetway.core.schema import Default, Verb
from jetway.sources.kinds import airtable, connect, github, sendgrid, slack, twilio
from jetway.sources.kinds.airtable.formula import quoted
from tests.fakes.app import Recorded, app
from tests.sources.connected import KEY, LOCAL, Connected, connected

BEARER = f"Bearer {KEY.reveal()}"
pytestmark = pytest.mark.anyio

REPOSITORY = "/repos/acme/web%20shop"
ISSUE = {
    "id": 1,
    "number": 1347,
    "title": "Found a bug",
    "state": "open",
    "user": {"login": "octocat", "id": 1},
    "assignee": None,
    "labels": [{"id": 208045946, "name": "bug"}],
    "milestone": {"number": 1, "title": "v1.0", "state": "open", "open_issues": 4, "closed_issues": 8},
    "locked": False,
    "comments": 0,
    "created_at": "2011-04-22T13:33:48Z",
    "updated_at": "2011-04-22T13:33:48Z",
    "closed_at": None,
}


def github_options(address: str) -> github.Options:
    return github.Options("acme", "web shop", KEY, address)


@pytest.fixture
async def hub() -> AsyncIterator[Connected]:
    fake = Recorded(takes=lambda headers, _: headers["authorization"] == BEARER)
    fake.give(f"GET {REPOSITORY}", {"id": 1296269, "name": "web shop"})
    async with connected("github", github_options, fake) as made:
        yield made


async def test_github_takes_values_where_it_wants_them(hub):
    hub.fake.give(f"POST {REPOSITORY}/issues", ISSUE, 201)
    await hub.insert("issues", title="Found a bug", milestone=1)
    assert hub.fake.sent() == {"title": "Found a bug", "milestone": 1}
    pull = {**ISSUE, "head": {"ref": "new-topic"}, "base": {"ref": "main"}}
    hub.fake.give(f"POST {REPOSITORY}/pulls", pull, 201)
    assert (await hub.insert("pulls", title="x", head="new-topic", base="main"))["base"] == "main"
    assert hub.fake.sent() == {"title": "x", "head": "new-topic", "base": "main"}
    hub.fake.give(f"GET {REPOSITORY}/labels/good%20first%20issue", {"name": "good first issue"})
    hub.fake.give(f"DELETE {REPOSITORY}/labels/good%20first%20issue", None, 204)
    await hub.delete("labels", "good first issue")
    assert Verb.DELETE not in hub.schema.tables["issues"].verbs


async def test_a_refusal_of_github_is_told_in_its_words(hub):
    hub.fake.give(f"GET {REPOSITORY}/issues/1", {**ISSUE, "number": 1})
    hub.fake.give(f"PATCH {REPOSITORY}/issues/1", {"message": "Validation Failed"}, 422)
    with pytest.raises(AppRefused, match="Validation Failed"):
        await hub.update("issues", 1, title="x")
    hub.fake.give(f"PATCH {REPOSITORY}/issues/1", {"message": "Resource not accessible"}, 403)
    with pytest.raises(AppNotPermitted, match="Resource not accessible"):
        await hub.update("issues", 1, title="x")
    hub.fake.takes = lambda headers, params: False
    with pytest.raises(AppKeyRefused):
        await hub.rows("issues")


async def test_a_repository_that_is_not_there_is_told():
    async with app(Recorded()) as fake:
        with pytest.raises(BadSource, match="GitHub has nothing at /repos/acme/web%20shop"):
            await connect("github", github_options(fake.address), LOCAL)
        with pytest.raises(BadSource, match="is no repository"):
            await connect("github", github.Options("acme", "..", KEY, fake.address), LOCAL)


TABLES = {
    "tables": [
        {
            "id": "tblOrders",
            "name": "Orders",
            "primaryFieldId": "fldName",
            "fields": [
                {"id": "fldName", "name": "Name (full).", "type": "singleLineText"},
                {"id": "fldPrice", "name": "Price", "type": "currency", "options": {"precision": 2}},
                {"id": "fldPaid", "name": "Paid", "type": "checkbox", "options": {"icon": "check"}},
                {
                    "id": "fldState",
                    "name": "State",
                    "type": "singleSelect",
                    "options": {"choices": [{"id": "selA", "name": "New"}, {"id": "selB", "name": "Sent"}]},
                },
                {"id": "fldDue", "name": "Due", "type": "date"},
                {"id": "fldSum", "name": "Sum", "type": "formula", "options": {"isValid": True}},
                {"id": "fldOdd", "name": "Odd }", "type": "email"},
            ],
            "views": [],
        }
    ]
}
ORDERS = "/v0/appShop/tblOrders"
BY_ID = "returnFieldsByFieldId=true"
ORDER = {
    "id": "rec1",
    "createdTime": "2022-09-12T21:03:48.000Z",
    "fields": {"fldName": "Ana", "fldPrice": 12.5, "fldPaid": True, "fldSum": {"error": "#ERROR!"}},
}


@pytest.fixture
async def base() -> AsyncIterator[Connected]:
    fake = Recorded(takes=lambda headers, _: headers["authorization"] == BEARER)
    fake.give("GET /v0/meta/bases/appShop/tables", TABLES)
    async with connected("airtable", lambda where: airtable.Options("appShop", KEY, where), fake) as made:
        yield made


async def test_airtable_tells_its_tables(base):
    table = base.schema.tables["Orders"]
    assert [column.name for column in table.columns][:4] == ["id", "createdTime", "Name (full).", "Price"]
    assert table.column("State").options == ("New", "Sent")
    assert table.column("Sum").generated
    assert table.column("Odd }").ops == frozenset()
    assert (table.column("Paid").nullable, table.column("Paid").default) == (False, Default("value", False))


async def test_airtable_compares_by_a_formula(base):
    where = (
        base.compare("Orders.Name (full).", Op.EQ, 'A "b"'),
        base.compare("Orders.Price", Op.GTE, 12.5),
        base.compare("Orders.State", Op.IN, ("New", "Sent")),
        base.compare("Orders.Due", Op.LT, "2024-05-03"),
    )
    order = base.order("Orders", "Price", descending=True)
    with pytest.raises(AppChanged):
        await base.rows("Orders", *where, order=order, limit=3)
    _, _, query = base.fake.calls()[0].partition("?")
    assert dict(parse_qsl(query)) == {
        "returnFieldsByFieldId": "true",
        "filterByFormula": (
            'AND(OR({Name (full).}="A \\"b\\""),OR({Price}>=12.5),OR({State}="New",{State}="Sent"),'
            'OR(IS_BEFORE({Due},DATETIME_PARSE("2024-05-05T00:00:00Z"))))'
        ),
        "sort[0][field]": "fldPrice",
        "sort[0][direction]": "desc",
        "pageSize": "3",
    }


async def test_airtable_takes_fields_by_their_ids(base):
    base.fake.give(f"POST {ORDERS}", ORDER)
    assert (await base.insert("Orders", **{"Name (full).": "Ana", "Paid": True}))["id"] == "rec1"
    sent = {"fields": {"fldName": "Ana", "fldPaid": True}, "returnFieldsByFieldId": True}
    assert base.fake.sent() == sent
    base.fake.give(f"GET {ORDERS}/rec1?{BY_ID}", ORDER)
    base.fake.give(f"PATCH {ORDERS}/rec1", {**ORDER, "fields": {"fldPrice": 3}})
    assert (await base.update("Orders", "rec1", Price=3.0))["Price"] == 3


@given(st.text())
def test_no_text_gets_out_of_its_place_in_a_formula(text):
    inside = re.fullmatch(r'"((?:[^"\\\n\r\t]|\\[\\"nrt])*)"', quoted(text))
    assert inside
    back = {"n": "\n", "r": "\r", "t": "\t"}
    assert re.sub(r"\\(.)", lambda one: back.get(one[1], one[1]), inside[1]) == text


def bearing(proof: str) -> Recorded:
    return Recorded(takes=lambda headers, _: headers["authorization"] == proof)


MESSAGE = {
    "sid": "SM1",
    "to": "+15558675310",
    "from": "+15017122661",
    "body": "Hi",
    "status": "sent",
    "price": "-0.00750",
    "num_segments": "1",
    "error_code": None,
    "date_sent": "Thu, 24 Aug 2023 05:01:45 +0000",
}
ACCOUNT = "/2010-04-01/Accounts/AC1"


async def test_twilio_tells_days_by_their_names_and_the_next_page_by_its_path():
    fake = bearing(f"Basic {b64encode(f'AC1:{KEY.reveal()}'.encode()).decode()}")
    fake.give(f"GET {ACCOUNT}.json", {"sid": "AC1"})
    async with connected("twilio", lambda where: twilio.Options("AC1", KEY, where), fake) as made:
        more = f"{ACCOUNT}/Messages.json?PageSize=500&Page=1&PageToken=PASM1"
        asked = f"GET {ACCOUNT}/Messages.json?DateSent%3E=2023-08-24&PageSize=500"
        fake.give(asked, {"messages": [MESSAGE], "next_page_uri": more})
        early = {**MESSAGE, "sid": "SM2", "date_sent": "Thu, 24 Aug 2023 01:00:00 +0000"}
        fake.give(f"GET {more}", {"messages": [early], "next_page_uri": None})
        since = made.compare("messages.date_sent", Op.GTE, "2023-08-24T07:00:00+02:00")
        [row] = await made.rows("messages", since)
        assert (row["sid"], row["date_sent"]) == ("SM1", "2023-08-24T05:01:45+00:00")
        assert fake.calls() == [asked, f"GET {more}"]
        fake.give(f"POST {ACCOUNT}/Messages.json", {**MESSAGE, "price": None}, 201)
        await made.insert("messages", **{"to": "+15558675310", "from": "+15017122661", "body": "Hi & bye"})
        assert fake.asked[-1][3] == b"To=%2B15558675310&From=%2B15017122661&Body=Hi+%26+bye"


async def test_sendgrid_gives_a_record_in_a_list():
    fake = bearing(BEARER)
    fake.give("GET /v3/scopes", {"scopes": ["mail.send"]})
    async with connected("sendgrid", lambda where: sendgrid.Options(KEY, where), fake) as made:
        bounce = {"created": 1443651125, "email": "a@example.com", "reason": "550", "status": "5.1.1"}
        fake.give("GET /v3/suppression/bounces?start_time=1443651125", [bounce])
        where = made.compare("bounces.created", Op.GTE, "2015-09-30T22:12:05+00:00")
        assert [row["reason"] for row in await made.rows("bounces", where)] == ["550"]
        fake.give("GET /v3/suppression/bounces/a%40example.com", [bounce])
        fake.give("GET /v3/suppression/bounces/b%40example.com", [])
        fake.give("DELETE /v3/suppression/bounces/a%40example.com", None, 204)
        await made.delete("bounces", "a@example.com")
        assert await made.rows("bounces", made.compare("bounces.email", Op.EQ, "b@example.com")) == []
        fake.give("POST /v3/asm/groups", {"errors": [{"field": "name", "message": "name is taken"}]}, 400)
        with pytest.raises(AppRefused, match="name is taken"):
            await made.insert("unsubscribe_groups", name="News", description="x")


@pytest.fixture
async def workspace() -> AsyncIterator[Connected]:
    fake = bearing(BEARER)
    fake.give("GET /api/auth.test", {"ok": True, "team": "Shop"})
    async with connected("slack", lambda where: slack.Options(KEY, "C024BE91L", where), fake) as made:
        yield made


async def test_slack_pages_by_a_cursor_that_is_empty_at_the_end(workspace):
    fake, listed = workspace.fake, "GET /api/conversations.list?types=public_channel&limit=200"
    channel = {"id": "C012AB3CD", "name": "general", "created": 1449252889, "topic": {"value": "Work"}}
    fake.give(listed, {"ok": True, "channels": [channel], "response_metadata": {"next_cursor": "dGVhbQ=="}})
    last = {"ok": True, "channels": [{**channel, "id": "C2"}], "response_metadata": {"next_cursor": ""}}
    fake.give(f"{listed}&cursor=dGVhbQ%3D%3D", last)
    assert [row["topic"] for row in await workspace.rows("channels")] == ["Work", "Work"]
    fake.give("GET /api/conversations.info?channel=C012AB3CD", {"ok": True, "channel": channel})
    where = workspace.compare("channels.id", Op.IN, ("C012AB3CD",))
    assert [row["name"] for row in await workspace.rows("channels", where)] == ["general"]


async def test_slack_takes_a_message_for_its_channel(workspace):
    message = {"type": "message", "text": "Hi", "user": "U1", "ts": "1503435956.000247"}
    answer = {"ok": True, "channel": "C024BE91L", "ts": message["ts"], "message": message}
    workspace.fake.give("POST /api/chat.postMessage", answer)
    assert (await workspace.insert("messages", text="Hi"))["ts"] == "1503435956.000247"
    assert workspace.fake.asked[-1][3] == b"text=Hi&channel=C024BE91L"


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        ("invalid_auth", AppKeyRefused),
        ("missing_scope", AppNotPermitted),
        ("msg_too_long", AppRefused),
    ],
)
async def test_a_refusal_of_slack_is_one_though_its_status_is_200(workspace, error, failure):
    workspace.fake.give("POST /api/chat.postMessage", {"ok": False, "error": error})
    with pytest.raises(failure):
        await workspace.insert("messages", text="Hi")


async def test_a_channel_that_slack_does_not_have_is_not_there(workspace):
    workspace.fake.give("GET /api/conversations.info?channel=C9", {"ok": False, "error": "channel_not_found"})
    assert await workspace.rows("channels", workspace.compare("channels.id", Op.EQ, "C9")) == []
