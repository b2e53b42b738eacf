"""The versions of a project's policy: who saved them, what differs, and going back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.control.answers import json_answer
from jetway.control.documents import based_on, etag
from jetway.control.store.audit import tell
from jetway.control.store.policies import (
    newest_policy,
    policy_at,
    policy_versions,
    save_endpoints,
    save_policy,
    save_queries,
)
from jetway.core.errors import InvalidParameter, UnknownResource
from jetway.core.policy_diff import policy_diff

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy.ext.asyncio import AsyncConnection
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.tokens import Member

AT_ONCE = 100
LATEST = 2**31 - 1


async def show_versions(desk: Desk, request: Request, member: Member) -> Response:
    """Who saved the policy, and when: the newest versions, or those before one."""
    before = _version(request.query_params.get("before") or str(LATEST))
    async with desk.store.reading() as connection:
        versions = await policy_versions(connection, member.environment, before, AT_ONCE)
    return json_answer({"versions": versions})


async def show_version(desk: Desk, request: Request, member: Member) -> Response:
    """The document as it was saved."""
    async with desk.store.reading() as connection:
        return json_answer(await _found(connection, member, request.path_params["version"]))


async def show_diff(desk: Desk, request: Request, member: Member) -> Response:
    """What changed from the version of the path to the one that `to` names, or to the newest."""
    to = request.query_params.get("to")
    async with desk.store.reading() as connection:
        old = await _found(connection, member, request.path_params["version"])
        if to:
            new = await _found(connection, member, to)
        else:
            new = await newest_policy(connection, member.environment)
    return json_answer({"from": old["version"], "to": new["version"], "changes": policy_diff(old, new)})


async def revert(desk: Desk, request: Request, member: Member) -> Response:
    """Save what the version of the path says once more, as the next version. `If-Match` names the newest."""
    async with desk.store.writing() as connection:
        old = await _found(connection, member, request.path_params["version"])
        newest = (await newest_policy(connection, member.environment))["version"]
        version = await save_policy(
            connection,
            member.environment,
            old["roles"],
            based_on=based_on(request, newest),
            now=desk.store.now(),
            person=member.person.id,
        )
        tell(version=version)
        await save_queries(connection, member.environment, version, old["queries"])
        await save_endpoints(connection, member.environment, version, old["endpoints"])
        document = await newest_policy(connection, member.environment)
    return json_answer(document, headers=etag(version))


async def _found(connection: AsyncConnection, member: Member, version: str) -> dict[str, Any]:
    found = await policy_at(connection, member.environment, _version(version))
    if found is None:
        raise UnknownResource("There is no such version of the policy.")
    return found


def _version(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text[:12]) > LATEST:
        raise InvalidParameter("A version is a whole number.")
    return int(text)
