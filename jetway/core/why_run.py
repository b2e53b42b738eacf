"""Why somebody cannot run an operation or call an endpoint: every rule that keeps it from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.form import escape
from jetway.core.operations import granted
from jetway.core.policy import Role
from jetway.core.why import Cause, Reason, table_causes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jetway.core.endpoint import Endpoint
    from jetway.core.operation import Operation
    from jetway.core.why import Whole


def operation_causes(whole: Whole, role: str, address: str) -> Iterator[Cause]:
    """What keeps the role from running the operation of that address."""
    one = whole.schema.operations.get(address)
    if one is None:
        yield Cause(Reason.NO_OPERATION, f"The source has no operation {address!r}.")
        return
    yield from _unreached(whole, role, one)
    held = whole.policy.roles.get(role)
    if held is not None and not granted(one, held, whole.ceiling):
        at = whole.rule(role, one.table) if one.table else f"/roles/{escape(role)}"
        detail = f"The role {role} may not run {address}. Add it to operations."
        yield Cause(Reason.OPERATION_NOT_GRANTED, detail, f"{at}/operations")


def endpoint_causes(whole: Whole, role: str, id_: str) -> Iterator[Cause]:
    """What keeps the role from calling the endpoint of that id, at the source that is asked."""
    prefix = whole.ceiling.prefix
    endpoint = whole.policy.endpoints.get(id_)
    if endpoint is None or not endpoint.operation.startswith(prefix):
        yield Cause(Reason.NO_ENDPOINT, f"The policy has no endpoint {id_!r} of this source.")
        return
    if endpoint.query:
        if whole.ceiling.sql == "off":
            detail = "The bridge's own ceiling lets nobody run SQL, not even saved queries."
            yield Cause(Reason.OPERATION_CEILING, detail)
    else:
        yield from _behind(whole, role, endpoint)
    held = whole.policy.roles.get(role, Role()).endpoints
    if held is not None and id_ not in held:
        detail = f"The role {role} may not call {id_}. Add it to endpoints."
        yield Cause(Reason.ENDPOINT_NOT_GRANTED, detail, f"/roles/{escape(role)}/endpoints")


def _behind(whole: Whole, role: str, endpoint: Endpoint) -> Iterator[Cause]:
    """What of the operation that it runs keeps the role from it. The right to run that is not needed."""
    one = whole.schema.operations.get(endpoint.operation.removeprefix(whole.ceiling.prefix))
    at = f"/endpoints/{escape(endpoint.id)}"
    if one is None:
        yield Cause(
            Reason.NO_OPERATION, f"The source has no operation {endpoint.operation!r}.", f"{at}/operation"
        )
        return
    yield from _unreached(whole, role, one)
    if one.version != endpoint.version:
        detail = (
            f"{endpoint.operation} was changed since the endpoint was made. Look at it, and save it again."
        )
        yield Cause(Reason.ENDPOINT_CHANGED, detail, f"{at}/version")


def _unreached(whole: Whole, role: str, one: Operation) -> Iterator[Cause]:
    if one.table:
        yield from table_causes(whole, role, one.table)
    elif role not in whole.policy.roles:
        yield Cause(Reason.NO_ROLE, f"The policy has no role {role!r}. It sees nothing.", "/roles")
    elif whole.ceiling.only is not None:
        detail = "The source serves some tables alone, and what takes no row is for those who see it whole."
        yield Cause(Reason.OPERATION_CEILING, detail)
    if one.changes and whole.ceiling.keeps(one.table or one.name):
        detail = f"The bridge's own ceiling lets nobody change {one.table or one.name}."
        yield Cause(Reason.OPERATION_CEILING, detail)
