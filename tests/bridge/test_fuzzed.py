"""Requests made from the OpenAPI document, right and wrong: never 500, and each answer is as declared."""

from collections import Counter
from urllib.parse import urlencode

import jsonschema_rs
import pytest
import schemathesis
from anyio.from_thread import start_blocking_portal
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from tests.bridge.conftest import new_shop, running

EXAMPLES = 4
"""Of each operation, in each way."""


@pytest.fixture(scope="module")
def portal():
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="module")
def jetway(portal, tmp_path_factory):
    with portal.wrap_async_context_manager(running(new_shop(tmp_path_factory.mktemp("fuzzed")))) as started:
        yield started


@pytest.fixture(scope="module")
def document(portal, jetway):
    return portal.call(jetway.get, "/api/openapi.json")


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_declared_and_none_is_500(portal, jetway, document, mode):
    token = portal.call(jetway.token)
    statuses = Counter()
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        strategy = found.ok().as_strategy(generation_mode=mode)

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case):
            answer = portal.call(sent, jetway, token, case)
            statuses[answer.status_code] += 1
            require_declared(document, case, answer)

        ask()
    assert sum(statuses.values()) > 100
    assert max(statuses) < 500, statuses


async def sent(jetway, token, case):
    """The case as a request of ours; a header that no client could send is left out."""
    headers = {"Authorization": f"Token {token}"}
    query = {name: value for name, value in (case.query or {}).items() if value is not None}
    path = case.formatted_path + (f"?{urlencode(query, doseq=True, errors='replace')}" if query else "")
    body = {}
    if isinstance(case.body, dict | list | str | int | float | bool | None):
        body = {"json": case.body}
    return await jetway.http.request(case.method, path, headers=headers, **body)


def require_declared(document, case, answer):
    responses = document["paths"][case.path][case.method.lower()]["responses"]
    status = str(answer.status_code)
    declared = responses.get(status) or responses.get(f"{status[0]}XX")
    assert declared, f"{status} is not declared: {case.method} {case.path}"
    if "$ref" in declared:
        declared = document["components"]["responses"]["Refused"]
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    contents = declared.get("content", {"": {}})
    assert media_type in contents, f"{media_type}: {case.method} {case.path} {status}"
    if media_type in ("application/json", "application/problem+json"):
        whole = contents[media_type].get("schema", {}) | {"components": document["components"]}
        jsonschema_rs.Draft202012Validator(whole).validate(answer.json())


def test_nothing_is_lost_that_the_document_does_not_delete(jetway):
    assert jetway.sql("PRAGMA integrity_check") == [("ok",)]
