"""What row rules and presets may compare with of a member: the form of the attributes that people give."""

from __future__ import annotations

import re
from typing import TypeAlias

from jetway.control.fields import refused

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
        values = value if isinstance(value, list) else [value]
        if len(values) > MOST_VALUES or any(isinstance(one, str) and len(one) > LONGEST for one in values):
            raise refused(at, f"takes at most {MOST_VALUES} values, of at most {LONGEST} characters")
