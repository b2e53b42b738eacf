from jetway.core.policy_diff import policy_diff


def document(queries=None, **roles):
    return {"version": 1, "roles": roles, "queries": queries or {}}


def diff(old, new):
    return policy_diff(document(support=old), document(support=new))


def test_columns_are_told_one_by_one():
    old = {"tables": {"orders": {"read": ["id", "total"]}}}
    new = {"tables": {"orders": {"read": ["id", "note"]}}}
    assert diff(old, new) == [
        {"role": "support", "table": "orders", "right": "read", "column": "note", "from": False, "to": True},
        {"role": "support", "table": "orders", "right": "read", "column": "total", "from": True, "to": False},
    ]


def test_all_columns_stand_by_themselves():
    old, new = {"tables": {"orders": {"update": ["note"]}}}, {"tables": {"orders": {"update": True}}}
    assert diff(old, new) == [
        {"role": "support", "table": "orders", "right": "update", "from": ["note"], "to": True}
    ]


def test_what_says_the_same_is_no_change():
    old = {"tables": {"orders": {}}}
    new = {"tables": {"orders": {"read": True, "create": [], "delete": False, "mask": {}}}, "sql": False}
    assert diff(old, new) == []


def test_rules_masks_and_presets():
    rule = {"column": "region", "op": "eq", "value": "EU"}
    new = {"rows": rule, "mask": {"email": {"kind": "full"}}, "preset": {"region": "EU"}, "max_rows": 5}
    at = {"role": "support", "table": "orders"}
    assert diff({"tables": {"orders": {}}}, {"tables": {"orders": new}}) == [
        {**at, "right": "rows", "from": None, "to": rule},
        {**at, "right": "max_rows", "from": None, "to": 5},
        {**at, "right": "mask", "column": "email", "from": None, "to": {"kind": "full"}},
        {**at, "right": "preset", "column": "region", "from": None, "to": "EU"},
    ]


def test_a_table_that_is_named_no_more_has_the_rights_of_every_table():
    old = {"every_table": {"delete": True}, "tables": {"orders": {"delete": False}}}
    new = {"every_table": {"delete": True}}
    assert diff(old, new) == [
        {"role": "support", "table": "orders", "right": "delete", "from": False, "to": True}
    ]


def test_endpoints_come_and_go_as_a_whole():
    old = {"version": 1, "roles": {}, "endpoints": {"e": {"query": "q"}, "same": {"query": "q"}}}
    new = {"version": 2, "roles": {}, "endpoints": {"same": {"query": "q"}}}
    assert policy_diff(old, new) == [{"endpoint": "e", "from": {"query": "q"}, "to": None}]


def test_roles_and_saved_queries_come_and_go():
    old = document(queries={"q": {"sql": "SELECT 1"}}, support={"sql": True})
    new = document(clerk={"tables": {"orders": {}}})
    assert policy_diff(old, new) == [
        {"role": "clerk", "right": "role", "from": False, "to": True},
        {"role": "clerk", "table": "orders", "right": "read", "from": False, "to": True},
        {"role": "support", "right": "role", "from": True, "to": False},
        {"role": "support", "right": "sql", "from": True, "to": False},
        {"query": "q", "from": {"sql": "SELECT 1"}, "to": None},
    ]
