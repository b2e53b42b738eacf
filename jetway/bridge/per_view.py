"""What is told of a view as a whole: made once, in a thread, and kept until the view changes."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import anyio
import anyio.to_thread

from jetway.bridge import render
from jetway.bridge.grants import remember

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.core.view import View

Made = TypeVar("Made")

MAX_KEPT = 64


class PerView(Generic[Made]):
    """What `make` makes of views, as it was last made: for most requests nothing has changed."""

    def __init__(self, make: Callable[[View], Made]) -> None:
        self._make = make
        self._kept: OrderedDict[str, tuple[View, Made]] = OrderedDict()
        self._lock = anyio.Lock()

    async def of(self, view: View) -> Made:
        """What was made of it, one at a time, where it is not there yet."""
        async with self._lock:
            kept = self._kept.get(view.role)
            if kept is None or kept[0] is not view:
                kept = (view, await anyio.to_thread.run_sync(self._make, view))
                remember(self._kept, view.role, kept, MAX_KEPT)
            return kept[1]


@dataclass(frozen=True, slots=True)
class Told:
    """JSON about a view, kept compressed: thousands of tables are megabytes. `etag`: of what it says."""

    gzipped: bytes
    etag: str


def told(make: Callable[[View], object]) -> Callable[[View], Told]:
    """What `make` says of a view, ready to be sent."""

    def tell(view: View) -> Told:
        body = render.document(make(view))
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        return Told(gzip.compress(body, 6, mtime=0), etag)

    return tell
