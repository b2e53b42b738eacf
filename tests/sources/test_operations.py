"""What apps do by name: the requests that descriptions make of it, against servers of ours."""

from dataclasses import dataclass
from importlib.resources import files

import pytest
from msgspec.structs import fields

from jetway.core.audit import Author, Trail, Way
from jetway.core.ceiling import NO_CEILING
from jetway.core.directory import Actor
from jetway.core.errors import AppRefused, BadSource, IdempotencyUnavailable, InvalidInput, UnknownRow
from jetway.core.policy import FULL_RIGHTS, Policy, Role
from jetway.core.run import plan_run
from jetway.core.schema import Schema
from jetway.core.secret import Secret
from jetway.core.view import authorise
from jetway.outbound.reach import Reach
from jetway.sources import Limits, RunsOperations
from jetway.sources.kinds import connect
from jetway.sources.kinds.stripe import Options
from jetway.sources.rest.doing import Doing, ParameterSpec
from jetway.sources.rest.loading import load
from jetway.sources.rest.source import opened
from tests.fakes.app import Recorded, app
from tests.fakes.stripe import KEY, Stripe, stripe
from tests.fakes.stripe_operations import DOES
from tests.sources.test_rest import DOCS

pytestmark = pytest.mark.anyio

LOCAL = Limits(reach=Reach.of(["127.0.0.1"]))
EVERYTHING = Policy(1, {"owner": Role(every_table=FULL_RIGHTS, operations=None)})
OWNER = Actor("1", "owner")
AUTHOR = Author("1", "Ana", "owner", Way.PAGE)
SOME = {"integer": 5, "boolean": True}
STRIPE = load(files("jetway.sources.kinds.stripe").joinpath("stripe.toml").read_text())


@dataclass
class Noted:
    """A keeper of events."""

    events: list

    async def note(self, events):
        self.events += events


@dataclass
class Opened:
    """A source that runs operations, and what was noted."""

    source: RunsOperations
    schema: Schema
    noted: list

    async def run(self, address, key=None, once="", **values):
        view = authorise(self.schema, EVERYTHING, "owner")
        trail = Trail(AUTHOR, self.schema, NO_CEILING)
        return await self.source.operate(plan_run(view, OWNER, address, key, values, once), trail)


async def opened_source(source):
    noted = Noted([])
    source.audit_in(noted)
    return Opened(source, await source.describe(), noted.events)


@pytest.fixture(scope="module")
async def kept():
    async with stripe() as server:
        yield server


@pytest.fixture(scope="module")
async def shop(kept):
    source = await connect("stripe", Options(Secret(KEY), kept.address), LOCAL)
    yield await opened_source(source)
    await source.close()


def in_state(kept: Stripe, table: str, operation: str) -> str:
    """The key of a record that the operation can be run on."""
    _, before, _ = DOES.get((table, operation), (set(), "active", ""))
    if operation == "refund":
        before = "succeeded"
    return kept.add(table, amount=900, currency="eur", status=before)["id"]


@pytest.mark.parametrize(
    ("table", "name"), [(table, name) for table, one in STRIPE.collections.items() for name in one.operations]
)
async def test_stripe_takes_each_operation_with_every_parameter(kept, shop, table, name):
    way = STRIPE.collections[table].operations[name]
    values = {
        named: one.options[0] if one.options else SOME.get(one.type, "a@example.com")
        for named, one in way.parameters.items()
    }
    row = await shop.run(f"{table}.{name}", in_state(kept, table, name), **values)
    assert row["id"]
    assert (await shop.run(f"{table}.{name}", in_state(kept, table, name)))["id"]


async def test_in_the_wrong_state_stripe_says_why(kept, shop):
    key = kept.add("invoices", status="paid")["id"]
    with pytest.raises(AppRefused, match=r"This invoice is paid, and must be open\."):
        await shop.run("invoices.void", key)


DESCRIPTION = """
title = "Test"
address = "{address}"
check = "/check"
auth = {{ kind = "bearer", secret = "secret" }}
[operations.ping]
title = "Ping"
path = "/ping/{{way}}"
method = "GET"
changes = false
parameters = {{ way = {{ type = "text", place = "path", required = true }}, since = {{ type = "timestamptz", place = "query", format = "unix" }} }}
[collections.things]
key = "id"
list = {{ path = "/things" }}
get = {{ path = "/things/{{id}}" }}
columns = {{ id = {{ type = "text" }}, size = {{ type = "integer" }} }}
[collections.things.operations.grow]
title = "Grow"
path = "/things/{{id}}/grow"
answers = "things"
record = "thing"
also = {{ thing = "{{id}}" }}
[collections.things.operations.grow.parameters]
by = {{ type = "integer", sent = "how.much", default = 1 }}
code = {{ type = "text", secret = true }}
"""  # noqa: E501 - TOML's inline tables


@dataclass(frozen=True)
class Keyed:
    secret: Secret


@pytest.fixture
async def things():
    fake = Recorded()
    fake.give("GET /check", [])
    fake.give("GET /things/a%2Fb", {"id": "a/b", "size": 1})
    async with app(fake):
        described = load(DESCRIPTION.format(address=fake.address))
        source = await opened(described, Keyed(Secret("s")), fake.address, LOCAL)
        yield fake, await opened_source(source)
        await source.close()


async def test_values_go_where_the_description_says(things):
    fake, one = things
    fake.give("POST /things/a%2Fb/grow", {"thing": {"id": "a/b", "size": 2}})
    assert await one.run("things.grow", "a/b", code="s3cret") == {"id": "a/b", "size": 2}
    assert fake.sent() == {"thing": "a/b", "how": {"much": 1}, "code": "s3cret"}


async def test_an_operation_of_the_source_takes_no_row(things):
    fake, one = things
    fake.give("GET /ping/a%2F..%3Fb?since=1767225600", {"pong": True})
    assert await one.run("ping", way="a/..?b", since="2026-01-01T00:00:00Z") is None
    assert one.noted[-1].details["operation"] == "ping"
    with pytest.raises(InvalidInput, match="key is not taken"):
        await one.run("ping", "a", way="x")
    with pytest.raises(UnknownRow):
        await one.run("ping", way="..")


async def test_a_secret_value_is_not_written_down(things):
    fake, one = things
    fake.give("POST /things/a%2Fb/grow", {"thing": None})
    assert await one.run("things.grow", "a/b", code="s3cret", by=2) is None
    [event] = one.noted
    assert event.details == {"operation": "grow", "parameters": {"by": 2}, "secret": ["code"]}
    assert (event.table, event.key) == ("things", "a%2Fb")


async def test_what_cannot_be_told_apart_is_not_promised_once(things):
    _, one = things
    with pytest.raises(IdempotencyUnavailable):
        await one.run("things.grow", "a/b", once="a-key")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("operations.grow", "operations.Grow", "operation's name"),
        ("/things/{{id}}/grow", "/things/{{ID}}/grow", "is not known here"),
        ("/things/{{id}}/grow", "https://elsewhere.example/", "a path starts with one /"),
        ("/ping/{{way}}", "/ping", "does not stand in the path"),
        ('answers = "things"', 'answers = "others"', "no collection 'others'"),
        ("default = 1", 'default = "much"', "the default takes a whole number"),
        ("default = 1", 'money = "currency"', "no column 'currency'"),
        ('type = "integer", sent', 'type = "enum", sent', "options are for an enum"),
        ('type = "integer", sent', 'type = "bytes", sent', "a parameter is one of"),
        ('place = "query", format', "format", "GET has no body"),
        ("place = \"path\", required = true", "place = \"path\"", "is required"),
    ],
)  # fmt: skip
def test_a_faulty_operation_is_refused_with_its_place(old, new, why):
    assert old in DESCRIPTION
    text = DESCRIPTION.replace(old, new).format(address="https://api.example.com")
    with pytest.raises(BadSource, match=why) as refusal:
        load(text)
    assert "operations." in str(refusal.value)


@pytest.mark.parametrize("part", [Doing, ParameterSpec])
def test_every_field_of_an_operation_is_documented(part):
    text = (DOCS / "reference" / "connectors.md").read_text()
    assert [field.name for field in fields(part) if f"`{field.name}`" not in text] == []
