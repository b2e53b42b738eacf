"""What is kept of a source that somebody added, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from jetway.core.errors import BadSource, InvalidInput
from jetway.core.secret import Secret
from jetway.core.source_scope import SourceScope
from jetway.sources import options as forms
from jetway.sources.kinds import kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Definition:
    """A source: what people call it, and how to reach it. `tables`: the only ones served; `None`: all."""

    name: str
    title: str
    colour: str
    kind: str
    options: Secret
    """JSON, with the secrets in it."""
    tables: frozenset[str] | None = None

    @property
    def scope(self) -> SourceScope:
        """The source among the others of its bridge."""
        return SourceScope(self.name, self.tables)

    def connects_like(self, other: Definition) -> bool:
        """Whether the source can stay open where it gets `other` as its definition."""
        return replace(self, colour=other.colour) == other


class _Kept(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    title: str
    colour: str
    kind: str
    options: str
    tables: list[str] | None


def packed(definitions: Sequence[Definition]) -> bytes:
    """The definitions with their secrets: to be sealed."""
    return msgspec.json.encode([_kept(one) for one in definitions])


def unpacked(data: bytes) -> tuple[Definition, ...]:
    """What `packed` made. Raises `BadSource` for what another version has made."""
    try:
        kept = msgspec.json.decode(data, type=list[_Kept])
    except msgspec.MsgspecError:
        raise BadSource("The sources that were added were kept by another version of Jetway.") from None
    return tuple(
        Definition(
            name=one.name,
            title=one.title,
            colour=one.colour,
            kind=one.kind,
            options=Secret(one.options),
            tables=None if one.tables is None else frozenset(one.tables),
        )
        for one in kept
    )


def secret_options(options: DataclassInstance) -> Secret:
    """The options as they are kept."""
    return Secret(msgspec.json.encode(forms.revealed(options)).decode())


def options_of(definition: Definition) -> DataclassInstance:
    """The options as the kind takes them. Raises `BadSource` where it takes others by now, or is gone."""
    module = kinds().get(definition.kind)
    if module is None:
        raise BadSource(f"There is no kind {definition.kind!r} here any more. Install what brought it along.")
    said: dict[str, Any] = msgspec.json.decode(definition.options.reveal())
    try:
        return forms.read(module.KIND.options, said)
    except InvalidInput as failure:
        raise BadSource(f"The kind {definition.kind} takes other options by now: {failure.detail}") from None


def texts_of(definition: Definition) -> frozenset[str]:
    """What the options say, the names of consents included, whether or not its kind is here."""
    said: dict[str, Any] = msgspec.json.decode(definition.options.reveal())
    return frozenset(value for value in said.values() if isinstance(value, str))


def told(definition: Definition) -> dict[str, object]:
    """All of it but its secrets."""
    tables = "all" if definition.tables is None else sorted(definition.tables)
    head = {"name": definition.name, "title": definition.title, "colour": definition.colour}
    try:
        options = forms.told(options_of(definition))
    except BadSource:
        options = {}
    return {**head, "kind": definition.kind, "options": options, "tables": tables}


def _kept(one: Definition) -> _Kept:
    tables = None if one.tables is None else sorted(one.tables)
    return _Kept(one.name, one.title, one.colour, one.kind, one.options.reveal(), tables)
