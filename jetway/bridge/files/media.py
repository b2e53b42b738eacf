"""What stands at a signed address: the file itself, so that a browser saves it and runs nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import anyio
from starlette.requests import Request
from starlette.responses import Response

from jetway.bridge.asked import let_in
from jetway.bridge.files import thumbnails
from jetway.bridge.files.signing import AT, LIFE_S
from jetway.bridge.files.storage import TURNS
from jetway.core.errors import AddressRefused, TooManyRequests, UnknownFile
from jetway.core.file_type import told_type
from jetway.core.files import kept
from jetway.permission import DeclaredRoute, anybody

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from jetway.bridge.auth import Gate
    from jetway.bridge.files.signing import Address
    from jetway.bridge.files.storage import Files, Looked

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""All of them: an address that was made for one is refused with another as one that was changed."""

WAIT_S = 30.0

_HEADERS = {
    "Cache-Control": f"private, max-age={LIFE_S}",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",  # the interface may be served elsewhere
    "X-Content-Type-Options": "nosniff",
}


def routes(files: Files, gate: Gate) -> list[DeclaredRoute]:
    """The route to all files of a bridge. The signature is what lets somebody in."""

    async def answer(request: Request) -> Response:
        address = files.signer.checked(
            request.method, request.scope["path"], request.scope["query_string"].decode("latin-1")
        )
        if "authorization" in request.headers:
            grant = await let_in(request, gate)
            if (grant.by or grant.actor).id != address.person:
                raise AddressRefused(
                    "The address of the file was made for somebody else. Ask for one of yours."
                )
        return _InTurn(files, address)

    return [DeclaredRoute(f"{AT}{{rest:path}}", answer, dict.fromkeys(METHODS, anybody))]


class _InTurn(Response):
    """A file, given when it is its person's turn. Raises what `_given` does, and `TooManyRequests`."""

    def __init__(self, files: Files, address: Address) -> None:
        self._files = files
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        turns = self._files.turns(self._address.person)
        try:
            with anyio.fail_after(WAIT_S):
                await turns.acquire()
        except TimeoutError:
            said = f"You load {TURNS} files already. Wait for one of them."
            raise TooManyRequests(said, retry_after_s=1) from None
        try:
            response = await _given(self._files, self._address, Request(scope, receive))
            await response(scope, receive, send)
        finally:
            turns.release()


async def _given(files: Files, address: Address, request: Request) -> Response:
    file = await _looked(files, address)
    type_, name, stored = told_type(file.type), file.kept.name, file.kept.id
    if address.width and files.thumbnails is not None:
        stored = await files.storage.shrunk(file.kept.id, address.width, files.thumbnails)
        type_, name = thumbnails.TYPE, f"{name}.webp"
    disposition = f"attachment; filename*=utf-8''{quote(name, safe='')}"
    about = {"Content-Type": type_, "Content-Disposition": disposition}
    return await files.storage.give(stored, request, _HEADERS | about)


async def _looked(files: Files, address: Address) -> Looked:
    named = kept(address.path.removeprefix(AT))
    found = await files.looked([named]) if named else []
    if not found:
        raise UnknownFile("The storage does not hold this file any more.")
    return found[0]
