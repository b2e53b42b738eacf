"""Whether an answer is the one that was recorded, by value and order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TIMES = frozenset({"data_query_time", "count_query_time"})
GONE = "(gone)"
_HOST = re.compile(r"\Ahttp://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Difference:
    """`recorded` at that place is now `answered`."""

    at: str
    recorded: Any
    answered: Any

    @property
    def name(self) -> str:
        """The key that it stands under."""
        return self.at.rpartition("/")[2]


def differences(recorded: Any, answered: Any, at: str = "") -> Iterator[Difference]:
    """Where the two differ. Keys that only `answered` has are no difference."""
    match recorded, answered:
        case dict(), dict():
            for name, value in recorded.items():
                if name not in TIMES:
                    yield from differences(value, answered.get(name, GONE), f"{at}/{name}")
        case list(), list() if len(recorded) == len(answered):
            for number, (one, other) in enumerate(zip(recorded, answered, strict=True)):
                yield from differences(one, other, f"{at}/{number}")
        case str(), str() if _HOST.sub("", recorded) == _HOST.sub("", answered):
            pass
        case _ if recorded != answered or isinstance(recorded, bool) != isinstance(answered, bool):
            yield Difference(at, recorded, answered)
