"""The kinds of sources on the tour: how a person connects each, and what is done in one of its tables."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect
from typing import Any

import httpx2
import pytest

from tests.canaries import MARK
from tests.fakes import desk, firestore, google
from tests.fakes.app import App, app
from tests.fakes.thread import in_a_thread
from tests.servers import LOGIN, PASSWORD
from tests.sources import apps, google_apps
from tests.sources.apps import key_of
from tests.sources.databases import run_mariadb, run_postgresql

MANY = apps.MANY
NO_TOKEN = "gives no token for the key that Jetway has"
PEOPLE = f"""
CREATE TABLE people (id int PRIMARY KEY, name varchar(40) NOT NULL, city varchar(40));
INSERT INTO people VALUES {", ".join(f"({number}, 'n{number}', 'Porto')" for number in range(MANY))};
CREATE TABLE parcels (id int PRIMARY KEY, weight int);
"""
CITY = "SELECT city FROM people WHERE id = 7"
TICKETS = """
title = "Desk"
address = "{address}"
check = "/v1/tickets"
message = "error.message"
auth = {{ kind = "bearer", secret = "key" }}
[collections.tickets]
key = "id"
get = {{ path = "/v1/tickets/{{id}}" }}
update = {{ path = "/v1/tickets/{{id}}", method = "PATCH", body = "json" }}
[collections.tickets.list]
path = "/v1/tickets"
records = "data"
paging = {{ kind = "page", param = "page", size = "limit", most = 100 }}
[collections.tickets.columns]
id = {{ type = "integer" }}
subject = {{ type = "text", update = true }}
state = {{ type = "text" }}
"""


@dataclass(frozen=True)
class Found:
    """A filter by what a column contains. `rows`: how many it leaves. `of`: how many the bridge looks at."""

    column: str
    text: str
    rows: int = 1
    of: int | None = None


@dataclass(frozen=True)
class There:
    """A source that is there to be connected.

    `typed`: what its form is filled in with, by labels. `stored`: the edited value as the source has it.
    `asked`: what it was asked so far; nothing is known of a database. `wrong`: what does not lead there, as
    a label, what is typed, and what is said then.
    """

    typed: dict[str, str]
    stored: Callable[[], object]
    asked: Callable[[], list[Any]] = list
    wrong: tuple[tuple[str, str, str], ...] = ()


Serve = Callable[[pytest.FixtureRequest, Path], AbstractContextManager[There]]


@dataclass(frozen=True)
class Stop:
    """A kind, and what is done in its `table`.

    `row`: a text of the row that is opened and led to; `key`: its key. `sort`: a column to sort by, from the
    last where - stands before it, and a text of the row that is first then; none where the source does not
    sort. `edit`: a column that is changed, and to what; none where the source takes no change. `called`: what
    the row is called then, where that is another text. `pages`: in how many requests the source tells all
    `rows`.
    """

    kind: str
    serve: Serve
    table: str
    row: str
    key: object
    found: Found
    called: str = ""
    sort: tuple[str, str] | None = None
    edit: tuple[str, str] | None = None
    rows: int = MANY
    pages: int = 1

    @property
    def title(self) -> str:
        """What the menu calls its table."""
        return self.table[0].upper() + self.table[1:]

    @property
    def slug(self) -> str:
        return self.kind.lower().replace(" ", "_")

    @property
    def meetings(self) -> str:
        """The table of a database that leads to its rows."""
        return f"met_{self.slug}"

    @property
    def named(self) -> str:
        """What its row is called where another leads to it."""
        return self.called or self.row


def asked_app(
    fake: Callable[[], Any], stored: Callable[[Any], object], path: str = "", **typed: str
) -> Serve:
    """An app of `tests.sources.apps`."""

    @contextmanager
    def serve(request: pytest.FixtureRequest, folder: Path) -> Iterator[There]:
        with in_a_thread(app(fake())) as kept:
            labels = {name.replace("_", " "): text for name, text in typed.items()}
            address = f"{kept.address}{path}"
            [secret] = [label for label, text in labels.items() if MARK in text]
            wrong = (secret, f"{labels[secret]}-wrong", "does not take the key that Jetway has")
            yield There({**labels, "Address": address}, lambda: stored(kept), kept.calls, (wrong,))

    return serve


def listed(place: int, name: str) -> Callable[[App], object]:
    """A value of the record at a place of a fake that keeps a list."""
    return lambda kept: kept.records[place][name]


def noted(kept: Any) -> object:
    """The notes on the page at Notion."""
    page = kept.kept["2c000000-0000-4000-8000-000000000008"]
    return page["properties"]["Notes"]["rich_text"][0]["plain_text"]


@contextmanager
def a_file(request: pytest.FixtureRequest, folder: Path) -> Iterator[There]:
    file = folder / "people.sqlite"
    with closing(connect(file)) as connection:
        connection.executescript(PEOPLE)

    def stored() -> object:
        with closing(connect(file)) as connection:
            return connection.execute(CITY).fetchone()[0]

    text = folder / "people.txt"
    text.write_text("n7, Porto")
    wrong = (
        ("File", str(folder / "nobody.sqlite"), "There is no file"),
        ("File", str(folder), "is a folder. Name the SQLite file in it"),
        ("File", str(text), "is not an SQLite database, or it is encrypted"),
    )
    yield There({"File": str(file)}, stored, wrong=wrong)
    file.unlink()
    text.unlink()


def a_server(engine: str, run: Callable[..., list[tuple]], first: str, encryption: str) -> Serve:
    @contextmanager
    def serve(request: pytest.FixtureRequest, folder: Path) -> Iterator[There]:
        server = request.getfixturevalue(f"{engine}_server")
        run(server, first, "CREATE DATABASE toured")
        run(server, "toured", PEOPLE)
        login = {"Host": "127.0.0.1", "Port": str(server.port), "User": LOGIN, "Password": PASSWORD}
        typed = {**login, "Database": "toured", "Encryption": encryption}
        wrong = ("Password", f"{PASSWORD}-wrong", f"refused the password for '{LOGIN}'. Check both")
        yield There(typed, lambda: run(server, "toured", CITY)[0][0], wrong=(wrong,))

    return serve


@contextmanager
def a_desk(request: pytest.FixtureRequest, folder: Path) -> Iterator[There]:
    with in_a_thread(desk.desk()) as kept:
        typed = {"Text": TICKETS.format(address=kept.address), "Token": desk.KEY}
        wrong = ("Token", f"{desk.KEY}-wrong", "does not take the key that Jetway has")
        yield There(typed, lambda: kept.tickets[7]["subject"], lambda: kept.asked, (wrong,))


@contextmanager
def a_spreadsheet(request: pytest.FixtureRequest, folder: Path) -> Iterator[There]:
    with in_a_thread(google.google()) as kept:
        people = [(f"n{number}", "Porto", number) for number in range(MANY)]
        sheet = kept.add("People", ("Name", "City", "Number"), *people)
        kept.add("Parcels", ("Weight",), (3,))
        typed = {
            "Service account key": kept.key_file(),
            "Spreadsheet": f"https://docs.google.com/spreadsheets/d/{google.FILE}/edit",
            "Key columns": "People = Name",
            "Address": kept.address,
        }
        wrong = ("Service account key", kept.key_file(google.unknown_key()), NO_TOKEN)
        yield There(typed, lambda: sheet.values()[8][1], lambda: kept.requests, (wrong,))


def nameless_last() -> dict[str, dict[str, str]]:
    """People by their ids. Whoever sorts by name is to see the last one, too."""
    people = {f"p{n:02}": {"name": f"n{n}", "city": "Porto"} for n in range(MANY)}
    del people[f"p{MANY - 1}"]["name"]
    return people


@contextmanager
def a_firestore(request: pytest.FixtureRequest, folder: Path) -> Iterator[There]:
    with in_a_thread(people_at_firestore()) as kept:
        place = f"http://127.0.0.1:{firestore.emulator()}/v1/{kept.root}/people/p07"

        def stored() -> object:
            answer = httpx2.get(place, headers={"Authorization": "Bearer owner"})
            return answer.json()["fields"]["city"]["stringValue"]

        key = kept.key_file
        typed = {"Project": kept.project, "Key file": key, "Address": kept.address}
        wrong = ("Key file", firestore.key_file(firestore.a_key(1), kept.address), NO_TOKEN)
        yield There(typed, stored, lambda: kept.requests, (wrong,))


@asynccontextmanager
async def people_at_firestore() -> AsyncIterator[firestore.Google]:
    async with firestore.firestore() as kept:
        texts = nameless_last()
        await kept.put_all(
            {
                f"people/{id_}": {name: {"stringValue": text} for name, text in one.items()}
                for id_, one in texts.items()
            }
        )
        await kept.put("parcels/one", weight={"integerValue": "3"})
        yield kept


@contextmanager
def a_tree(request: pytest.FixtureRequest, folder: Path) -> Iterator[There]:
    tree = google_apps.Tree()
    tree.kept.tree = {"people": nameless_last(), "parcels": {"one": {"weight": 3}}}
    tree.kept.indexed = {"name"}
    with in_a_thread(app(tree)) as kept:
        key = google_apps.placed(google_apps.key_file(), kept.address).reveal()
        wrong = ("Key file", firestore.key_file(firestore.a_key(1), kept.address), NO_TOKEN)
        typed = {"Address": kept.address, "Key file": key}
        yield There(typed, lambda: tree.kept.tree["people"]["p07"]["city"], kept.calls, (wrong,))


STOPS = [
    Stop(
        "SQLite", a_file, "people", "n7", 7, Found("Name", "n7"), sort=("Name", "n0"), edit=("City", "Braga")
    ),
    Stop(
        "PostgreSQL",
        a_server("postgresql", run_postgresql, "postgres", "Not encrypted"),
        "people",
        "n7",
        7,
        Found("Name", "n7"),
        sort=("Name", "n0"),
        edit=("City", "Braga"),
    ),
    Stop(
        "MariaDB or MySQL",
        a_server("mariadb", run_mariadb, "", "Not encrypted"),
        "people",
        "n7",
        7,
        Found("Name", "n7"),
        sort=("Name", "n0"),
        edit=("City", "Braga"),
    ),
    Stop(
        "Stripe",
        asked_app(apps.Stripe, lambda kept: kept.stripe.kept["customers"][7]["phone"], Key=key_of("stripe")),
        "customers",
        "n7",
        "cus_000008",
        Found("Name", "n7", of=MANY),
        edit=("Phone", "+351"),
    ),
    Stop(
        "HubSpot",
        asked_app(apps.account, lambda kept: kept.kept["108"]["firstname"], Token=key_of("hubspot")),
        "contacts",
        "n7@example.com",
        "108",
        Found("Email", "n7@", of=MANY),
        sort=("Createdate", "n11@example.com"),
        edit=("Firstname", "Eve"),
    ),
    Stop(
        "Notion",
        asked_app(apps.space, noted, Token=key_of("notion")),
        "Tasks",
        "n7",
        "2c000000-0000-4000-8000-000000000008",
        Found("Name", "n7"),
        sort=("Created time", "n27"),
        edit=("Notes", "Soon"),
    ),
    Stop(
        "GraphQL API",
        asked_app(
            apps.shop, lambda kept: kept.orders[8]["total"], "/graphql", Key_or_token=key_of("graphql")
        ),
        "orders",
        "N07",
        8,
        Found("Number", "N07", of=MANY),
        sort=("-Number", "N29"),
        pages=2,
        edit=("Total", "7.5"),
    ),
    Stop(
        "GitHub",
        asked_app(
            apps.repository, listed(7, "body"), Owner="acme", Repository="shop", Token=key_of("github")
        ),
        "issues",
        "n7",
        8,
        Found("Title", "n7", of=MANY),
        sort=("Created at", "n0"),
        edit=("Body", "Smoke"),
    ),
    Stop(
        "Airtable",
        asked_app(
            apps.base,
            lambda kept: kept.records[7]["fields"]["fldName"],
            Base="app1",
            Token=key_of("airtable"),
        ),
        "Orders",
        "rec07",
        "rec07",
        Found("Name", "n1", rows=4),
        sort=("Price", "rec00"),
        edit=("Name", "Eve"),
        called="Eve",
    ),
    Stop(
        "Zendesk",
        asked_app(
            apps.tickets,
            listed(7, "subject"),
            **{"E-mail_address": "ana@example.com", "API_token": key_of("zendesk")},
        ),
        "tickets",
        "n7",
        8,
        Found("Subject", "n7", of=MANY),
        sort=("Updated at", "n29"),
        edit=("Subject", "Smoke"),
        called="Smoke",
    ),
    Stop(
        "Intercom",
        asked_app(apps.contacts, listed(7, "email"), Access_token=key_of("intercom")),
        "contacts",
        "n7",
        "c07",
        Found("Name", "n7", of=MANY),
        edit=("Email", "n7@example.com"),
    ),
    Stop(
        "SendGrid",
        asked_app(apps.blocks, listed(7, "reason"), API_key=key_of("sendgrid")),
        "blocks",
        "n7@example.com",
        "n7@example.com",
        Found("Email", "n7@", of=MANY),
        pages=2,
    ),
    Stop(
        "Twilio",
        asked_app(apps.messages, listed(7, "body"), Account_SID="AC1", Auth_token=key_of("twilio")),
        "messages",
        "n7",
        "SM07",
        Found("Body", "n7", of=MANY),
        called="+11",
    ),
    Stop(
        "Slack",
        asked_app(apps.channel, listed(7, "text"), Channel="C1", Bot_token=key_of("slack")),
        "messages",
        "n7",
        "1503435007.000100",
        Found("Text", "n7", of=MANY),
    ),
    Stop(
        "Google Sheets",
        a_spreadsheet,
        "People",
        "n7",
        "n7",
        Found("Name", "n7"),
        sort=("-Number", "n29"),
        edit=("City", "Braga"),
    ),
    Stop(
        "Firestore",
        a_firestore,
        "people",
        "n7",
        "p07",
        Found("Name", "n7", of=MANY),
        sort=("-Name", "n9"),
        edit=("City", "Braga"),
    ),
    Stop(
        "Realtime Database",
        a_tree,
        "people",
        "n7",
        "p07",
        Found("Name", "n7", of=MANY),
        sort=("-Name", "n9"),
        edit=("City", "Braga"),
    ),
    Stop(
        "REST API",
        a_desk,
        "tickets",
        "Subject 7",
        7,
        Found("Subject", "Subject 7", of=25),
        edit=("Subject", "Smoke"),
        called="Smoke",
        rows=25,
        pages=2,
    ),
]
