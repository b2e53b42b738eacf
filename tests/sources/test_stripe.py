"""Stripe as a source, against a strict server of our own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from importlib.resources import files

import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jetway.bridge.audit_store import kept_audit, lines_of
from jetway.core.audit import Author, Trail, Way
from jetway.core.ceiling import Ceiling
from jetway.core.directory import Actor
from jetway.core.errors import (
    AppBusy,
    AppChanged,
    AppKeyRefused,
    AppNotPermitted,
    AppRefused,
    BadSource,
    Changed,
    ChangedMeanwhile,
    CheckFailed,
    InvalidReference,
    InvalidValue,
    NotFilterable,
    OneAtATime,
    OriginMismatch,
    UnknownRow,
    UpstreamUnavailable,
)
from jetway.core.expr import TRUE, And, Compare, Condition, Not, Op, Or, both
from jetway.core.finish import Finish, finish
from jetway.core.plan import plan_list
from jetway.core.policy import FULL_RIGHTS, Policy, Role
from jetway.core.query import (
    Aggregate,
    Delete,
    Expand,
    Expected,
    Group,
    Insert,
    Measure,
    Order,
    Query,
    Read,
    Reference,
    Sort,
    Update,
)
from jetway.core.schema import Func, Schema, Table, Type, Verb
from jetway.core.secret import Secret
from jetway.core.version import version_of
from jetway.core.view import authorise
from jetway.outbound.reach import Reach
from jetway.sources import Limits
from jetway.sources.kinds import connect, open_source
from jetway.sources.kinds.stripe import Options
from jetway.sources.rest.described import described
from jetway.sources.rest.loading import load
from jetway.sources.rest.request import Call, listing
from jetway.sources.rest.source import RestSource
from tests.canaries import canary
from tests.fakes.stripe import KEY, LISTS, Refused, Stripe, stripe

pytestmark = pytest.mark.anyio

LOCAL = Limits(reach=Reach.of(["127.0.0.1"]))
EVERYTHING = Policy(1, {"owner": Role(every_table=FULL_RIGHTS)})
OWNER = Actor("1", "owner")


@dataclass
class Connected:
    """A Stripe and the source on it; `stripe.requests` are those since it was connected."""

    stripe: Stripe
    source: RestSource
    schema: Schema

    def table(self, name: str) -> Table:
        return self.schema.tables[name]

    def compare(self, path: str, op: Op, value: object) -> Compare:
        table, _, name = path.partition(".")
        return Compare(self.table(table).column(name), op, value)

    async def rows(self, name: str, where=TRUE, **more) -> list[dict]:
        table = self.table(name)
        read = Read(table, more.pop("columns", table.columns), where, **more)
        return [dict(row) async for row in self.source.read(read)]

    async def ids(self, name: str, where=TRUE, **more) -> list[str]:
        return [row["id"] for row in await self.rows(name, where, **more)]

    def values(self, name: str, /, **said):
        table = self.table(name)
        return tuple((table.column(column), value) for column, value in said.items())


async def connected(kept: Stripe) -> Connected:
    source = await connect("stripe", Options(Secret(KEY), kept.address), LOCAL)
    kept.requests.clear()
    return Connected(kept, source, await source.describe())


@pytest.fixture
async def app() -> AsyncIterator[Connected]:
    async with stripe() as kept:
        for number in range(1, 6):
            kept.add("customers", name=f"Customer {number}", email=f"c{number}@example.com", balance=-number)
        one = await connected(kept)
        yield one
        await one.source.close()


def test_every_filter_that_is_described_is_one_of_stripes():
    connector = load(files("jetway.sources.kinds.stripe").joinpath("stripe.toml").read_text())
    schema, strict = described(connector), Stripe()
    headers = {
        "authorization": f"Bearer {KEY}",
        **{name.lower(): text for name, text in connector.headers.items()},
    }
    for table in schema.tables.values():
        for column in table.columns[1:]:
            for op in column.ops:
                value = "2026-01-01T00:00:00+00:00" if column.type is Type.TIMESTAMPTZ else "true"
                call = listing(connector, Read(table, table.columns, Compare(column, op, value)))
                strict.answer("GET", call.target, list(call.params), headers, b"")
                assert column.name in str(call.params)
    assert set(schema.tables) == set(LISTS)


async def test_rows_come_newest_first_page_by_page(app):
    for number in range(300):
        app.stripe.add("customers", email=f"more{number}@example.com")
    ids = await app.ids("customers")
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 305
    assert len(app.stripe.requests) == 4


async def test_a_page_of_25_is_one_request(app):
    for number in range(40):
        app.stripe.add("customers", email=f"more{number}@example.com")
    assert len(await app.ids("customers", limit=26)) == 26
    assert [path for _, path in app.stripe.requests] == ["/v1/customers?limit=26"]


async def test_an_offset_leaves_rows_out(app):
    every = await app.ids("customers")
    assert await app.ids("customers", limit=2, offset=2) == every[2:4]


async def test_what_stripe_filters_is_sent_and_looked_at_again(app):
    where = both(
        app.compare("customers.email", Op.EQ, "c3@example.com"),
        app.compare("customers.created", Op.GTE, "2023-11-14T22:13:21+00:00"),
    )
    assert await app.ids("customers", where, limit=26) == ["cus_000003"]
    [(_, path)] = app.stripe.requests
    assert path == "/v1/customers?email=c3%40example.com&created%5Bgte%5D=1700000001&limit=26"


async def test_two_values_for_one_parameter_contradict_each_other(app):
    emails = [app.compare("customers.email", Op.EQ, f"c{number}@example.com") for number in (1, 2)]
    assert await app.ids("customers", both(*emails)) == []


@pytest.mark.parametrize(
    ("op", "second", "found"), [(Op.LT, "22.5", 2), (Op.LTE, "22.5", 2), (Op.GT, "22.5", 3)]
)
async def test_parts_of_a_second_narrow_nothing(app, op, second, found):
    where = app.compare("customers.created", op, f"2023-11-14T22:13:{second}+00:00")
    assert len(await app.ids("customers", where)) == found


async def test_one_row_is_one_request(app):
    assert await app.ids("customers", app.compare("customers.id", Op.EQ, "cus_000002"), limit=1) == [
        "cus_000002"
    ]
    assert app.stripe.requests == [("GET", "/v1/customers/cus_000002")]


async def test_some_rows_by_their_keys_come_in_the_lists_order(app):
    keys = ("cus_000001", "cus_000009", "cus_000002", "cus_000001")
    where = app.compare("customers.id", Op.IN, keys)
    assert await app.ids("customers", where) == ["cus_000002", "cus_000001"]
    assert len(app.stripe.requests) == 3


async def test_a_row_that_is_not_among_those_of_a_rule_is_not_there(app):
    key = app.compare("customers.id", Op.EQ, "cus_000002")
    rule = app.compare("customers.name", Op.EQ, "Customer 1")
    assert await app.ids("customers", both(key, rule)) == []


@pytest.mark.parametrize(
    "key", ["", ".", "..", "../charges", "a/b", "?limit=1", "#", "é", "%2e%2e", "a\r\nb"]
)
async def test_a_key_stays_in_its_place(app, key):
    assert await app.ids("customers", app.compare("customers.id", Op.EQ, key)) == []
    assert all(path.startswith("/v1/customers/") and path.count("/") == 3 for _, path in app.stripe.requests)


async def test_deleted_customers_are_not_there(app):
    app.stripe.kept["customers"][0]["deleted"] = True
    assert "cus_000001" not in await app.ids("customers")
    assert await app.ids("customers", app.compare("customers.id", Op.EQ, "cus_000001")) == []


async def test_cancelled_subscriptions_are_listed_too(app):
    app.stripe.add("subscriptions", status="canceled")
    app.stripe.add("subscriptions", status="active")
    assert len(await app.ids("subscriptions")) == 2
    assert len(await app.ids("subscriptions", app.compare("subscriptions.status", Op.EQ, "active"))) == 1


async def test_a_reference_brings_its_row_along_in_the_same_request(app):
    app.stripe.add("charges", customer="cus_000002", amount=100)
    app.stripe.add("charges", customer=None, amount=200)
    charges, customers = app.table("charges"), app.table("customers")
    relation = charges.relation("customer_row")
    expand = (Expand(relation, customers, (customers.column("name"),)),)
    rows = await app.rows("charges", columns=(charges.column("customer"),), expand=expand)
    assert rows == [
        {"customer": None, "customer_row": None},
        {"customer": "cus_000002", "customer_row": {"name": "Customer 2"}},
    ]
    assert len(app.stripe.requests) == 1
    hidden = (Expand(relation, customers, customers.columns, app.compare("customers.name", Op.EQ, "Other")),)
    assert [row["customer_row"] for row in await app.rows("charges", expand=hidden)] == [None, None]


async def test_a_reference_to_what_was_deleted_brings_nothing_along(app):
    app.stripe.add("charges", customer="cus_000002", amount=100)
    app.stripe.kept["customers"][1]["deleted"] = True
    charges, customers = app.table("charges"), app.table("customers")
    expand = (Expand(charges.relation("customer_row"), customers, customers.columns),)
    [row] = await app.rows("charges", expand=expand)
    assert (row["customer"], row["customer_row"]) == ("cus_000002", None)


async def test_a_reference_that_was_not_brought_along_is_not_taken_for_none(app):
    app.stripe.faults.append(b'{"data": [{"id": "ch_1", "customer": "cus_000002"}]}')
    charges, customers = app.table("charges"), app.table("customers")
    expand = (Expand(charges.relation("customer_row"), customers, customers.columns),)
    with pytest.raises(AppChanged, match="no record of customers"):
        await app.rows("charges", expand=expand)


async def test_a_read_stops_at_its_limits(app):
    for number in range(2001):
        app.stripe.add("events", type=f"t{number}")
    with pytest.raises(NotFilterable, match="more than 20 requests to Stripe"):
        await app.rows("events", app.compare("events.api_version", Op.EQ, "x"))


async def test_rows_are_counted_here(app):
    count = Aggregate(app.table("customers"), (Measure(Func.COUNT, None),), where=TRUE)
    assert [row async for row in app.source.aggregate(count)] == [{"y_func": 5}]
    app.stripe.add("customers", email="c1@example.com")
    groups = (Group(app.table("customers").column("email")),)
    rows = [
        row async for row in app.source.aggregate(Aggregate(count.table, count.measures, groups, limit=2))
    ]
    assert rows == [{"group": "c1@example.com", "y_func": 2}, {"group": "c2@example.com", "y_func": 1}]


async def test_a_wrong_key_is_told_when_it_is_connected():
    async with stripe() as kept:
        with pytest.raises(BadSource, match="does not take the key"):
            await connect("stripe", Options(Secret(canary("stripe-wrong")), kept.address), LOCAL)


async def test_only_stripes_own_network_is_asked_unless_the_operator_says_more():
    async with stripe() as kept:
        with pytest.raises(BadSource, match="https://"):
            await connect("stripe", Options(Secret(KEY), kept.address), Limits())
        with pytest.raises(BadSource, match="outbound_private"):
            await connect("stripe", Options(Secret(KEY), kept.address.replace("http:", "https:")), Limits())
    assert kept.requests == []


@pytest.mark.parametrize(
    "url", ["stripe://", "stripe://:k@host", "stripe://:k@/path", "stripe://:k@?other=1"]
)
async def test_an_address_holds_a_key_and_nothing_else(url):
    with pytest.raises(BadSource):
        await open_source(url)


async def test_an_address_connects(app):
    source = await open_source(f"stripe://:{KEY}@?address={app.stripe.address}", LOCAL)
    assert (await source.describe()).engine == "Stripe"
    await source.close()


@pytest.mark.parametrize(
    ("fault", "failure", "says"),
    [
        (Refused(401, f"Invalid API Key provided: {KEY}"), AppKeyRefused, "Enter a new one"),
        (Refused(403, f"The key '{KEY}' may not."), AppNotPermitted, r"\*\*\*"),
        (Refused(403, "x" * 290 + KEY), AppNotPermitted, "x" * 290),
        (Refused(400, "Received unknown parameter: x"), AppChanged, "unknown parameter"),
        (Refused(302, "moved", location="http://127.0.0.1/"), AppChanged, "302"),
        (Refused(404, "no such list"), AppChanged, "no such list"),
        (b"<html>", AppChanged, "no JSON"),
        (b'{"data": {}}', AppChanged, "no list at 'data'"),
        (b'{"data": [1]}', AppChanged, "no record of customers"),
        (b'{"data": [{"id": "c", "created": "soon"}]}', AppChanged, "customers.created takes a date"),
        (b'{"data": [{"id": "c", "name": {"x": 1}}]}', AppChanged, "customers.name takes text"),
    ],
)
async def test_what_stripe_refuses_is_told_clearly_and_without_the_key(app, fault, failure, says):
    app.stripe.faults.append(fault)
    with pytest.raises(failure, match=says) as caught:
        await app.rows("customers")
    assert KEY[:5] not in caught.value.detail


async def test_an_unknown_state_is_a_value_like_others(app):
    app.stripe.add("subscriptions", status="sleeping")
    assert [row["status"] for row in await app.rows("subscriptions")] == ["sleeping"]


async def test_a_busy_stripe_is_asked_again(app):
    app.stripe.faults += [Refused(429, "Too many requests"), Refused(500, "oops")]
    assert len(await app.ids("customers")) == 5
    assert len(app.stripe.requests) == 3


async def test_a_long_wait_is_told_and_not_waited_for(app):
    app.stripe.faults.append(Refused(429, "Too many requests", retry_after="3600"))
    with pytest.raises(AppBusy) as caught:
        await app.rows("customers")
    assert caught.value.retry_after_s == 3600
    assert len(app.stripe.requests) == 1


async def test_a_refusal_between_pages_ends_the_read(app):
    for number in range(150):
        app.stripe.add("events", type=f"t{number}")
    read = app.source.read(Read(app.table("events"), app.table("events").columns))
    assert [await anext(read) for _ in range(100)]
    app.stripe.faults.append(Refused(401, "expired"))
    with pytest.raises(AppKeyRefused):
        await anext(read)


async def test_a_new_row_is_as_stripe_keeps_it(app):
    table = app.table("customers")
    values = app.values("customers", name="Ünal & Söhne", metadata={"plan": "pro"}, balance=5)
    [row] = await app.source.write([Insert(table, values, table.columns)])
    assert (row["name"], row["metadata"], row["balance"]) == ("Ünal & Söhne", {"plan": "pro"}, 5)
    assert row["created"] == "2023-11-14T22:13:26+00:00"


async def test_a_change_that_breaks_off_is_made_once(app):
    app.stripe.faults.append(Refused(500, "oops"))
    table = app.table("customers")
    await app.source.write([Insert(table, app.values("customers", name="Once"), table.columns)])
    assert [row["name"] for row in await app.rows("customers")].count("Once") == 1
    assert len(app.stripe.once) == 1


async def test_a_row_is_changed_and_deleted(app):
    table, key = app.table("customers"), app.compare("customers.id", Op.EQ, "cus_000001")
    update = Update(table, app.values("customers", name="New", phone=None), key, table.columns)
    [row] = await app.source.write([update])
    assert (row["name"], row["phone"]) == ("New", None)
    assert await app.source.write([Delete(table, key)]) == [{}]
    with pytest.raises(UnknownRow):
        await app.source.write([update])


async def test_stripes_reason_is_told(app):
    table = app.table("customers")
    with pytest.raises(AppRefused, match="Invalid email address: nobody"):
        await app.source.write([Insert(table, app.values("customers", email="nobody"), table.columns)])


async def test_a_row_that_was_changed_meanwhile_is_left_as_it_is(app):
    table, key = app.table("customers"), app.compare("customers.id", Op.EQ, "cus_000001")
    [row] = await app.rows("customers", key)
    columns = table.columns
    stale = Expected(columns, frozenset({"0" * 32}))
    with pytest.raises(Changed):
        await app.source.write([Delete(table, key, stale)])
    was = Expected(columns, None, app.values("customers", name="Other"))
    with pytest.raises(ChangedMeanwhile):
        await app.source.write(
            [Update(table, app.values("customers", name="New"), key, columns, expected=was)]
        )
    fresh = Expected(columns, frozenset({version_of(row)}))
    await app.source.write([Update(table, app.values("customers", name="New"), key, columns, expected=fresh)])


async def test_a_row_does_not_leave_the_rule(app):
    table, key = app.table("customers"), app.compare("customers.id", Op.EQ, "cus_000001")
    rule = app.compare("customers.name", Op.EQ, "Customer 1")
    with pytest.raises(CheckFailed):
        await app.source.write([Update(table, app.values("customers", name="New"), key, table.columns, rule)])
    with pytest.raises(CheckFailed):
        await app.source.write([Insert(table, app.values("customers", phone="1"), table.columns, rule)])
    assert [method for method, _ in app.stripe.requests] == ["GET"]


async def test_a_reference_must_lead_to_a_row_that_is_seen(app):
    refunds, charges = app.table("refunds"), app.table("charges")
    where = Compare(charges.column("id"), Op.EQ, "cha_nowhere")
    insert = Insert(
        refunds,
        app.values("refunds", charge="cha_nowhere"),
        refunds.columns,
        references=(Reference(("charge",), charges, where),),
    )
    with pytest.raises(InvalidReference):
        await app.source.write([insert])


async def test_what_is_set_once_cannot_be_changed(app):
    app.stripe.add("prices", product="pro_1")
    prices = app.table("prices")
    key = Compare(prices.column("id"), Op.EQ, "pri_000006")
    with pytest.raises(InvalidValue) as caught:
        await app.source.write([Update(prices, app.values("prices", unit_amount=5), key, prices.columns)])
    assert [problem.pointer for problem in caught.value.problems] == ["/unit_amount"]


async def test_rows_are_changed_one_at_a_time(app):
    table = app.table("customers")
    one = Insert(table, app.values("customers", name="A"), table.columns)
    with pytest.raises(OneAtATime):
        await app.source.write([one, one])
    with pytest.raises(OneAtATime):
        await app.source.write_each([one, one], all_or_none=True)
    bad = Insert(table, app.values("customers", email="nobody"), table.columns)
    done = await app.source.write_each([one, bad, one], all_or_none=False)
    assert [type(item) for item in done] == [dict, AppRefused, dict]
    assert not table.atomic


async def test_verbs_are_what_stripe_does(app):
    assert app.table("charges").verbs == {Verb.READ, Verb.UPDATE}
    assert app.table("events").verbs == {Verb.READ}
    assert app.table("customers").verbs == set(Verb)


async def test_a_next_page_elsewhere_is_not_asked(app):
    session = app.source._session
    for target in (
        "https://evil.example/",
        "//evil.example/",
        "http://127.0.0.1:1/",
        "\\\\evil",
        "@evil",
        "x://",
    ):
        with pytest.raises(OriginMismatch):
            await session.ask(Call("GET", target), session.budget())
    assert app.stripe.requests == []


async def test_a_stripe_that_is_away_is_told(app):
    app.stripe.faults += [Refused(503, "down")] * 3
    with pytest.raises(UpstreamUnavailable, match="a fault of its own"):
        await app.rows("customers")


async def test_the_audit_holds_no_value_that_the_ceiling_hides(app, tmp_path):
    table = app.schema.tables["customers"]
    key = Compare(table.column("id"), Op.EQ, "cus_000001")
    trail = Trail(Author("1", "Ana", "owner", Way.PAGE), app.schema, Ceiling(hidden_columns=("*.phone",)))
    async with kept_audit(app.source, tmp_path) as keeper:
        await app.source.write(
            [Update(table, app.values("customers", name="New", phone="5550100"), key, table.columns)], trail
        )
        [line] = [line async for line in lines_of(keeper, TRUE, newest=True)]
    assert "New" in line.details
    assert "5550100" not in line.details


@pytest.fixture(scope="module")
def law():
    """The source in a loop of its own, for examples that are no coroutines."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(stripe()) as kept:
        for number in range(40):
            values = {
                "email": f"c{number % 4}@example.com",
                "balance": number % 3,
                "delinquent": number % 2 == 0,
            }
            kept.add(
                "customers", name="abc"[: number % 4] or None, created=1_700_000_000 + number // 2, **values
            )
        app = portal.call(connected, kept)
        every = portal.call(app.rows, "customers")
        yield portal, app, every
        portal.call(app.source.close)


conditions = st.one_of(
    st.builds(
        Condition, st.just("email"), st.just(Op.EQ), st.sampled_from(["c1@example.com", "c2@example.com"])
    ),
    st.builds(Condition, st.just("email"), st.just(Op.IN), st.just(["c1@example.com", "c3@example.com"])),
    st.builds(
        Condition,
        st.just("created"),
        st.sampled_from([Op.EQ, Op.LT, Op.LTE, Op.GT, Op.GTE]),
        st.integers(1_699_999_999, 1_700_000_021) | st.floats(1_700_000_000, 1_700_000_010),
    ),
    st.builds(Condition, st.just("balance"), st.sampled_from([Op.EQ, Op.GT]), st.integers(0, 2)),
    st.builds(Condition, st.just("name"), st.just(Op.ICONTAINS), st.sampled_from(["A", "b", ""])),
    st.builds(Condition, st.just("name"), st.just(Op.IS_NULL), st.booleans()),
    st.builds(Condition, st.just("delinquent"), st.just(Op.EQ), st.booleans()),
    st.builds(Condition, st.just("id"), st.just(Op.IN), st.just(["cus_000003", "cus_000039", "x"])),
)
filters = st.recursive(
    conditions,
    lambda inner: st.one_of(
        st.builds(lambda items: And(tuple(items)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda items: Or(tuple(items)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(Not, inner),
    ),
    max_leaves=5,
)
orders = st.sampled_from(
    [(), (Sort("created", True),), (Sort("created"),), (Sort("name"), Sort("balance", True)), (Sort("id"),)]
)


@settings(max_examples=60)
@example(where=Condition("id", Op.IN, ["cus_000003", "cus_000039"]), order=(), limit=5, offset=0)
@given(where=filters, order=orders, limit=st.integers(1, 30), offset=st.integers(0, 15))
def test_stripe_and_we_together_find_what_we_would_alone(law, where, order, limit, offset):
    portal, app, every = law
    view = authorise(app.schema, EVERYTHING, "owner")
    plan = plan_list(view, OWNER, Query("customers", where, order=order, limit=limit, offset=offset))

    async def run():
        rows = [row async for row in app.source.read(plan.read)]
        return finish(rows, plan.ours)[0] if plan.ours else rows

    parts = [part for part in (plan.read.where, plan.ours and plan.ours.where) if part is not None]
    columns = plan.read.table.columns
    ours = plan.ours.order if plan.ours else ()
    by = tuple(Order(item.column, item.descending) for item in ours)
    expected, _ = finish(every, Finish(both(*parts), by, columns, limit, offset))
    assert portal.call(run) == expected
