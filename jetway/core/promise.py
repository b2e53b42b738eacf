"""The promise to make a change once, however often it is asked for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Promise:
    """`name`: what the change is known by. `at_s`: now, in seconds since 1970.

    `told`: what is to be kept of the answer, made of what the change came to.
    """

    name: bytes
    at_s: int
    told: Callable[[Any], bytes]


def part_of(once: str, *parts: object) -> str:
    """The key for a part of what is done under the key `once`; "" where there is none."""
    return once and hashlib.sha256(json.dumps([once, *parts], default=str).encode()).hexdigest()


class AnsweredBefore(Exception):
    """The change was made before. `kept`: what its `told` had made of it."""

    def __init__(self, kept: bytes) -> None:
        super().__init__()
        self.kept = kept
