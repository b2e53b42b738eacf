"""Adding, trying, changing and removing sources. The audit hears of it before, and never of a secret."""

from __future__ import annotations

import hashlib
import hmac
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response

from jetway.bridge import once
from jetway.bridge.asked import json_answer
from jetway.bridge.openapi.document import base_path
from jetway.bridge.preconditions import versions
from jetway.bridge.sources.bodies import ChangedSource, NewSource, Tables, TriedSource
from jetway.bridge.sources.definition import Definition, options_of, packed, secret_options, told
from jetway.bridge.sources.noting import noted
from jetway.bridge.sources.registry import too_slow
from jetway.bridge.sources.withdrawing import forget
from jetway.core.audit import Action
from jetway.core.errors import (
    BadSource,
    Changed,
    InvalidInput,
    InvalidParameter,
    LimitReached,
    NameTaken,
    Problem,
    SourceFailure,
    SourceNotReached,
    UnknownResource,
)
from jetway.core.source_scope import RESERVED, is_source_name
from jetway.json_body import convert
from jetway.sources import options as forms
from jetway.sources.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _typeshed import DataclassInstance

    from jetway.bridge.asked import Asked
    from jetway.bridge.sources.consents import Options
    from jetway.bridge.sources.registry import Registry
    from jetway.bridge.sources.store import Definitions
    from jetway.core.schema import Schema

MOST = 50
UNTESTED = "_untested"

LONGEST_NOTED = 200
"""In characters: an address is shorter, the description of an app is not."""


class Changes:
    """The handlers of one bridge."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    async def add(self, asked: Asked) -> Response:
        """Keep a source that has answered, or any with `_untested`."""
        untested = _untested(asked)
        sent = convert(await asked.json(), NewSource)
        _check_name(asked, sent.name)
        made = Definition(
            name=sent.name,
            title=sent.title or sent.name,
            colour=sent.colour,
            kind=sent.kind,
            options=secret_options(forms.read(options_taken(sent.kind), sent.options)),
            tables=_ticked(sent.tables),
        )
        await self._registry.refresh()
        _with(tuple(one.definition for one in self._registry.added), made)
        await self._check(asked, made, untested=untested)
        async with noted(asked, made.name, "AddSource", told(made)):
            await self._registry.change(lambda there: _with(there, made))
        answer = self._answer(asked, made, 201)
        answer.headers["Location"] = f"{asked.bridge.at}sources/{made.name}/"
        return answer

    async def test(self, asked: Asked) -> Response:
        """What a source holds that is not kept."""
        asked.require_no_parameters()
        sent = convert(await asked.json(), TriedSource)
        options = forms.read(options_taken(sent.kind), sent.options, await self.kept(sent))
        tried = Definition(sent.name, "", "", sent.kind, secret_options(options))
        began_s = time.monotonic()
        schema = await self._tried(asked, tried)
        seconds = round(time.monotonic() - began_s, 3)
        found = {"engine": schema.engine, "version": schema.engine_version, "tables": sorted(schema.tables)}
        return json_answer(msgspec.json.encode({**found, "seconds": seconds, "notes": schema.notes}))

    async def get(self, asked: Asked) -> Response:
        """One source, without its secrets."""
        return self._answer(asked, await self._definition(_name(asked)))

    async def change(self, asked: Asked) -> Response:
        """Change a source; where its options change, after it has answered."""
        untested = _untested(asked)
        sent = convert(await asked.json(), ChangedSource)
        old = await self._definition(_name(asked))
        new = _changed(old, sent)
        if new.options != old.options:
            await self._check(asked, new, untested=untested)
        wanted = versions(asked)

        def exchanged(there: Definitions) -> Definitions:
            before = _among(there, old.name)
            if wanted is not None and self._version(asked, before) not in wanted:
                raise Changed("Somebody else has changed the source. Look at it again first.")
            return tuple(_changed(one, sent) if one == before else one for one in there)

        said = {name: value for name, value in told(new).items() if _is_sent(sent, name)}
        async with noted(asked, old.name, "ChangeSource", said):
            await self._registry.change(exchanged)
        notes = await forget(asked, self._registry, old)
        return self._answer(asked, await self._definition(old.name), notes=notes)

    async def remove(self, asked: Asked) -> Response:
        """Let go of a source. What it holds stays there; its rights in the policy and its audit stay too."""
        asked.require_no_parameters()
        once.refuse(asked)
        gone = await self._definition(_name(asked))
        async with noted(asked, gone.name, "RemoveSource", {}):
            await self._registry.change(lambda there: tuple(one for one in there if one.name != gone.name))
            await self._registry.opening.declared(gone).forget()
            await asked.bridge.neighbours.forget(gone.name)
        notes = await forget(asked, self._registry, gone)
        return json_answer(msgspec.json.encode({"notes": notes})) if notes else Response(status_code=204)

    async def _definition(self, name: str) -> Definition:
        """As it is now, whoever changed it. Raises `UnknownResource`."""
        await self._registry.refresh()
        added = await self._registry.find(name)
        if added is None:
            raise UnknownResource("There is no such source. GET …/sources/ lists them.")
        return added.definition

    def _answer(
        self, asked: Asked, definition: Definition, status: int = 200, notes: Sequence[str] = ()
    ) -> Response:
        said = {**told(definition), "path": base_path(definition.name)}
        answer = json_answer(msgspec.json.encode(said | ({"notes": notes} if notes else {})), status)
        answer.headers["ETag"] = f'"{self._version(asked, definition)}"'
        return answer

    def _version(self, asked: Asked, definition: Definition) -> str:
        """Another one after every change; a digest that tells nothing of the secrets in it."""
        return hmac.new(asked.bridge.key, packed([definition]), hashlib.sha256).hexdigest()[:32]

    async def kept(self, sent: TriedSource) -> DataclassInstance | None:
        """What stands in for options that are not sent. Secrets are not for another kind of source."""
        if not sent.name:
            return None
        definition = await self._definition(sent.name)
        if definition.kind != sent.kind:
            detail = f"is another than that of {sent.name}"
            raise InvalidInput(f"/kind {detail}.", problems=(Problem("/kind", InvalidInput.code, detail),))
        return options_of(definition)

    def attached(self, options: Options) -> Options:
        """The options, in which each consent leads to where it is kept."""
        return self._registry.opening.consents.attached(options)

    async def _check(self, asked: Asked, definition: Definition, *, untested: bool) -> None:
        """Raises `SourceNotReached`, and `InvalidInput` for what people may not name; tested or not."""
        if not untested:
            await self._tried(asked, definition)
            return
        with suppress(
            BadSource
        ):  # a host may come to be there; it is looked at again when it is connected to
            await self._registry.opening.allowed.checked(options_of(definition))

    async def _tried(self, asked: Asked, definition: Definition) -> Schema:
        """What the source holds. The audit knows before whom a secret is shown to."""
        options = told(definition)["options"]
        assert isinstance(options, dict)
        short = {name: value for name, value in options.items() if len(str(value)) <= LONGEST_NOTED}
        sent = {"kind": definition.kind, "options": short}
        details = {"source": definition.name, "change": "TestSource", "sent": sent}
        await asked.note(Action.STRUCTURE, asked.author.way, "", details)
        try:
            return await self._registry.trial(definition)
        except TimeoutError:
            raise SourceNotReached(too_slow()) from None
        except SourceFailure as failure:
            raise SourceNotReached(failure.detail, problems=failure.problems) from None


def _untested(asked: Asked) -> bool:
    """Whether a source is kept that was not tried. Raises `InvalidParameter`."""
    once.refuse(asked)
    sent = asked.parameters()
    for name in sent.keys() - {UNTESTED}:
        raise InvalidParameter(f"There is no parameter {name!r} here.")
    return sent.get(UNTESTED, ["0"])[-1] not in ("", "0", "false")


def options_taken(name: str) -> type[DataclassInstance]:
    """The options that a kind takes. Raises `InvalidInput`."""
    module = kinds().get(name)
    if module is None:
        detail = f"takes one of {', '.join(sorted(kinds()))}"
        raise InvalidInput(f"/kind {detail}.", problems=(Problem("/kind", InvalidInput.code, detail),))
    return module.KIND.options


def _check_name(asked: Asked, name: str) -> None:
    """Raises `InvalidInput` for a name that a source cannot have, or that could be mistaken."""
    detail = ""
    if not name:
        detail = "is required"
    elif name in RESERVED:
        detail = "is one that addresses here have already"
    elif not is_source_name(name):
        detail = "takes a-z, 0-9 and -, up to 40, a letter first"
    elif any(table.startswith(f"{name}/") for table in asked.view.schema.tables):
        detail = "is what names of tables in the first source begin with"
    if detail:
        raise InvalidInput(f"/name {detail}.", problems=(Problem("/name", InvalidInput.code, detail),))


def _ticked(tables: Tables) -> frozenset[str] | None:
    return None if isinstance(tables, str) else frozenset(tables)


def _is_sent(sent: ChangedSource, name: str) -> bool:
    return getattr(sent, name, msgspec.UNSET) is not msgspec.UNSET


def _changed(old: Definition, sent: ChangedSource) -> Definition:
    """What `sent` makes of a definition. Raises what reading options raises."""
    new = old
    if isinstance(sent.title, str):
        new = replace(new, title=sent.title or old.name)
    if isinstance(sent.colour, str):
        new = replace(new, colour=sent.colour)
    if isinstance(sent.options, dict):
        options = forms.read(options_taken(old.kind), sent.options, options_of(old))
        new = replace(new, options=secret_options(options))
    if isinstance(sent.tables, str | list):
        new = replace(new, tables=_ticked(sent.tables))
    return new


def _with(there: Definitions, made: Definition) -> Definitions:
    """Raises `NameTaken` and `LimitReached`."""
    if any(one.name == made.name for one in there):
        raise NameTaken(f"There is a source {made.name} already. Take another name.")
    if len(there) >= MOST:
        raise LimitReached(
            f"A bridge has {MOST} sources at most beside its first. Remove one, or run another."
        )
    return (*there, made)


def _among(there: Definitions, name: str) -> Definition:
    """Raises `UnknownResource`: somebody has removed it meanwhile."""
    for one in there:
        if one.name == name:
            return one
    raise UnknownResource("There is no such source. GET …/sources/ lists them.")


def _name(asked: Asked) -> str:
    name: str = asked.request.path_params["name"]
    return name
