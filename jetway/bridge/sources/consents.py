"""Where a bridge keeps what people agreed to at apps' providers, and what they were asked. Sealed."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec
from msgspec import structs

from jetway.bridge.sealed_record import SealedRecord
from jetway.core.errors import BadSource, ConsentUnknown
from jetway.core.secret import Secret
from jetway.sources.options import Entry, asked
from jetway.sources.rest.consent import Client, Consent, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Set

    from _typeshed import DataclassInstance

    from jetway.bridge.records import Records

OPEN_S = 600.0
"""How long a person may take to agree."""

DRAFT_S = 24 * 3600.0
"""How long a consent is kept that no source has taken up."""

MOST_OPEN = 100
MOST_OF_ONE = 5
MOST_KEPT = 200

Options = TypeVar("Options", bound="DataclassInstance")


class Question(msgspec.Struct, frozen=True):
    """What somebody was asked, until they bring the answer. `state`: its digest. `until`: since 1970."""

    state: str
    person: str
    source: str
    request: Request
    until: float


class _Kept(msgspec.Struct, frozen=True):
    consent: Consent
    client: Client
    since: float


class Dropped(NamedTuple):
    """A consent that is kept no more, and who had asked for it, with the secret of that time."""

    consent: Consent
    client: Client


class _Book(msgspec.Struct, frozen=True):
    questions: tuple[Question, ...] = ()
    kept: dict[str, _Kept] = {}


@dataclass(frozen=True, slots=True)
class Consents:
    """All of them in one record. Replicas that share the first source and the key share them."""

    records: Records
    key: bytes

    async def ask(self, request: Request, person: str, source: str) -> str:
        """The `state` of a new question, for that person alone to bring back, once."""
        state = secrets.token_urlsafe(32)
        made = Question(_digest(state), person, source, request, time.time() + OPEN_S)

        def with_it(book: _Book) -> _Book:
            there = _open(book)
            own = [one.state for one in there if one.person == person]
            gone = set(own[: max(0, len(own) + 1 - MOST_OF_ONE)])
            left = tuple(one for one in there if one.state not in gone)
            return _Book((*left, made)[-MOST_OPEN:], book.kept)

        await self._change(with_it)
        return state

    async def answered(self, state: str, person: str) -> Question:
        """The question, which is answered by it. Raises `ConsentUnknown`."""
        digest = _digest(state)
        found: list[Question] = []

        def without_it(book: _Book) -> _Book:
            found[:] = [one for one in _open(book) if (one.state, one.person) == (digest, person)]
            return _Book(tuple(one for one in _open(book) if one not in found), book.kept)

        await self._change(without_it)
        if not found:
            raise ConsentUnknown("You were not asked for this consent, or too long ago. Connect once more.")
        return found[0]

    async def keep(self, consent: Consent, client: Client) -> str:
        """Under which name the consent is kept, for options to hold as a secret."""
        name = secrets.token_urlsafe(24)
        kept = _Kept(consent, client, time.time())
        await self._change(lambda book: _Book(_open(book), {**book.kept, name: kept}))
        return name

    async def tidy(self, used: frozenset[str]) -> list[Dropped]:
        """Forget each that no source has taken up, but for new ones; those that `drop` would tell."""

        def left(book: _Book) -> set[str]:
            young = time.time() - DRAFT_S
            spare = [name for name in book.kept if name not in used]
            too_many = spare[: max(0, len(book.kept) - MOST_KEPT)]
            return {*too_many, *(name for name in spare if book.kept[name].since <= young)}

        return await self._without(left)

    async def drop(self, names: Set[str]) -> list[Dropped]:
        """Forget these. Those that their provider has to hear of: no other is kept of the same client.

        Some providers keep one grant for all that a person agreed to with one client, and end all of it.
        """
        return await self._without(lambda _: names)

    async def _without(self, gone: Callable[[_Book], Set[str]]) -> list[Dropped]:
        dropped: list[Dropped] = []

        def without(book: _Book) -> _Book:
            names = gone(book)
            left = {name: one for name, one in book.kept.items() if name not in names}
            clients = {one.consent.bound for one in left.values()}
            dropped[:] = [
                Dropped(one.consent, one.client)
                for name, one in book.kept.items()
                if name in names and one.consent.access_token and one.consent.bound not in clients
            ]
            return _Book(_open(book), left)

        await self._change(without)
        return dropped

    def attached(self, options: Options) -> Options:
        """The options, in which each consent leads to where it is kept."""
        found = {
            name: StoredConsent(self, value.reveal())
            for name in consent_fields(type(options))
            if isinstance(value := getattr(options, name), Secret)
        }
        return replace(options, **found) if found else options

    async def load(self) -> _Book:
        """All of it."""
        return _unpacked(await self._record.load())

    async def exchange(self, name: str, old: Consent, new: Consent) -> bool:
        """Keep `new` in place of `old`. False where somebody changed it first."""
        done = False

        def exchanged(book: _Book) -> _Book:
            nonlocal done
            there = book.kept.get(name)
            done = there is not None and there.consent == old
            if there is None or not done:
                return book
            return _Book(book.questions, {**book.kept, name: structs.replace(there, consent=new)})

        await self._change(exchanged)
        return done

    async def _change(self, change: Callable[[_Book], _Book]) -> None:
        def changed(before: bytes | None) -> bytes | None:
            book = _unpacked(before)
            made = change(book)
            return before if made == book else msgspec.json.encode(made)

        await self._record.change(changed)

    @property
    def _record(self) -> SealedRecord:
        return SealedRecord(self.records, self.key, "consents")


@dataclass(frozen=True, slots=True)
class StoredConsent:
    """One of them, by its name."""

    consents: Consents
    name: str

    async def load(self) -> Consent | None:
        """The consent, as it is now."""
        found = (await self.consents.load()).kept.get(self.name)
        return None if found is None else found.consent

    async def exchange(self, old: Consent, new: Consent) -> bool:
        """Keep `new` in place of `old`. False where somebody changed it first."""
        return await self.consents.exchange(self.name, old, new)


def consent_fields(options: type[DataclassInstance]) -> list[str]:
    """The names of the options that hold a consent."""
    return [name for name, one in asked(options).items() if one.entry is Entry.CONSENT]


def _open(book: _Book) -> tuple[Question, ...]:
    return tuple(one for one in book.questions if one.until > time.time())


def _unpacked(data: bytes | None) -> _Book:
    try:
        return _Book() if data is None else msgspec.json.decode(data, type=_Book)
    except msgspec.MsgspecError:
        raise BadSource("The consents for apps were kept by another version of Jetway.") from None


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
