"""Which endpoints a role may call, and what becomes of what it sends them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jetway.core.endpoint import KEY
from jetway.core.errors import EndpointChanged, NotAllowed
from jetway.core.expr import Attribute
from jetway.core.operation import Operation, Parameter
from jetway.core.parameters import taken, value_of
from jetway.core.types import Type
from jetway.core.values import ValueRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.ceiling import Ceiling
    from jetway.core.directory import Actor
    from jetway.core.endpoint import Endpoint
    from jetway.core.policy import Policy, Role
    from jetway.core.saved_query import SavedQuery

_ROW = Parameter(KEY, Type.TEXT, comment="The key of the row that it is for.")


@dataclass(frozen=True, slots=True)
class Call:
    """An endpoint as a role may call it. `whole`: the parameters of what it `runs`, and the key of a row."""

    endpoint: Endpoint
    runs: SavedQuery | Operation
    whole: tuple[Parameter, ...]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What its caller sends."""
        settled, defaults = self.endpoint.settled, self.endpoint.defaults
        return tuple(
            replace(one, required=False, default=defaults[one.name]) if one.name in defaults else one
            for one in self.whole
            if one.name not in settled
        )

    @property
    def changes(self) -> bool:
        """Whether anything is changed by it."""
        return isinstance(self.runs, Operation) and self.runs.changes

    @property
    def fits(self) -> bool:
        """Whether what it runs is what it was made for."""
        return not isinstance(self.runs, Operation) or self.runs.version == self.endpoint.version


def callable_by(
    role: Role, policy: Policy, operations: Mapping[str, Operation], ceiling: Ceiling
) -> dict[str, Call]:
    """The endpoints that `role` may call, by id, where it can reach `operations` of the ceiling's source."""
    granted = policy.endpoints.keys() if role.endpoints is None else role.endpoints
    # a saved query is for the first source
    queries = {} if ceiling.sql == "off" or ceiling.prefix else policy.queries
    found = (
        call_of(endpoint, queries, operations, ceiling.prefix)
        for id_, endpoint in policy.endpoints.items()
        if id_ in granted
    )
    return {call.endpoint.id: call for call in found if call is not None}


def call_of(
    endpoint: Endpoint, queries: Mapping[str, SavedQuery], operations: Mapping[str, Operation], prefix: str
) -> Call | None:
    """The endpoint over one of the `queries` or `operations`, whose source has the `prefix`; else `None`."""
    if endpoint.query:
        query = queries.get(endpoint.query)
        return None if query is None else Call(endpoint, query, query.parameters)
    if not endpoint.operation.startswith(prefix):
        return None
    operation = operations.get(endpoint.operation.removeprefix(prefix))
    if operation is None:
        return None
    return Call(endpoint, operation, (*((_ROW,) if operation.table else ()), *operation.parameters))


def values_of(call: Call, sent: Mapping[str, object], actor: Actor) -> dict[str, object]:
    """A value for each parameter of what is run: those that were sent, and those that are settled.

    Raises `InvalidInput`, `NotAllowed` for an actor without an attribute that is settled on, and
    `EndpointChanged` where it does not fit what it runs any more.
    """
    if not call.fits:
        raise _changed(call.endpoint, "What it runs was changed since it was made.")
    given = {name: value for name, value in sent.items() if value is not None}
    values = taken(call.parameters, call.endpoint.defaults | given, "")
    for parameter in call.whole:
        if parameter.name in call.endpoint.settled:
            values[parameter.name] = _settled(call.endpoint, parameter, actor)
    return values


def _settled(endpoint: Endpoint, parameter: Parameter, actor: Actor) -> object:
    said = endpoint.settled[parameter.name]
    if not isinstance(said, Attribute):
        try:
            return value_of(parameter, said)
        except ValueRefused as refused:
            raise _changed(endpoint, f"The value that it settles for {parameter.name} {refused}.") from None
    value = actor.named.get(said.name)
    if value is None:
        raise NotAllowed(f"This endpoint goes by your attribute {said.name!r}, and you have none.")
    try:
        return value_of(parameter, value)
    except ValueRefused as refused:
        raise NotAllowed(
            f"This endpoint goes by your attribute {said.name!r}, which does not fit: it {refused}."
        ) from None


def _changed(endpoint: Endpoint, why: str) -> EndpointChanged:
    return EndpointChanged(f"{endpoint.title} is out of date. {why} Whoever keeps it has to save it again.")
