"""How often a bridge that waits asks whether it was let in, and making it ask less (RFC 8628, 3.5)."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from jetway.core.errors import SlowDown

if TYPE_CHECKING:
    from collections.abc import Callable

POLL_EVERY_S = 5
EARLY_S = 1.0
"""So much sooner than its interval a question may come: networks and clocks are not exact."""

MOST = 10_000


class Polls:
    """When each enrolment was last asked about, and the interval that it has to keep.

    In memory only, so that whoever polls writes nothing; the one asked about longest ago is forgotten.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, enrolment: str) -> None:
        """Note a question. One that comes too soon makes the interval longer, and raises `SlowDown`."""
        now_s = self._clock()
        last_s, interval_s = self._known.get(enrolment, (float("-inf"), POLL_EVERY_S))
        too_soon = 0 <= now_s - last_s < interval_s - EARLY_S
        interval_s += POLL_EVERY_S if too_soon else 0
        self._known[enrolment] = (now_s, interval_s)
        self._known.move_to_end(enrolment)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        if too_soon:
            raise SlowDown(
                f"Ask every {interval_s} seconds, not more often.", members={"interval_s": interval_s}
            )
