from __future__ import annotations

import logging

import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from jetway.core.errors import (
    Conflict,
    InvalidValue,
    Problem,
    StoreUnavailable,
    TokenMissing,
    TooManyRequests,
)
from jetway.edge import cross_origin
from jetway.problem import application

FAILURES = {
    "invalid": InvalidValue(
        "quantity takes a whole number.",
        problems=(Problem("/quantity", "invalid_value", "takes a whole number"),),
    ),
    "conflict": Conflict("Somebody else changed it first."),
    "token": TokenMissing("Send a token."),
    "slow": TooManyRequests("Wait.", retry_after_s=7),
    "defect": ValueError("secret detail"),
    "framework": HTTPException(400, "secret detail"),
    "large": HTTPException(413),
}


async def fail(request):
    name = request.path_params["name"]
    if name == "away":
        raise StoreUnavailable("Try again.") from OSError("no route\nsecret detail")
    raise FAILURES[name]


async def break_off(_request):
    async def rows():
        yield b"[1,"
        raise ValueError("secret detail")

    return StreamingResponse(rows())


async def fine(_request):
    return PlainTextResponse("fine")


@pytest.fixture
def client():
    app = application(
        [
            Route("/fail/{name}/", fail),
            Route("/break-off/", break_off),
            Route("/fine/", fine, methods=["GET"]),
        ]
    )
    return AsyncClient(transport=ASGITransport(app), base_url="http://test")


async def test_a_refusal_is_a_problem_document(client):
    response = await client.get("/fail/invalid/")

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    path, _, request_id = body.pop("instance").partition("#")
    assert (path, len(request_id)) == ("/fail/invalid/", 16)
    assert body == {
        "type": "urn:jetway:error:invalid_value",
        "title": "Invalid value",
        "status": 422,
        "code": "invalid_value",
        "detail": "quantity takes a whole number.",
        "errors": [{"pointer": "/quantity", "code": "invalid_value", "detail": "takes a whole number"}],
    }


async def test_a_refusal_is_not_kept_and_not_taken_for_a_page(client):
    response = await client.get("/fail/conflict/")

    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "www-authenticate" not in response.headers


async def test_a_missing_token_says_which_kind_is_wanted(client):
    assert (await client.get("/fail/token/")).headers["www-authenticate"] == "Token"


async def test_whoever_is_too_fast_is_told_when_to_come_back(client):
    assert (await client.get("/fail/slow/")).headers["retry-after"] == "7"


async def test_a_defect_is_logged_and_told_without_details(client, caplog):
    response = await client.get("/fail/defect/")

    assert (response.status_code, response.json()["code"]) == (500, "internal_error")
    assert "secret" not in response.text
    request_id = response.json()["instance"].partition("#")[2]
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert request_id in record.getMessage()
    assert record.exc_info is not None


async def test_a_page_of_a_listed_origin_is_told_of_a_defect():
    app = application([Route("/fail/{name}/", fail)], middleware=[cross_origin(["https://pages.example"])])
    pages = AsyncClient(transport=ASGITransport(app), base_url="http://test")

    response = await pages.get("/fail/defect/", headers={"Origin": "https://pages.example"})

    assert (response.status_code, response.json()["code"]) == (500, "internal_error")
    assert response.headers["access-control-allow-origin"] == "https://pages.example"


async def test_a_page_of_a_listed_origin_may_ask_for_changes_and_read_what_an_answer_says_of_itself():
    app = application([Route("/fail/{name}/", fail)], middleware=[cross_origin(["https://pages.example"])])
    pages = AsyncClient(
        transport=ASGITransport(app), base_url="http://test", headers={"Origin": "https://pages.example"}
    )
    asking = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "If-None-Match"}

    asked = await pages.options("/fail/defect/", headers=asking)
    answer = await pages.get("/fail/defect/")

    assert asked.status_code == 200
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Idempotency-Replayed", "Jetway-Auth"} <= set(exposed)


async def test_a_response_that_has_begun_breaks_off(client, caplog):
    with pytest.raises(ValueError, match="secret detail"):
        await client.get("/break-off/")

    assert any(record.levelno == logging.ERROR for record in caplog.records)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing/", 404, "not_found"),
        ("GET", "/fine", 404, "not_found"),
        ("POST", "/fine/", 405, "method_not_allowed"),
        ("GET", "/fail/framework/", 400, "invalid_parameter"),
        ("GET", "/fail/large/", 413, "body_too_large"),
    ],
)
async def test_the_frameworks_refusals_are_problem_documents_too(client, method, path, status, code):
    response = await client.request(method, path)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"


async def test_the_wrong_method_is_told_the_right_ones(client):
    response = await client.post("/fine/")

    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD"}


async def test_the_log_holds_the_pattern_of_the_path_and_not_the_path(client, caplog):
    caplog.set_level(logging.INFO, "jetway.http")

    await client.get("/fail/conflict/")

    assert [
        record.getMessage().split(" ", 1)[1] for record in caplog.records if record.name == "jetway.http"
    ] == ["GET /fail/{name}/ 409 conflict"]


async def test_the_log_says_what_a_fault_of_the_server_comes_from_and_the_answer_does_not(client, caplog):
    answer = await client.get("/fail/away/")
    assert answer.status_code == 503
    assert "no route" not in answer.text
    assert "503 store_unavailable: OSError: no route" in caplog.text
    assert "secret detail" not in caplog.text
