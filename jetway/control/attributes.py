"""What row rules and presets may compare with of a member: the form of the attributes that people give."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from jetway.control.fields import refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Scalar: TypeAlias = str | int | float | bool
Attributes: TypeAlias = dict[str, Scalar | list[Scalar]]

OWN = frozenset({"id", "email", "name", "role"})
"""What everybody has by themselves."""

MOST = 50
MOST_VALUES = 100
LONGEST = 500
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}\Z")


def require_attributes(attributes: Attributes) -> None:
    """Raises `InvalidInput` for too many of them, and for names and values that none can have."""
    if len(attributes) > MOST:
        raise refused("/attributes", f"takes at most {MOST} attributes")
    for name, value in attributes.items():
        at = f"/attributes/{name}"
        if not _NAME.match(name):
            raise refused("/attributes", "takes names of letters, digits, _, . and -")
        if name in OWN:
            raise refused(at, "is given to everybody by themselves; take another name")
        if not _fits(value if isinstance(value, list) else [value]):
            raise refused(at, f"takes at most {MOST_VALUES} values, of at most {LONGEST} characters")


def is_name(name: str) -> bool:
    """Whether an attribute that is given can be called so."""
    return _NAME.match(name) is not None and name not in OWN


def attributes_in(claims: Mapping[str, Any], names: Mapping[str, str]) -> Attributes:
    """What claims give, by the attributes' names, each with its claim; nothing where it has no such form."""
    return {name: claims[claim] for name, claim in names.items() if _is_attribute(claims.get(claim))}


def _is_attribute(value: object) -> bool:
    values = value if isinstance(value, list) else [value]
    return _fits(values) and all(
        isinstance(one, str | int) or (isinstance(one, float) and math.isfinite(one)) for one in values
    )


def _fits(values: Sequence[object]) -> bool:
    return len(values) <= MOST_VALUES and not any(
        isinstance(one, str) and len(one) > LONGEST for one in values
    )
