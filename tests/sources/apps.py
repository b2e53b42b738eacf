"""Every kind of app that is asked over HTTP, each with a fake of it that holds thirty records."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from jetway.core.secret import Secret
from jetway.sources.kinds import (
    airtable,
    github,
    graphql,
    hubspot,
    intercom,
    notion,
    sendgrid,
    slack,
    stripe,
    twilio,
    zendesk,
)
from jetway.sources.kinds.firestore import reading as firestore_reading
from jetway.sources.kinds.realtime_database import reading as tree_reading
from tests.canaries import canary
from tests.fakes import graphql as graphql_fake
from tests.fakes import hubspot as hubspot_fake
from tests.fakes import listed
from tests.fakes import notion as notion_fake
from tests.fakes import stripe as stripe_fake
from tests.fakes.app import Answer, App
from tests.sources import google_apps

MANY = google_apps.MANY
REPOSITORY = "/repos/acme/shop"
ACCOUNT = "/2010-04-01/Accounts/AC1"


@dataclass(frozen=True)
class Subject:
    """A kind, how it is connected, and what is done to the rows of one of its tables.

    `asked`: the method of its lists. `new` and `other`: the values of a row to be made, and of a change.
    `once`: whether it makes a change once that is sent twice. `key_file`: what opens it, where no key does.
    `renewed`: whether it is opened by a token, which is asked for anew where it is refused. `pages`: the
    module that says how large pages are, where the description does not; `paged`: whether there are any.
    """

    kind: str
    options: Callable[[str, Secret], Any]
    fake: Callable[[], App]
    table: str
    asked: str = "GET"
    new: dict[str, object] = field(default_factory=dict)
    other: dict[str, object] = field(default_factory=dict)
    once: bool = False
    key_file: Callable[[], Secret] | None = None
    renewed: bool = False
    pages: ModuleType | None = None
    paged: bool = True

    def key(self) -> Secret:
        """What opens it."""
        return self.key_file() if self.key_file else Secret(key_of(self.kind))


def key_of(kind: str) -> str:
    """What opens the fake of a kind, and no other."""
    return stripe_fake.KEY if kind == "stripe" else canary(kind)


def bearing(kind: str) -> str:
    """The header that shows the key."""
    return f"Bearer {key_of(kind)}"


def basic(user: str, kind: str) -> str:
    """The header that shows a user and the key as their password."""
    return f"Basic {b64encode(f'{user}:{key_of(kind)}'.encode()).decode()}"


class Stripe(App):
    """Stripe's fake, as the others are asked."""

    opened_by = ("stripe",)

    def __init__(self) -> None:
        super().__init__()
        self.stripe = stripe_fake.Stripe()
        for number in range(MANY):
            email = f"{number % 3}@example.com"
            self.stripe.add("customers", name=f"n{number}", email=email, balance=number)

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        path, _, query = target.partition("?")
        pairs = stripe_fake.parse_qsl(query, keep_blank_values=True)
        try:
            return 200, self.stripe.answer(method, path, pairs, headers, body), {}
        except stripe_fake.Refused as refused:
            return refused.status, {"error": {"message": refused.message}}, {}


def shop() -> graphql_fake.Shop:
    kept = graphql_fake.Shop()
    for number in range(MANY):
        kept.order(f"N{number:02}", state=("NEW", "PAID")[number % 2], total=number or None)
    return kept


def account() -> hubspot_fake.HubSpot:
    kept = hubspot_fake.HubSpot()
    for number in range(MANY):
        more = {"balance": f"{number}.5", "newsletter": "true"} if number % 3 else {}
        kept.add(email=f"n{number}@example.com", firstname=f"n{number % 4}", birthday="2001-05-03", **more)
    return kept


def space() -> notion_fake.Notion:
    kept = notion_fake.Notion()
    for number in range(MANY):
        more = {"State": {"select": {"name": "Open"}}, "Due": {"date": {"start": f"2024-05-{number + 1:02}"}}}
        name = {"Name": {"title": [{"text": {"content": f"n{number}"}}]}}
        kept.add(**name, No__of_seats={"number": number}, **(more if number % 3 else {}))
    return kept


def moment(number: int) -> str:
    return f"2024-05-{number + 1:02}T10:00:00Z"


def repository() -> App:
    issue = {"user": {"login": "ana"}, "assignee": None, "milestone": None, "labels": [], "comments": 0}
    made = [
        {**issue, "number": number + 1, "title": f"n{number}", "state": ("open", "closed")[number % 2]}
        | {"created_at": moment(number), "updated_at": moment(MANY - number - 1)}
        for number in range(MANY)
    ]
    return listed.GitHub(
        check=REPOSITORY,
        proof=bearing("github"),
        path=f"{REPOSITORY}/issues",
        key="number",
        filters={
            "state": lambda one, text: text in ("all", one["state"]),
            "creator": lambda one, text: one["user"]["login"] == text,
            "assignee": lambda one, text: (one["assignee"] or {}).get("login") == text,
            "milestone": lambda one, text: str((one["milestone"] or {}).get("number")) == text,
            "since": lambda one, text: one["updated_at"] >= text[:19],
        },
        others=frozenset({"sort", "direction", "per_page", "page"}),
        takes_values=frozenset({"title", "body", "milestone", "state", "assignee", "labels"}),
        records=made,
    )


def base() -> App:
    made = [
        {
            "id": f"rec{number:02}",
            "createdTime": moment(number),
            "fields": {"fldName": f"n{number % 7}", "fldPrice": number, "fldPaid": True}
            if number % 4
            else {},
        }
        for number in range(MANY)
    ]
    return listed.Airtable(
        check="/v0/meta/bases/app1/tables",
        proof=bearing("airtable"),
        path="/v0/app1/tblOrders",
        filters={},
        others=frozenset(
            {
                "filterByFormula",
                "sort[0][field]",
                "sort[0][direction]",
                "pageSize",
                "offset",
                "returnFieldsByFieldId",
            }
        ),
        takes_values=frozenset({"fields", "returnFieldsByFieldId"}),
        records=made,
    )


def tickets() -> App:
    made = [
        {"id": number + 1, "subject": f"n{number}", "description": "x", "status": "open", "tags": []}
        | {
            "external_id": f"e{number % 5}",
            "created_at": moment(number),
            "updated_at": moment(MANY - number - 1),
        }
        for number in range(MANY)
    ]
    return listed.Zendesk(
        check="/api/v2/users/me",
        proof=basic("ana@example.com/token", "zendesk"),
        path="/api/v2/tickets",
        filters={"external_id": lambda one, text: one["external_id"] == text},
        others=frozenset({"sort", "page[size]", "page[after]", "support_type_scope"}),
        takes_values=frozenset({"subject", "comment", "status", "priority"}),
        records=made,
    )


def contacts() -> App:
    made = [
        {"id": f"c{number:02}", "role": "user", "name": f"n{number}", "created_at": 1571672154}
        for number in range(MANY)
    ]
    return listed.Intercom(
        check="/me",
        proof=bearing("intercom"),
        path="/contacts",
        most=150,
        others=frozenset({"per_page", "starting_after"}),
        takes_values=frozenset({"name", "email", "role"}),
        records=made,
    )


def blocks() -> App:
    made = [
        {
            "email": f"n{number}@example.com",
            "created": 1443651000 + number,
            "reason": "550",
            "status": "5.1.1",
        }
        for number in range(MANY)
    ]
    return listed.SendGrid(
        check="/v3/scopes",
        proof=bearing("sendgrid"),
        path="/v3/suppression/blocks",
        key="email",
        most=500,
        filters={
            "start_time": lambda one, text: one["created"] >= int(text),
            "end_time": lambda one, text: one["created"] <= int(text),
        },
        others=frozenset({"limit", "offset"}),
        records=made,
    )


def messages() -> App:
    made = [
        {
            "sid": f"SM{number:02}",
            "to": f"+1{number % 3}",
            "from": "+49",
            "body": f"n{number}",
            "status": "sent",
        }
        | {"price": None, "date_sent": f"Thu, {number % 20 + 1:02} Aug 2024 05:01:45 +0000"}
        for number in range(MANY)
    ]
    return listed.Twilio(
        check=f"{ACCOUNT}.json",
        proof=basic("AC1", "twilio"),
        path=f"{ACCOUNT}/Messages.json",
        key="sid",
        most=500,
        filters={
            "To": lambda one, text: one["to"] == text,
            "From": lambda one, text: one["from"] == text,
            "DateSent>": lambda one, text: f"2024-08-{one['date_sent'][5:7]}" >= text,
        },
        others=frozenset({"PageSize", "Page", "PageToken"}),
        takes_values=frozenset({"To", "From", "Body"}),
        records=made,
    )


def channel() -> App:
    made = [
        {"ts": f"{1503435000 + number}.000100", "text": f"n{number}", "user": "U1"} for number in range(MANY)
    ]
    return listed.Slack(
        check="/api/auth.test",
        proof=bearing("slack"),
        path="/api/conversations.history",
        key="ts",
        most=200,
        filters={"channel": lambda one, text: text == "C1"},
        others=frozenset({"limit", "cursor"}),
        takes_values=frozenset({"text", "channel", "thread_ts"}),
        records=made,
    )


SUBJECTS = [
    Subject(
        "stripe",
        lambda address, key: stripe.Options(key, address),
        Stripe,
        "customers",
        new={"name": "Di", "email": "di@example.com"},
        other={"name": "Eve"},
        once=True,
    ),
    Subject(
        "hubspot",
        lambda address, key: hubspot.Options(key, address),
        account,
        "contacts",
        asked="POST",
        new={"email": "di@example.com", "balance": "2.25"},
        other={"firstname": "Eve", "balance": None},
    ),
    Subject(
        "notion",
        lambda address, key: notion.Options(key, address),
        space,
        "Tasks",
        asked="POST",
        new={"Name": "Di", "Tags": ["a"]},
        other={"State": "Done", "Tags": None},
    ),
    Subject(
        "graphql",
        lambda address, key: graphql.Options(f"{address}/graphql", key),
        shop,
        "orders",
        asked="POST",
        new={"number": "Di", "state": "SENT"},
        other={"total": 2.5},
    ),
    Subject(
        "github",
        lambda address, key: github.Options("acme", "shop", key, address),
        repository,
        "issues",
        new={"title": "Di"},
        other={"title": "Eve", "state": "closed"},
    ),
    Subject(
        "airtable",
        lambda address, key: airtable.Options("app1", key, address),
        base,
        "Orders",
        new={"Name": "Di", "Price": 2.5},
        other={"Name": "Eve"},
    ),
    Subject(
        "zendesk",
        lambda address, key: zendesk.Options(address, "ana@example.com", key),
        tickets,
        "tickets",
        new={"subject": "Di", "description": "Smoke"},
        other={"subject": "Eve"},
    ),
    Subject(
        "intercom",
        lambda address, key: intercom.Options(key, address),
        contacts,
        "contacts",
        new={"name": "Di"},
        other={"name": "Eve"},
    ),
    Subject("sendgrid", lambda address, key: sendgrid.Options(key, address), blocks, "blocks"),
    Subject(
        "twilio",
        lambda address, key: twilio.Options("AC1", key, address),
        messages,
        "messages",
        new={"to": "+15", "from": "+49", "body": "Hi & bye"},
    ),
    Subject(
        "slack",
        lambda address, key: slack.Options(key, "C1", address),
        channel,
        "messages",
        new={"text": "Hi"},
    ),
    Subject(
        "google_sheets",
        google_apps.spreadsheet,
        google_apps.Spreadsheet,
        "People",
        new={"No": 100, "Name": "Di", "Since": "2024-06-01"},
        other={"Name": "Eve", "Total": None},
        key_file=google_apps.sheets_key_file,
        renewed=True,
        paged=False,
    ),
    Subject(
        "firestore",
        google_apps.documents,
        google_apps.Documents,
        google_apps.LIST,
        asked="POST",
        new={"age": 100, "place.city": "Ülm", "tags": ["a", "b"]},
        other={"place.city": "Eve", "tags": None},
        key_file=google_apps.key_file,
        renewed=True,
        pages=firestore_reading,
    ),
    Subject(
        "realtime_database",
        google_apps.tree,
        google_apps.Tree,
        google_apps.LIST,
        new={"age": 100, "place.city": "Ülm"},
        other={"place.city": "Eve", "age": None},
        key_file=google_apps.key_file,
        renewed=True,
        pages=tree_reading,
    ),
]
