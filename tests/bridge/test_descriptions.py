"""Model descriptions: what the caller may know, told again only when it changed."""

import pytest

from jetway.bridge.jet_fields import table_meta
from tests.bridge.test_refusals import grant

PATH = "/api/model_descriptions/"


async def described(jetway, role="owner", **headers):
    token = {"Authorization": f"Token {await jetway.token(role)}"}
    return await jetway.http.get(PATH, headers=token | headers)


@pytest.mark.anyio
async def test_what_the_caller_has_already_is_not_sent_again(jetway):
    first = await described(jetway)
    etag = first.headers["etag"]
    again = await described(jetway, **{"If-None-Match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert (await described(jetway, **{"If-None-Match": '"other"'})).content == first.content
    await grant(jetway, {"owner": {"every_table": {}}, "viewer": {"tables": {"orders": {}}}})
    other = await described(jetway, "viewer", **{"If-None-Match": etag})
    assert (other.status_code, [table["model"] for table in other.json()]) == (200, ["orders"])


@pytest.mark.anyio
async def test_an_estimate_does_not_count_rows_that_a_rule_hides(jetway):
    jetway.sql("ANALYZE")
    rule = {"column": "country", "op": "eq", "value": "BR"}
    await grant(jetway, {"owner": {"every_table": {}}, "viewer": {"tables": {"customers": {"rows": rule}}}})
    assert [table["rows"] for table in (await described(jetway, "viewer")).json()] == [None]


@pytest.mark.anyio
async def test_it_says_what_may_be_exported_and_whose_history_may_be_read(jetway):
    await grant(
        jetway,
        {
            "owner": {"every_table": {}},
            "editor": {"tables": {"orders": {"export": True}, "customers": {}}, "audit": True},
            "viewer": {"tables": {"orders": {}}},
        },
    )
    told = {
        role: [(table["model"], table["exportable"], table["has_history"]) for table in answer.json()]
        for role in ("editor", "viewer")
        if (answer := await described(jetway, role))
    }
    assert told == {
        "editor": [("customers", False, True), ("orders", True, True)],
        "viewer": [("orders", False, False)],
    }


@pytest.mark.anyio
async def test_it_says_who_may_declare_what_columns_stand_for(jetway):
    tables = {"tables": {"orders": {}}}
    await grant(jetway, {"editor": {**tables, "structure": True}, "viewer": tables})
    told = {role: (await described(jetway, role)).json() for role in ("editor", "viewer")}
    assert {role: [one["declarable"] for one in tables] for role, tables in told.items()} == {
        "editor": [True],
        "viewer": [False],
    }


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "gzip"), ("br, gzip;q=0.5", "gzip"), ("identity", None), ("br, gzip;q=0", None)],
)
@pytest.mark.anyio
async def test_it_comes_compressed_where_that_is_taken(standing, accepted, encoding):
    plain = await described(standing, **{"Accept-Encoding": "identity"})
    answer = await described(standing, **{"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding
    assert (answer.headers["etag"] == plain.headers["etag"]) == (encoding is None)
    assert answer.json() == plain.json()


@pytest.mark.parametrize("comment", ["", "{", "[]", '{"name": "Task"}', "{" * 100_000])
def test_a_comment_that_is_an_object_names_the_table(comment):
    assert table_meta(comment)["data_source_name"] == ("Task" if "Task" in comment else None)
