"""A database that keeps what its changes were answered with, in the transactions of the changes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from jetway.core.errors import IdempotencyBusy, NotUnique, QueryTimeout, Retry
from jetway.core.promise import AnsweredBefore
from jetway.sources.sql.connected import Connected

if TYPE_CHECKING:
    from jetway.core.promise import Promise
    from jetway.sources.sql.session import Session


class Promised(Connected):
    """Makes a change once under a `Promise`: the name is claimed first, and the answer kept last."""

    _keeps_answers = False

    async def prepare_answers(self) -> None:
        """Have the table for answers."""
        answers = self._engine.answers
        if self._keeps_answers or await self._fetched(answers.exists, ()):
            self._keeps_answers = True
            return
        with suppress(NotUnique):  # another bridge makes it at the same moment
            await self._create(answers.create)
        self._keeps_answers = True

    async def forget_answers(self, before_s: int, most: int) -> None:
        """Forget old answers, some at a time so that nobody waits for it."""
        answers = self._engine.answers
        async with self._writers_session() as session:
            with self._told():
                rows = await session.fetch(answers.last, (most,))
                last_s = int(str(rows[0][0])) if rows else before_s
                await session.change(answers.forget, (max(before_s, last_s),))
                await session.commit()

    async def _claim(self, session: Session, promise: Promise | None) -> None:
        """Hold the name until the end. Raises `AnsweredBefore`, `IdempotencyBusy`."""
        if promise is None:
            return
        answers = self._engine.answers
        try:
            with self._told():
                if await session.change(answers.claim, (promise.name, promise.at_s)):
                    return
                rows = await session.fetch(answers.load, (promise.name,))
        except (Retry, QueryTimeout):
            rows = []
        if not rows or rows[0][0] is None:
            raise IdempotencyBusy("The first request with this Idempotency-Key still runs.", retry_after_s=1)
        raise AnsweredBefore(bytes(rows[0][0]))

    async def _keep(self, session: Session, promise: Promise | None, done: object) -> None:
        """Keep what is told of `done`."""
        if promise is not None:
            with self._told():
                await session.change(self._engine.answers.keep, (promise.told(done), promise.name))
