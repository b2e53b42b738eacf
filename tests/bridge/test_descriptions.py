"""Model descriptions: what the caller may know, told again only when it changed."""

import pytest

from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio

PATH = "/api/model_descriptions/"


async def described(jetway, role="owner", **headers):
    token = {"Authorization": f"Token {await jetway.token(role)}"}
    return await jetway.http.get(PATH, headers=token | headers)


async def test_what_the_caller_has_already_is_not_sent_again(jetway):
    first = await described(jetway)
    etag = first.headers["etag"]
    again = await described(jetway, **{"If-None-Match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert (await described(jetway, **{"If-None-Match": '"other"'})).content == first.content
    await grant(jetway, {"owner": {"every_table": {}}, "viewer": {"tables": {"orders": {}}}})
    other = await described(jetway, "viewer", **{"If-None-Match": etag})
    assert (other.status_code, [table["model"] for table in other.json()]) == (200, ["orders"])


async def test_an_estimate_does_not_count_rows_that_a_rule_hides(jetway):
    jetway.sql("ANALYZE")
    rule = {"column": "country", "op": "eq", "value": "BR"}
    await grant(jetway, {"owner": {"every_table": {}}, "viewer": {"tables": {"customers": {"rows": rule}}}})
    assert [table["rows"] for table in (await described(jetway, "viewer")).json()] == [None]
