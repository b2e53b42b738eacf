"""The `Authorization` header of a request. Knows its form, and nobody's rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.errors import HeaderTooLarge, TokenMalformed, TokenMissing

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LENGTH = 8 * 1024
"""Of one header. All of a request's together have a limit of their own where sockets are read."""

MALFORMED = "The Authorization header holds no token of the kind that goes here."


def credentials(headers: Sequence[str]) -> tuple[str, str]:
    """The scheme, in lower case, and the token of the only `Authorization` header. Both may be junk.

    Raises `TokenMissing`, `HeaderTooLarge` and, for several headers, `TokenMalformed`.
    """
    if not headers:
        raise TokenMissing("This needs an Authorization header with a token, as in: Token jut_…")
    if max(map(len, headers)) > MAX_LENGTH:
        raise HeaderTooLarge("The Authorization header is larger than 8 KiB. Send a token, and nothing else.")
    if len(headers) > 1:
        raise TokenMalformed(MALFORMED)
    scheme, _, token = headers[0].partition(" ")
    return scheme.lower(), token
