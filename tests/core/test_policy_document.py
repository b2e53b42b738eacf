import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetway.core.errors import InvalidInput
from jetway.core.expr import And, Attribute, Condition, Not, Op, Or
from jetway.core.policy import ALL_COLUMNS, Columns, Policy, Rights
from jetway.core.policy_document import MAX_RULE_CONDITIONS, MAX_RULE_DEPTH, parse_policy

AT = "/roles/editor/tables/orders"


def rights(document: object) -> Rights:
    roles = {"editor": {"tables": {"orders": document}}}
    return parse_policy({"version": 1, "roles": roles}).roles["editor"].tables["orders"]


def rule(document: object) -> object:
    return rights({"rows": document}).rows


def pointer(document: object) -> str:
    with pytest.raises(InvalidInput) as refusal:
        parse_policy(document)
    [problem] = refusal.value.problems
    return problem.pointer


def pointer_in_table(document: object) -> str:
    whole = pointer({"version": 1, "roles": {"editor": {"tables": {"orders": document}}}})
    assert whole.startswith(AT)
    return whole.removeprefix(AT)


def test_a_policy_may_have_no_roles():
    assert parse_policy({"version": 3, "roles": {}}) == Policy(3, {})


def test_what_is_left_out_is_read_only():
    assert rights({}) == Rights(read=ALL_COLUMNS)


def test_every_right_can_be_given():
    document = {
        "read": ["id", "status"],
        "create": True,
        "update": ["status"],
        "delete": True,
        "export": True,
        "aggregate": True,
        "max_rows": 1000,
        "preset": {"region": {"attribute": "region"}, "status": "new", "note": None},
        "types": {"note": "text"},
    }

    assert rights(document) == Rights(
        read=Columns(frozenset({"id", "status"})),
        create=ALL_COLUMNS,
        update=Columns(frozenset({"status"})),
        delete=True,
        export=True,
        aggregate=True,
        max_rows=1000,
        presets={"region": Attribute("region"), "status": "new", "note": None},
        types={"note": "text"},
    )


def test_an_empty_list_of_columns_is_the_same_as_false():
    assert rights({"read": [], "create": [], "update": []}) == rights({"read": False})


def test_every_table_holds_for_those_that_are_not_named():
    role = parse_policy({"version": 1, "roles": {"owner": {"every_table": {"delete": True}}}}).roles["owner"]

    assert role.every_table == Rights(delete=True)
    assert role.tables == {}


def test_without_every_table_there_is_none():
    assert parse_policy({"version": 1, "roles": {"viewer": {}}}).roles["viewer"].every_table is None


def test_a_rule_is_a_tree_of_conditions():
    document = {
        "and": [
            {"column": "region", "op": "eq", "attribute": "region"},
            {"or": [{"column": "customer.country", "op": "in", "value": ["BR", "PT"]}]},
            {"not": {"column": "deleted_at", "op": "is_null", "value": True}},
        ]
    }

    at = f"{AT}/rows/and"
    assert rule(document) == And(
        (
            Condition("region", Op.EQ, Attribute("region"), f"{at}/0"),
            Or((Condition("customer.country", Op.IN, ["BR", "PT"], f"{at}/1/or/0"),)),
            Not(Condition("deleted_at", Op.IS_NULL, True, f"{at}/2/not")),
        )
    )


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (None, ""),
        ([], ""),
        ({"version": 1}, "/roles"),
        ({"roles": {}}, "/version"),
        ({"version": True, "roles": {}}, "/version"),
        ({"version": -1, "roles": {}}, "/version"),
        ({"version": 1, "roles": {}, "default": "deny"}, "/default"),
        ({"version": 1, "roles": []}, "/roles"),
        ({"version": 1, "roles": {"a/b~c": {}}}, "/roles/a~1b~0c"),
        ({"version": 1, "roles": {"Editor": {}}}, "/roles/Editor"),
        ({"version": 1, "roles": {"editor": []}}, "/roles/editor"),
        ({"version": 1, "roles": {"editor": {"sql": 1}}}, "/roles/editor/sql"),
        ({"version": 1, "roles": {"editor": {"tables": []}}}, "/roles/editor/tables"),
        ({"version": 1, "roles": {"editor": {"every_table": True}}}, "/roles/editor/every_table"),
    ],
)
def test_a_document_of_another_form_is_refused_where_it_is_wrong(document, where):
    assert pointer(document) == where


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (True, ""),
        ({"types": ["note"]}, "/types"),
        ({"types": {"note": ""}}, "/types/note"),
        ({"mask": []}, "/mask"),
        ({"mask": {"iban": True}}, "/mask/iban"),
        ({"mask": {"iban": {}}}, "/mask/iban"),
        ({"mask": {"iban": {"kind": "hash"}}}, "/mask/iban"),
        ({"mask": {"iban": {"kind": "full", "keep": 2}}}, "/mask/iban"),
        ({"mask": {"iban": {"kind": "partial", "keep": True}}}, "/mask/iban"),
        ({"mask": {"iban": {"kind": "partial", "keep": 0}}}, "/mask/iban"),
        ({"mask": {"iban": {"kind": "partial", "keep": 4, "from": 1}}}, "/mask/iban/from"),
        ({"read": "id"}, "/read"),
        ({"read": None}, "/read"),
        ({"read": [1]}, "/read"),
        ({"update": [""]}, "/update"),
        ({"create": {"columns": []}}, "/create"),
        ({"delete": 1}, "/delete"),
        ({"export": None}, "/export"),
        ({"aggregate": "yes"}, "/aggregate"),
        ({"max_rows": 0}, "/max_rows"),
        ({"max_rows": True}, "/max_rows"),
        ({"max_rows": 1.5}, "/max_rows"),
        ({"preset": []}, "/preset"),
        ({"preset": {"a/b": {"attribute": 1}}}, "/preset/a~1b/attribute"),
        ({"preset": {"region": {"value": 1}}}, "/preset/region/value"),
        ({"preset": {"region": {}}}, "/preset/region/attribute"),
    ],
)
def test_a_right_of_another_form_is_refused(document, where):
    assert pointer_in_table(document) == where


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (None, ""),
        ([], ""),
        (True, ""),
        ({}, "/column"),
        ({"and": []}, "/and"),
        ({"or": []}, "/or"),
        ({"and": {}}, "/and"),
        ({"not": None}, "/not"),
        ({"and": [{"column": "a", "op": "eq", "value": 1}], "or": []}, "/and"),
        ({"nor": []}, "/nor"),
        ({"column": "", "op": "eq", "value": 1}, "/column"),
        ({"column": "a", "op": "like", "value": 1}, "/op"),
        ({"column": "a", "op": None, "value": 1}, "/op"),
        ({"column": "a", "op": ["eq"], "value": 1}, "/op"),
        ({"column": "a", "op": "eq"}, ""),
        ({"column": "a", "op": "eq", "value": 1, "attribute": "id"}, ""),
        ({"column": "a", "op": "eq", "attribute": ""}, "/attribute"),
        ({"column": "a", "op": "eq", "value": None}, "/value"),
        ({"column": "a", "op": "eq", "value": {}}, "/value"),
        ({"column": "a", "op": "eq", "value": [1]}, "/value"),
        ({"column": "a", "op": "in", "value": 1}, "/value"),
        ({"column": "a", "op": "is_null", "value": 1}, "/value"),
        ({"column": "a", "op": "eq", "value": 1, "note": ""}, "/note"),
    ],
)
def test_a_rule_of_another_form_is_refused(document, where):
    assert pointer_in_table({"rows": document}) == f"/rows{where}"


def test_a_rule_may_not_be_too_deep():
    document: object = {"column": "a", "op": "eq", "value": 1}
    for _ in range(MAX_RULE_DEPTH):
        document = {"not": document}

    assert pointer_in_table({"rows": document}) == "/rows" + "/not" * MAX_RULE_DEPTH


def test_a_rule_may_not_be_too_long():
    one = {"column": "a", "op": "eq", "value": 1}

    assert rule({"or": [one] * (MAX_RULE_CONDITIONS - 1)})
    assert pointer_in_table({"rows": {"or": [one] * MAX_RULE_CONDITIONS}}).startswith("/rows/or/")


WORDS = st.sampled_from(["roles", "version", "tables", "rows", "and", "not", "column", "op", "value"])
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
JSON = st.recursive(LEAVES, lambda part: st.lists(part) | st.dictionaries(WORDS, part), max_leaves=20)


@given(JSON)
def test_whatever_is_sent_is_refused_with_a_pointer(document):
    with pytest.raises(InvalidInput) as refusal:
        parse_policy({"version": 1, "roles": {"editor": {"tables": {"orders": {"rows": [document]}}}}})

    assert refusal.value.problems
