"""The views of one source that were made: each once, as long as neither its schema nor the policy changes."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, TypeAlias

from jetway.bridge.grants import remember

if TYPE_CHECKING:
    from jetway.core.directory import Grant
    from jetway.core.policy import Policy
    from jetway.core.schema import Schema
    from jetway.core.view import View

Key: TypeAlias = tuple[str, bool, tuple[str, ...] | None]
"""Role and scope. Of plain values: a dataclass would be hashed in Python at each request."""

MAX_VIEWS = 256


class Views:
    """Views by role and by what a token was narrowed to. Nothing else of a grant decides what is in one."""

    def __init__(self) -> None:
        self._schema: Schema | None = None
        self._policy: Policy | None = None
        self._made: OrderedDict[Key, View] = OrderedDict()

    def of(self, grant: Grant, schema: Schema, policy: Policy) -> View | None:
        """Their view of this very schema under this very policy, where it was made already."""
        if schema is not self._schema or policy is not self._policy:
            return None
        return self._made.get(_key(grant))

    def keep(self, view: View, grant: Grant, schema: Schema, policy: Policy) -> None:
        """Remember it. Those of another schema or policy are let go."""
        if schema is not self._schema or policy is not self._policy:
            self._schema, self._policy = schema, policy
            self._made.clear()
        remember(self._made, _key(grant), view, MAX_VIEWS)


def _key(grant: Grant) -> Key:
    scope = grant.scope
    return grant.actor.role, scope.read_only, scope.tables
