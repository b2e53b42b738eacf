"""The sources of one bridge, told apart by a name in front of their tables; the first has none."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")

FIRST_NAME = "default"
"""What the first source is called where every source needs a name."""

RESERVED = frozenset({FIRST_NAME, "describe", "kinds", "propose", "test", "try"})
"""Names of other things: of the first source, and of paths. Paths with `_` in them are no names."""


@dataclass(frozen=True, slots=True)
class SourceScope:
    """One of a bridge's sources; `name` is "" for its first. `tables`: the only ones served."""

    name: str = ""
    tables: frozenset[str] | None = None

    @property
    def prefix(self) -> str:
        """What stands before the names of its tables where they could be those of another source."""
        return f"{self.name}/" if self.name else ""


FIRST_SOURCE = SourceScope()


def is_source_name(name: str) -> bool:
    """Whether a source may have that name.

    >>> is_source_name("billing-eu"), is_source_name("Billing"), is_source_name("test")
    (True, False, False)
    """
    return _NAME.match(name) is not None and name not in RESERVED


def of_another(table: str) -> bool:
    """Whether the name could be that of another source's table."""
    source, slash, _ = table.partition("/")
    return bool(slash) and is_source_name(source)
