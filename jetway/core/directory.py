"""What the bridge needs to know from control: who a token is, and what their role may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from jetway.core.ceiling import WHOLE, TokenScope

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `attributes` are what row rules may compare with."""

    id: str
    role: str
    attributes: Mapping[str, object] = field(default_factory=dict)

    @property
    def named(self) -> dict[str, object]:
        """What is known of them by name: their attributes, id and role."""
        return {**self.attributes, "id": self.id, "role": self.role}


@dataclass(frozen=True, slots=True)
class Grant:
    """Control's answer for one token: usable for `fresh_s`, and up to `stale_s` while control is away.

    `is_stale`: it is used because control is away. `by`: who only looks at things as the actor sees them.
    `epoch`: another one than before where control's store was put back from a backup since.
    """

    actor: Actor
    policy_version: int
    fresh_s: float
    stale_s: float
    scope: TokenScope = WHOLE
    is_stale: bool = False
    by: Actor | None = None
    epoch: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed at control. `actors`: whose grants ended. `last`: where to go on from.

    `missed`: control does not remember everything since the last time. `epoch`: as in a grant.
    """

    last: int
    actors: frozenset[str]
    policy_version: int
    missed: bool
    epoch: str = ""


class Directory(Protocol):
    """Control, as the bridge sees it. All raise `AuthUnavailable` where control does not answer."""

    async def grant(self, token_sha256: str) -> Grant | None:
        """Who the token is; `None` for one that is unknown, expired, revoked or made for another bridge."""
        ...

    async def member(self, id_: str) -> Actor | None:
        """A member of the project as the actor that they would be; `None` for somebody who is none."""
        ...

    async def policy(self) -> bytes:
        """The policy that holds now, as the JSON of `core.policy_document`."""
        ...

    async def changes(self, after: int | None) -> Changes:
        """What changed behind `after`, at once or within 10 s; `None`: where things stand."""
        ...
