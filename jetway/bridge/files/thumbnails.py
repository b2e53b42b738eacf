"""Pictures made smaller: in other processes, which a hostile one cannot harm much."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import anyio
import anyio.to_process

from jetway.core.errors import ImageRefused

if TYPE_CHECKING:
    from pathlib import Path

SHRUNK = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
WIDTHS = (64, 128, 256, 512, 1024)
USUAL = 256
TYPE = "image/webp"
AT_ONCE = 2
WITHIN_S = 20.0


def can_shrink() -> bool:
    """Whether what it takes is installed."""
    return find_spec("PIL") is not None


def width_for(pixels: int) -> int:
    """The width that is made where `pixels` are wanted: few, so that few are kept.

    >>> width_for(100), width_for(5000)
    (128, 1024)
    """
    return next((width for width in WIDTHS if width >= pixels), WIDTHS[-1])


class Thumbnails:
    """Makes them, a few at a time."""

    def __init__(self) -> None:
        self._few_at_a_time = anyio.CapacityLimiter(AT_ONCE)

    async def shrink(self, original: Path, smaller: Path, width: int) -> None:
        """Write the picture `smaller`. Raises `ImageTooLarge`, `ImageRefused`."""
        from jetway.bridge.files.shrinking import shrink

        try:
            with anyio.fail_after(WITHIN_S):
                await anyio.to_process.run_sync(
                    shrink, str(original), str(smaller), width, cancellable=True, limiter=self._few_at_a_time
                )
        except (TimeoutError, anyio.BrokenWorkerProcess):
            raise ImageRefused("Making the picture smaller takes too much. Download it.") from None
