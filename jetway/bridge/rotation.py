"""Rotating the Project Token. The bridge makes the next one itself: control only ever sees its digest."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import anyio
from msgspec.structs import replace

from jetway.bridge.directory import HttpDirectory
from jetway.core.errors import AuthUnavailable, NotEnrolled, SourceFailure
from jetway.core.token import digest, mint

if TYPE_CHECKING:
    import httpx2

    from jetway.bridge.token_store import Enrolment, TokenStore

ROTATE_AFTER_S = 30 * 24 * 60 * 60
LOOK_EVERY_S = 60 * 60.0
"""Replicas learn the newest token so often; control takes the one before for a day."""

log = logging.getLogger(__name__)


def directory_of(store: TokenStore, http: httpx2.AsyncClient, project_token: str) -> HttpDirectory:
    """Control, asked with the newest Project Token that `store` keeps."""

    async def renew(directory: HttpDirectory) -> None:
        await rotate_when_due(store, directory, int(time.time()))

    return HttpDirectory(http, project_token, renew)


async def keep_rotating(store: TokenStore, directory: HttpDirectory) -> None:
    """Rotate whenever it is time, for ever."""
    while True:
        try:
            await rotate_when_due(store, directory, int(time.time()))
        except (AuthUnavailable, NotEnrolled, SourceFailure) as failure:
            log.warning("%s The Project Token is looked at again in an hour.", failure.detail)
        await anyio.sleep(LOOK_EVERY_S)


async def rotate_when_due(store: TokenStore, directory: HttpDirectory, now: int) -> None:
    """Use the newest token, and make another one after 30 days; go on where a rotation was broken off.

    The next token is kept before control hears of it, so that none is ever lost. Of replicas that share the
    store, the one whose token the database kept goes on.
    """
    kept = await store.load()
    if kept is None:
        return
    if not kept.next_token:
        directory.use(kept.project_token)
        if now - kept.rotated_at < ROTATE_AFTER_S:
            return
        proposed = replace(kept, next_token=mint("jpt_"))
        if not await store.exchange(kept, proposed):
            return
        kept = proposed
    await _tell(directory, kept)
    directory.use(kept.next_token)
    await store.exchange(kept, replace(kept, project_token=kept.next_token, next_token="", rotated_at=now))


async def _tell(directory: HttpDirectory, kept: Enrolment) -> None:
    """Control may know the next token already, and take whoever shows the other one for a thief."""
    try:
        await directory.rotate(kept.next_token, digest(kept.next_token))
    except NotEnrolled:
        await directory.rotate(kept.project_token, digest(kept.next_token))
