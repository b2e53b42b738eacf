"""What an app's refusal means, in the project's failures. What it quotes is scrubbed before."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from jetway.core.errors import (
    AppBusy,
    AppChanged,
    AppKeyRefused,
    AppNotPermitted,
    AppRefused,
    Failure,
    UnknownRow,
    UpstreamUnavailable,
)

if TYPE_CHECKING:
    from jetway.sources.rest.request import Call

LONGEST_WAIT_S = 24 * 3600
MOST_QUOTED = 300


class IndexMissing(Failure):
    """The app would need an index for this query. Never told: it is asked in another way.

    `link`: where the index can be made; "" where the app does not say.
    """

    link = ""


def failure_of(title: str, call: Call, status: int, said: str, retry_after_s: int | None) -> Failure:
    """Why `call` was refused; `said` is what the app tells people."""
    quoted = f": {said}" if said else ""
    match status:
        case 401:
            return AppKeyRefused(f"{title} does not take the key that Jetway has. Enter a new one.")
        case 403:
            return AppNotPermitted(f"The key that Jetway has for {title} may not do this{quoted}.")
        case 404:
            return UnknownRow("There is no such row.")
        case 429:
            again = f" Try again in {_span(retry_after_s)}." if retry_after_s else ""
            return AppBusy(f"{title} takes no more requests for now.{again}", retry_after_s=retry_after_s)
        case _ if status >= 500 or status == 408:
            return UpstreamUnavailable(f"{title} has a fault of its own ({status}). Try again in a moment.")
        case _ if status >= 400 and call.method != "GET" and not call.reads:
            return AppRefused(f"{title} refused this ({status}){quoted}.")
        case _:
            return AppChanged(f"{title} does not answer as described ({status}){quoted}.")


def _span(seconds: int) -> str:
    """How long that is, rounded up.

    >>> [_span(seconds) for seconds in (1, 60, 61, 3600, 3601)]
    ['a second', 'a minute', '2 minutes', 'an hour', '2 hours']
    """
    for name, one, size in (("hours", "an hour", 3600), ("minutes", "a minute", 60)):
        if seconds >= size:
            count = math.ceil(seconds / size)
            return one if count == 1 else f"{count} {name}"
    return "a second" if seconds == 1 else f"{seconds} seconds"


def refuses(verdict: object) -> bool:
    """Whether what an app says of a request is a refusal: no, or a list of errors."""
    return verdict is False or (isinstance(verdict, list) and bool(verdict))


def quotable(said: str) -> str:
    """What an app says, as one short line."""
    return "".join(one if one.isprintable() else " " for one in said[:MOST_QUOTED]).strip(" .")


def waiting_s(header: str) -> int | None:
    """The seconds of a `Retry-After`; `None` where it says none that can be waited for."""
    return min(int(header[:9]), LONGEST_WAIT_S) if header.isascii() and header.isdigit() else None
