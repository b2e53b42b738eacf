"""How answers of apps could be read, guessed from what they hold."""

import pytest

from jetway.core.schema import Type
from jetway.sources.draft.answer import LOOKED_AT, proposal_of

ROW = {"id": "a"}
UUID = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("answer", "records", "many"),
    [
        ([ROW], "", True),
        ({"data": [ROW], "has_more": True}, "data", True),
        ({"meta": {"tags": ["x"]}, "result": {"items": [ROW]}}, "result.items", True),
        ({"few": [ROW], "many": [ROW, {"id": "b"}]}, "many", True),
        (ROW, "", False),
        ({"id": 1, "lines": [ROW]}, "", False),
        ({"order": {"id": 1}}, "order", False),
    ],
)
def test_the_place_of_the_records_is_found(answer, records, many):
    proposal = proposal_of(answer)
    assert (proposal.records, proposal.many) == (records, many)


@pytest.mark.parametrize("answer", [None, 1, "text", [], [1, 2], [[ROW]], [None]])
def test_what_holds_no_record_proposes_nothing(answer):
    assert proposal_of(answer) is None


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        ([1, None], Type.INTEGER),
        ([1, 2.5], Type.FLOAT),
        ([True], Type.BOOLEAN),
        ([1, True], Type.JSON),
        ([1, "1"], Type.JSON),
        ([{"a": 1}, [1]], Type.JSON),
        ([None], Type.TEXT),
        (["x"], Type.TEXT),
        ([UUID], Type.UUID),
        ([UUID, "x"], Type.TEXT),
        (["2026-01-31"], Type.DATE),
        (["2026-02-31"], Type.TEXT),
        (["2026-01-31T10:00:00Z"], Type.TIMESTAMPTZ),
        (["2026-01-31T10:00:00+0100"], Type.TIMESTAMPTZ),
        (["2026-01-31T10:00:00"], Type.TIMESTAMP),
        (["2026-01-31", "soon"], Type.TEXT),
    ],
)
def test_a_column_has_the_type_that_all_its_values_have(values, type_):
    assert proposal_of([{"it": value} for value in values]).columns["it"].type is type_


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([{"name": "x", "id": 1}, {"name": "y", "id": 2}], "id"),
        ([{"id": 1, "slug": "x"}, {"id": 1, "slug": "y"}], "slug"),
        ([{"id": None, "number": 1}], "number"),
        ([{"order_id": 1, "user_id": 1}], "order_id"),
        ([{"id": 1}, {}], ""),
        ([{"total": 1.5}], ""),
    ],
)
def test_the_key_tells_every_record_apart(rows, key):
    assert proposal_of({"orders": rows}).key == key


def test_what_no_path_can_name_is_left_out():
    assert list(proposal_of([{"id": 1, "a.b": 2, "": 3}]).columns) == ["id"]


def test_no_more_is_looked_at_than_needed():
    proposal = proposal_of([ROW] * LOOKED_AT + [{"late": 1}])
    assert list(proposal.columns) == ["id"]
