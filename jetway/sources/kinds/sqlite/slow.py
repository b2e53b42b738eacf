"""Which statements are too slow for the event loop, as far as they were met."""

from __future__ import annotations

from collections import OrderedDict

MOMENT_S = 0.002
"""How long the event loop may stand still for a read."""

MOST = 500


class Slow:
    """Statements that took longer than a moment when they last ran, by their text; the latest are kept."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, text: str) -> bool:
        return text in self._known

    def took(self, text: str, seconds: float) -> None:
        """Remember `text` if it was slow, forget it if it was not."""
        self._known.pop(text, None)
        if seconds > MOMENT_S / 2:
            self._known[text] = None
        if len(self._known) > MOST:
            self._known.popitem(last=False)
