"""Refusals as RFC 9457 documents, for every route. Knows the form of the answer, not what went wrong."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.routing import Router

from jetway.core.errors import (
    NOTHING_HERE,
    BodyTooLarge,
    Failure,
    InternalError,
    InvalidParameter,
    MethodNotAllowed,
    PartBeyond,
    RouteNotFound,
)
from jetway.permission import Under

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Lifespan, Message, Receive, Scope, Send

MEDIA_TYPE = "application/problem+json"

_ID = "jetway.request_id"
_log = logging.getLogger("jetway.http")


def application(
    routes: Sequence[BaseRoute],
    *,
    middleware: Sequence[Middleware] = (),
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """An ASGI application whose every refusal is a problem document, and that never redirects to a slash.

    `middleware` stands outside of what answers defects: pages of other origins are to read those answers too.
    """
    app = Starlette(
        routes=routes,
        middleware=[*middleware, Middleware(Unexpected), Middleware(Straight, routes=routes)],
        exception_handlers=_HANDLERS,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def within(routes: Sequence[BaseRoute]) -> ASGIApp:
    """The routes behind one of an application, which answers defects for them."""
    router = Router(routes, redirect_slashes=False)
    return Straight(ExceptionMiddleware(router, _HANDLERS), routes)


def answer(request: Request, failure: Failure, headers: Mapping[str, str] | None = None) -> Response:
    """The response that tells `failure`, written to the log under the id that `instance` ends with."""
    request_id = _id(request.scope)
    _write_log(request, failure, request_id)
    return JSONResponse(
        document(failure, f"{request.url.path}#{request_id}"),
        status_code=failure.status,
        headers={**_headers(failure), **(headers or {})},
        media_type=MEDIA_TYPE,
    )


def document(failure: Failure, instance: str) -> dict[str, Any]:
    """The body that tells `failure`."""
    return {
        "type": f"urn:jetway:error:{failure.code}",
        "title": failure.title,
        "status": failure.status,
        "code": failure.code,
        "detail": failure.detail,
        "instance": instance,
        "errors": [
            {"pointer": problem.pointer, "code": problem.code, "detail": problem.detail}
            for problem in failure.problems
        ],
        **failure.members,
    }


class Unexpected:
    """The one place that catches everything: a defect is logged, and told as 500 without details."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. A response that has begun breaks off instead, so that it never looks whole."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            _log.info("%s client went away", _id(scope))
        except Exception:
            _log.exception("%s defect", _id(scope))
            if begun:
                raise
            failure = InternalError("Something went wrong here. The log has the details.")
            await answer(Request(scope), failure)(scope, receive, send)


class Straight:
    """Leads to what lies under a path, past the framework's own layers: they cost as much as a small read."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.under = [route for route in routes if isinstance(route, Under)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Routes behind this one are asked by the framework, as any others."""
        if scope["type"] == "http":
            for route in self.under:
                if route.leads_to(scope["path"]):
                    scope["route"] = route
                    await route.handle(scope, receive, send)
                    return
        await self.app(scope, receive, send)


def _id(scope: Scope) -> str:
    """The request's id, made when something first needs to be told of it."""
    request_id: str = scope.setdefault(_ID, secrets.token_hex(8))
    return request_id


def _on_failure(request: Request, failure: Exception) -> Response:
    if not isinstance(failure, Failure):
        raise failure
    return answer(request, failure)


def _on_http_exception(request: Request, exception: Exception) -> Response:
    if not isinstance(exception, HTTPException):
        raise exception
    return answer(request, _named(exception), exception.headers)


_HANDLERS: Mapping[Any, Any] = {Failure: _on_failure, HTTPException: _on_http_exception}


def _named(exception: HTTPException) -> Failure:
    """The framework's own refusals, under our codes."""
    match exception.status_code:
        case 404:
            return RouteNotFound(NOTHING_HERE)
        case 405:
            return MethodNotAllowed(
                "This path does not take this method. The Allow header names those it takes."
            )
        case 413:
            return BodyTooLarge("The body is too large.")
        case _:
            return InvalidParameter("The request cannot be read.")


def _headers(failure: Failure) -> dict[str, str]:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if failure.status == 401:
        headers["WWW-Authenticate"] = "Token"
    if isinstance(failure, MethodNotAllowed) and failure.allow:
        headers["Allow"] = ", ".join(failure.allow)
    if isinstance(failure, PartBeyond) and failure.size is not None:
        headers["Content-Range"] = f"bytes */{failure.size}"
    if failure.etag is not None:
        headers["ETag"] = failure.etag
    if failure.retry_after_s is not None:
        headers["Retry-After"] = str(failure.retry_after_s)
    return headers


def _write_log(request: Request, failure: Failure, request_id: str) -> None:
    """The route's pattern and not the path: a path may hold a code or a row's key."""
    pattern = getattr(request.scope.get("route"), "path", "-")
    level = logging.WARNING if failure.status >= 500 else logging.INFO
    said = (request_id, request.method, pattern, failure.status, failure.code, _reason(failure))
    _log.log(level, "%s %s %s %d %s%s", *said)


def _reason(failure: Failure) -> str:
    """What a server's fault comes from, for the log alone: the answer says nothing of drivers."""
    cause = failure.__cause__
    if failure.status < 500 or cause is None:
        return ""
    return f": {type(cause).__name__}: {str(cause).partition(chr(10))[0][:200]}"
