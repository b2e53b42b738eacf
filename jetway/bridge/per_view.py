"""What is told of a view as a whole: made once, kept compressed, and known by an ETag."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from jetway.bridge import render
from jetway.bridge.grants import remember

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.core.view import View

MAX_KEPT = 64


@dataclass(frozen=True, slots=True)
class Told:
    """JSON about a view, kept compressed: thousands of tables are megabytes. `etag`: of what it says."""

    view: View
    gzipped: bytes
    etag: str


class PerView:
    """What `make` tells of views, as it was last made: for most requests nothing has changed."""

    def __init__(self, make: Callable[[View], object]) -> None:
        self._make = make
        self._kept: OrderedDict[str, Told] = OrderedDict()
        self._lock = anyio.Lock()

    async def of(self, view: View) -> Told:
        """What is told, made in a thread, one at a time, where it is not there yet."""
        async with self._lock:
            kept = self._kept.get(view.role)
            if kept is None or kept.view is not view:
                kept = await anyio.to_thread.run_sync(self._told, view)
                remember(self._kept, view.role, kept, MAX_KEPT)
            return kept

    def _told(self, view: View) -> Told:
        body = render.document(self._make(view))
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        return Told(view, gzip.compress(body, 6, mtime=0), etag)
