"""Lists that are planned once for all values: the plan is the one that planning anew would make."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import given, settings
from hypothesis import strategies as st

from jetway.bridge import parse
from jetway.bridge.plans import MAX_KNOWN, Plans
from jetway.core.directory import Actor
from jetway.core.errors import Failure
from jetway.core.exact import exact_read
from jetway.core.expr import Attribute, Condition, Op
from jetway.core.plan import plan_get
from jetway.core.policy import FULL_RIGHTS, Policy, Rights, Role
from jetway.core.schema import Mask
from jetway.core.view import authorise
from jetway.sources.kinds.postgresql import grammar as postgresql
from jetway.sources.kinds.sqlite import grammar as sqlite
from jetway.sources.sql.compile import Compiler
from tests.bridge.conftest import new_shop, running
from tests.core.shop import ANA, OWNER, POLICY, SCHEMA

ROLES = {
    **POLICY.roles,
    "masked": Role(
        tables={"orders": replace(FULL_RIGHTS, masks={"number": Mask(1)}, max_rows=7)},
        every_table=FULL_RIGHTS,
    ),
    "own": Role(
        tables={"orders": Rights(rows=Condition("number", Op.EQ, Attribute("number")))},
        every_table=FULL_RIGHTS,
    ),
}
VIEWS = {role: authorise(SCHEMA, Policy(8, ROLES), role) for role in ROLES}
UNABLE = [replace(column, ops=column.ops - {Op.EQ}) for column in SCHEMA.tables["orders"].columns]
FINISHED = replace(
    SCHEMA, tables={**SCHEMA.tables, "orders": replace(SCHEMA.tables["orders"], columns=tuple(UNABLE))}
)
VIEWS["finished"] = authorise(FINISHED, Policy(8, {"finished": Role(every_table=FULL_RIGHTS)}), "finished")
ACTORS = [
    OWNER,
    ANA,
    Actor("p2", "support", {"country": "SE"}),
    Actor("p2", "masked"),
    Actor("p3", "own", {"number": "A-1"}),
    Actor("p3", "own", {"number": 1}),
    Actor("p3", "own", {"number": True}),
    Actor("p3", "own"),
    Actor("p4", "finished"),
]
NAMES = [
    "number",
    "number__icontains",
    "status",
    "total__gte",
    "total__in",
    "total__isnull",
    "placed_at",
    "placed_at__lt",
    "placed_at__date__gte",
    "placed_at__month",
    "placed_at__month__gt",
    "exclude__customer_id",
    "customer__country",
    "customer__country__exact",
    "customer__region__name__startswith",
    "a__gt",
    "a__gt__gt",
    "label__isempty",
    "order_lines__quantity__gt",
    "order_lines__count__gte",
    "order_lines__sum__quantity__lt",
    "unheard_of",
    "_search",
    "_keys",
    "page",
]
TEXTS = [
    "",
    "0",
    "1",
    "1.0",
    "null",
    "true",
    "@today-1d",
    "2026-11-21",
    "2026-11-21T10:00:00Z",
    "1,2",
    "paid",
]
BESIDE = {
    "_order_by": ["-placed_at", "number,-id", "customer_id"],
    "_per_page": ["10", "200"],
    "_count": ["none", "capped"],
    "_select": ["number", "number,placed_at,customer.name"],
    "_expand": ["customer", "order_lines"],
    "_no_pagination": ["1"],
    "_exact_numbers": ["1"],
    "tz": ["+03:00", "Europe/Berlin"],
}
NOW = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)


@st.composite
def requests(draw):
    """Some requests of one shape."""
    names = draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
    beside = draw(st.lists(st.sampled_from(sorted(BESIDE)), max_size=3, unique=True))
    shaping = {name: draw(st.sampled_from(BESIDE[name])) for name in beside}
    texts = st.one_of(st.sampled_from([*TEXTS, *names]), st.text(max_size=6))
    asks = st.tuples(st.sampled_from(ACTORS), st.fixed_dictionaries(dict.fromkeys(names, texts)))
    return [(actor, {**said, **shaping}) for actor, said in draw(st.lists(asks, min_size=2, max_size=5))]


@pytest.fixture(autouse=True, scope="module")
def clock():
    """Relative dates count from a moment that does not pass meanwhile."""

    class Standing(datetime):
        now_ = NOW

        @classmethod
        def now(cls, tz=None):
            return cls.now_.astimezone(tz)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jetway.bridge.parse.datetime", Standing)
        patch.setattr("jetway.bridge.plans.datetime", Standing)
        yield Standing


def parameters(sent):
    return parse.parameters(urlencode(sent).encode())


def anew(view, actor, table, sent):
    return Plans().of_list(view, actor, table, sent)


def outcome(plan, actor, sent):
    """All that becomes of a request: its page, plan and statements, or how it was refused."""
    try:
        wanted, planned = plan(VIEWS[actor.role], actor, "orders", parameters(sent))
    except Failure as failure:
        return failure.code, failure.detail, failure.problems
    page = wanted.page, wanted.per_page, wanted.count, wanted.enveloped, wanted.cursor
    return page, repr(planned), [compiled(planned.read), planned.count and compiled(planned.count)]


COMPILERS = Compiler(postgresql), Compiler(sqlite)


def compiled(statement):
    found = [compiler.compiled(statement) for compiler in COMPILERS]
    return [(of.text, repr(of.parameters(values))) for of, values in found]


@settings(max_examples=300)
@given(asks=requests())
def test_a_known_plan_is_what_planning_anew_makes(asks):
    plans = Plans()
    for actor, sent in asks:
        assert outcome(plans.of_list, actor, sent) == outcome(anew, actor, sent)


@pytest.mark.parametrize("sent", [{}, {"_select": "number"}, {"_expand": "customer"}, {"tz": "+03:00"}])
def test_a_row_is_planned_once_for_each_selection(sent):
    plans = Plans()
    for actor in ACTORS:
        view = VIEWS[actor.role]
        for key in ("1", "2"):
            query = parse.row_request("orders", parameters(sent))
            expected = plan_get(view, actor, query, (key,))
            assert plans.of_row(view, actor, ("orders", (key,)), parameters(sent)) == expected
    assert plans.of_row(VIEWS["owner"], OWNER, ("orders", ("1",)), {}).columns is (
        plans.of_row(VIEWS["owner"], OWNER, ("orders", ("2",)), {}).columns
    )


def test_a_row_in_exact_numbers_is_another_plan():
    plans, path = Plans(), ("orders", ("1",))
    plain = plans.of_row(VIEWS["owner"], OWNER, path, {})
    exact = plans.of_row(VIEWS["owner"], OWNER, path, parameters({"_exact_numbers": "1"}))
    assert exact == exact_read(plain)


SAMPLES = {
    "number": "A-1",
    "number__icontains": "a",
    "status": "paid",
    "total__gte": "10",
    "total__isnull": "0",
    "placed_at__lt": "@now-1h",
    "a__gt": "4",
    "customer__country": "BR",
    "customer__country__exact": "BR",
    "order_lines__quantity__gt": "2",
    "order_lines__count__gte": "2",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_list_that_differs_in_values_is_planned_once(name):
    plans = Plans()
    view, sent = VIEWS["owner"], parameters({name: SAMPLES[name]})
    first, again, third = (plans.of_list(view, OWNER, "orders", sent)[0] for _ in range(3))
    assert again is third
    assert again is not first


@pytest.mark.parametrize(
    "sent",
    [
        {"total__in": "1,2"},
        {"placed_at__year__gte": "2026"},
        {"placed_at__month": "2"},
        {"label__isempty": "true"},
        {"page": "2"},
        {"_search": "x"},
        {"_keys": "1,2"},
        {"_cursor": ""},
        {"_filter": '{"column": "status", "op": "eq", "value": "paid"}'},
        {"_select": "number," * 200},
        {"number": "1," * 1000},
    ],
    ids=lambda sent: next(iter(sent)),
)
def test_what_differs_in_more_than_values_is_planned_each_time(sent):
    plans = Plans()
    found = [plans.of_list(VIEWS["owner"], OWNER, "orders", parameters(sent))[0] for _ in range(3)]
    assert len({id(wanted) for wanted in found}) == 3


def test_a_moment_without_a_zone_is_meant_in_that_of_whoever_asks():
    plans = Plans()
    for text in ("2026-11-21T10:00:00Z", "2026-11-21T10:00:00"):
        sent = {"placed_at__lt": text, "tz": "+03:00"}
        assert outcome(plans.of_list, OWNER, sent) == outcome(anew, OWNER, sent)


def test_a_date_in_words_counts_from_the_moment_of_each_request(clock, monkeypatch):
    plans, sent = Plans(), {"placed_at__lt": "@now-1h"}
    before = outcome(plans.of_list, OWNER, sent)
    monkeypatch.setattr(clock, "now_", NOW.replace(hour=11))
    after = outcome(plans.of_list, OWNER, sent)
    assert after == outcome(anew, OWNER, sent)
    assert after != before


def test_a_text_like_its_own_name_is_no_place_for_another():
    plans, actor = Plans(), Actor("p4", "finished")
    for text in ("label", "other"):
        assert outcome(plans.of_list, actor, {"label": text}) == outcome(anew, actor, {"label": text})


def test_an_attribute_of_another_kind_is_another_actor():
    plans = Plans()
    for attributes in ({"number": "1"}, {"number": 1}, {"number": True}, {}):
        actor = Actor("p3", "own", attributes)
        assert outcome(plans.of_list, actor, {"total__gt": "1"}) == outcome(anew, actor, {"total__gt": "1"})


def test_a_changed_view_gets_a_plan_of_its_own():
    plans = Plans()
    sent = parameters({"number": "A-1"})
    for view in (VIEWS["owner"], VIEWS["owner"], VIEWS["support"]):
        plan = plans.of_list(view, ANA, "orders", sent)[1]
    assert plan == anew(VIEWS["support"], ANA, "orders", sent)[1]


def test_no_more_plans_are_kept_than_agreed():
    plans = Plans()
    for number in range(MAX_KNOWN + 5):
        plans.of_list(VIEWS["owner"], OWNER, "orders", parameters({"_per_page": str(number + 1)}))
    assert len(plans._lists) == MAX_KNOWN


@pytest.fixture(scope="module")
def portal():
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="module")
def jetway(portal, tmp_path_factory):
    with portal.wrap_async_context_manager(running(new_shop(tmp_path_factory.mktemp("plans")))) as started:
        yield started


ASKED = ["number", "status", "total__gte", "placed_at__lt", "customer__country", "order_lines__count__gt"]
VALUES = ["1", "A-1", "paid", "BR", "3.0", "2026-10-06", "@today", "0"]


@settings(max_examples=60)
@given(
    names=st.lists(st.sampled_from(ASKED), min_size=1, max_size=2, unique=True),
    texts=st.lists(st.tuples(*[st.sampled_from(VALUES)] * 2), min_size=2, max_size=4),
    tz=st.sampled_from(["", "&tz=%2B03:00"]),
)
def test_the_answers_are_those_of_planning_anew(portal, jetway, names, texts, tz):
    for values in texts:
        query = urlencode(dict(zip(names, values, strict=False))) + tz
        known = portal.call(jetway.ask, "GET", f"/api/models/orders/?{query}")
        planned = portal.call(jetway.ask, "GET", f"/api/models/orders/?{query}&page=1")
        assert known.status_code == planned.status_code
        for told in ("results", "count", "code", "errors"):
            assert known.json().get(told) == planned.json().get(told)
