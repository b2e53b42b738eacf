"""Endpoints as the policy keeps them, who may call them, and why somebody may not."""

from dataclasses import replace

import pytest

from jetway.core.ceiling import Ceiling
from jetway.core.directory import Actor
from jetway.core.endpoints import values_of
from jetway.core.errors import EndpointChanged, InvalidInput, NotAllowed, UnknownEndpoint
from jetway.core.operation import Operation, Parameter
from jetway.core.policy_document import parse_policy
from jetway.core.schema import Column, Schema, Table, Type, Verb
from jetway.core.view import authorise
from jetway.core.why import Whole
from jetway.core.why_run import endpoint_causes, operation_causes

OPEN = Ceiling(hidden_columns=())
QUERY = {"sql": "SELECT :n", "parameters": [{"name": "n", "type": "integer"}]}
CHARGES = Table(
    "charges",
    "charges",
    (Column("id", Type.TEXT, "text", 0, nullable=False),),
    key=("id",),
    verbs={Verb.READ},
)
REFUND = Operation(
    "refund",
    "Refund",
    "charges",
    (Parameter("amount", Type.INTEGER), Parameter("why", Type.TEXT)),
    version="1",
)
CLOSE = Operation("close", "Close the month", parameters=(Parameter("month", Type.DATE),), version="1")
LOOK = Operation("look", "Look", changes=False, version="1")
SCHEMA = Schema(
    {"charges": CHARGES}, "1", "app", operations={one.address: one for one in (REFUND, CLOSE, LOOK)}
)
ENDPOINTS = {
    "q": {"query": "q"},
    "refund": {
        "operation": "charges.refund",
        "version": "1",
        "parameters": {"why": {"attribute": "team"}, "amount": {"default": 5}},
    },
    "close": {"operation": "close", "version": "1", "parameters": {"month": {"value": "2026-11-01"}}},
    "odd": {"operation": "close", "version": "1", "parameters": {"month": {"value": "soon"}}},
    "mine": {"operation": "close", "version": "1", "parameters": {"month": {"attribute": "team"}}},
    "look": {"operation": "look", "version": "1"},
    "old": {"operation": "look", "version": "0"},
    "gone": {"operation": "gone", "version": "1"},
    "far": {"operation": "pay/look", "version": "1"},
}
ROLES = {
    "all": {"every_table": {"operations": True}, "operations": True, "endpoints": True},
    "some": {"tables": {"charges": {}}, "endpoints": ["refund", "look", "unknown"]},
    "none": {},
}
POLICY = parse_policy({"version": 1, "roles": ROLES, "queries": {"q": QUERY}, "endpoints": ENDPOINTS})
TEAM = Actor("1", "all", {"team": "north"})


def seen(role="all", ceiling=OPEN):
    return authorise(SCHEMA, POLICY, role, ceiling).endpoints


@pytest.mark.parametrize(
    ("role", "ceiling", "expected"),
    [
        ("all", OPEN, {"q", "refund", "close", "odd", "mine", "look", "old"}),
        ("some", OPEN, {"refund", "look"}),
        ("none", OPEN, set()),
        ("nobody", OPEN, set()),
        ("all", replace(OPEN, sql="off"), {"refund", "close", "odd", "mine", "look", "old"}),
        ("all", replace(OPEN, read_only=("*",)), {"q", "look", "old"}),
        ("all", replace(OPEN, only=frozenset({"charges"})), {"q", "refund"}),
        ("all", replace(OPEN, hidden_tables=("charges",)), {"q", "close", "odd", "mine", "look", "old"}),
        ("all", replace(OPEN, prefix="pay/"), {"far"}),
    ],
)
def test_who_may_call_what(role, ceiling, expected):
    assert seen(role, ceiling).keys() == expected


def test_one_that_is_not_granted_is_not_there():
    with pytest.raises(UnknownEndpoint):
        authorise(SCHEMA, POLICY, "some", OPEN).endpoint("close")


def test_values_are_those_sent_the_defaults_and_what_is_settled():
    refund = seen()["refund"]
    assert [(one.name, one.required) for one in refund.parameters] == [("_key", True), ("amount", False)]
    given = {"_key": "ch_1", "amount": 5, "why": "north"}
    assert values_of(refund, {"_key": "ch_1", "amount": None}, TEAM) == given
    assert values_of(refund, {"_key": "ch_1", "amount": "7"}, TEAM) == {**given, "amount": 7}
    assert str(values_of(seen()["close"], {}, TEAM)["month"]) == "2026-11-01"
    with pytest.raises(InvalidInput, match="why is no parameter of this"):
        values_of(refund, {"_key": "ch_1", "why": "south"}, TEAM)


@pytest.mark.parametrize(
    ("id_", "actor", "failure"),
    [
        ("old", TEAM, EndpointChanged),
        ("odd", TEAM, EndpointChanged),
        ("mine", TEAM, NotAllowed),
        ("mine", Actor("1", "all"), NotAllowed),
    ],
)
def test_what_does_not_fit_is_refused(id_, actor, failure):
    with pytest.raises(failure):
        values_of(seen()[id_], {}, actor)


def test_what_changes_something_says_so():
    assert {id_: call.changes for id_, call in seen().items() if id_ in ("q", "look", "close")} == {
        "q": False,
        "look": False,
        "close": True,
    }


@pytest.mark.parametrize(
    ("endpoint", "pointer"),
    [
        ({}, "/operation"),
        ({"operation": "look"}, "/version"),
        ({"operation": "look", "version": "1", "shape": "row"}, "/shape"),
        ({"query": "none"}, "/query"),
        ({"query": "paged"}, "/query"),
        ({"query": "q", "version": "1"}, "/version"),
        ({"query": "q", "shape": "table"}, "/shape"),
        ({"query": "q", "shape": True}, "/shape"),
        ({"query": "q", "columns": {"a": 5}}, "/columns/a"),
        ({"query": "q", "columns": {"a": "money"}}, "/columns/a"),
        ({"query": "q", "columns": {str(number): "text" for number in range(1001)}}, "/columns"),
        ({"query": "q", "parameters": {"n": 5}}, "/parameters/n"),
        ({"query": "q", "parameters": {"n": {"value": None}}}, "/parameters/n"),
        ({"query": "q", "parameters": {"n": {"value": "five"}}}, "/parameters/n"),
        ({"query": "q", "parameters": {"n": {"value": 5, "default": 5}}}, "/parameters/n"),
        ({"query": "q", "parameters": {"m": {"attribute": "team"}}}, "/parameters/m"),
    ],
)
def test_one_of_another_form_is_refused(endpoint, pointer):
    queries = {"q": QUERY, "paged": {"sql": "SELECT :_page", "parameters": [{"name": "_page"}]}}
    with pytest.raises(InvalidInput) as refusal:
        parse_policy({"version": 1, "roles": {}, "queries": queries, "endpoints": {"e": endpoint}})
    assert refusal.value.problems[0].pointer == f"/endpoints/e{pointer}"


@pytest.mark.parametrize(
    ("endpoints", "pointer"),
    [
        ({"No": {"query": "q"}}, "/endpoints/No"),
        ({"try": {"query": "q"}}, "/endpoints/try"),
        ({f"e{number}": {"query": "q"} for number in range(1001)}, "/endpoints"),
    ],
)
def test_ids_and_numbers_are_bounded(endpoints, pointer):
    with pytest.raises(InvalidInput) as refusal:
        parse_policy({"version": 1, "roles": {}, "queries": {"q": QUERY}, "endpoints": endpoints})
    assert refusal.value.problems[0].pointer == pointer


def test_what_is_settled_by_an_attribute_fits_any_query():
    document = {"q": {"query": "q", "parameters": {"n": {"attribute": "team"}}}}
    assert parse_policy({"version": 1, "roles": {}, "queries": {"q": QUERY}, "endpoints": document}).endpoints


@pytest.mark.parametrize(
    ("causes", "asked", "role", "ceiling", "expected"),
    [
        (operation_causes, "gone", "all", OPEN, [("no_operation", "")]),
        (operation_causes, "charges.refund", "all", OPEN, []),
        (
            operation_causes,
            "charges.refund",
            "some",
            replace(OPEN, read_only=("charges",)),
            [
                ("operation_kept_by_ceiling", ""),
                ("operation_not_granted", "/roles/some/tables/charges/operations"),
            ],
        ),
        (operation_causes, "look", "some", OPEN, [("operation_not_granted", "/roles/some/operations")]),
        (operation_causes, "look", "nobody", OPEN, [("no_role", "/roles")]),
        (
            operation_causes,
            "look",
            "all",
            replace(OPEN, only=frozenset({"charges"})),
            [("operation_kept_by_ceiling", "")],
        ),
        (endpoint_causes, "unknown", "all", OPEN, [("no_endpoint", "")]),
        (endpoint_causes, "look", "all", replace(OPEN, prefix="pay/"), [("no_endpoint", "")]),
        (endpoint_causes, "q", "all", OPEN, []),
        (endpoint_causes, "q", "all", replace(OPEN, sql="off"), [("operation_kept_by_ceiling", "")]),
        (endpoint_causes, "q", "some", OPEN, [("endpoint_not_granted", "/roles/some/endpoints")]),
        (endpoint_causes, "gone", "all", OPEN, [("no_operation", "/endpoints/gone/operation")]),
        (endpoint_causes, "old", "all", OPEN, [("endpoint_changed", "/endpoints/old/version")]),
        (
            endpoint_causes,
            "refund",
            "none",
            OPEN,
            [
                ("table_not_granted", "/roles/none/tables/charges"),
                ("endpoint_not_granted", "/roles/none/endpoints"),
            ],
        ),
    ],
)
def test_each_rule_that_keeps_it_from_somebody_has_its_place(causes, asked, role, ceiling, expected):
    found = causes(Whole(SCHEMA, POLICY, ceiling), role, asked)
    assert [(cause.reason, cause.rule) for cause in found] == expected
