"""The options of a kind of source: the form that asks for them, what was sent, and what is told of them.

Options are a frozen dataclass. A field is in the form where its metadata says how it is asked for:

    port: int = field(default=5432, metadata=number("Port", 1, 65535, binds=True))

Other fields are said in an address only, which is the operator's.
"""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from jetway.core.errors import InvalidInput, Problem, SecretRequired
from jetway.core.form import escape
from jetway.core.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from _typeshed import DataclassInstance

Options = TypeVar("Options", bound="DataclassInstance")
Metadata: TypeAlias = "Mapping[str, Asked]"

KEPT = {"$secret": True}
"""What stands for a secret that is kept, where options are told and where they are sent back."""

_SCHEME = re.compile(r"\A\w*:?//")
MOST_CHARACTERS = 1000
MOST_OF_A_FILE = 400_000


class Entry(StrEnum):
    """What a person enters into a field."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"
    SECRET = "secret"  # noqa: S105
    CONSENT = "consent"


class Place(StrEnum):
    """What a field names outside of the bridge. The operator says which of them people may name."""

    HOST = "host"
    FILE = "file"
    URL = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How an option is asked for. `choices`: labels by value. `binds`: secrets go with this value only.

    `bound`: what of the value they go with, where that is not all of it. `long`: of a secret, many lines.
    `behind`: the option that names the host from which this one is looked up and reached, where it is set.
    """

    label: str
    entry: Entry
    hint: str = ""
    place: Place | None = None
    binds: bool = False
    bound: Callable[[str], object] | None = None
    behind: str = ""
    long: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    lowest: int | None = None
    highest: int | None = None


def text(
    label: str, *, hint: str = "", place: Place | None = None, binds: bool = False, behind: str = ""
) -> Metadata:
    """One line of text."""
    asked = Asked(label=label, entry=Entry.TEXT, hint=hint, place=place, binds=binds, behind=behind)
    return {"asked": asked}


def long_text(
    label: str, *, hint: str = "", binds: bool = False, bound: Callable[[str], object] | None = None
) -> Metadata:
    """Many lines, such as the content of a file."""
    return {"asked": Asked(label=label, entry=Entry.LONG_TEXT, hint=hint, binds=binds, bound=bound)}


def number(label: str, lowest: int, highest: int, *, hint: str = "", binds: bool = False) -> Metadata:
    """A whole number."""
    asked = Asked(label=label, entry=Entry.NUMBER, hint=hint, binds=binds, lowest=lowest, highest=highest)
    return {"asked": asked}


def switch(label: str, *, hint: str = "") -> Metadata:
    """Yes or no."""
    return {"asked": Asked(label=label, entry=Entry.SWITCH, hint=hint)}


def choice(label: str, choices: Mapping[str, str], *, hint: str = "", binds: bool = False) -> Metadata:
    """One of a few values."""
    return {"asked": Asked(label=label, entry=Entry.CHOICE, hint=hint, binds=binds, choices=choices)}


def secret(label: str, *, hint: str = "", long: bool = False) -> Metadata:
    """A `Secret`, which can be written and is never told. `long`: of many lines, as a key file is."""
    return {"asked": Asked(label=label, entry=Entry.SECRET, hint=hint, long=long)}


def consent(label: str, *, hint: str = "") -> Metadata:
    """What a person agrees to at an app's provider. As a `Secret`, it says which of those that are kept."""
    return {"asked": Asked(label=label, entry=Entry.CONSENT, hint=hint)}


def text_of(options: object, name: str) -> str:
    """What an option says, a secret or not; "" for none."""
    value = getattr(options, name, None) if name else None
    return value.reveal() if isinstance(value, Secret) else str(value or "")


def asked(options: type[DataclassInstance] | DataclassInstance) -> dict[str, Asked]:
    """The fields of the form by name, in order."""
    return {one.name: one.metadata["asked"] for one in _fields(options)}


def form(options: type[DataclassInstance]) -> list[dict[str, object]]:
    """The form as JSON: `name`, `label`, `type`, `required`, and what else holds for the field.

    `part`: the `PART` of the base that the field comes from, for those that few fill in.
    """
    made: list[dict[str, object]] = []
    for one in _fields(options):
        how: Asked = one.metadata["asked"]
        required = one.default is MISSING
        told: dict[str, object] = {"name": one.name, "label": how.label, "type": how.entry.value}
        told["required"] = required
        if not required and one.default is not None:
            told["default"] = one.default
        if how.choices:
            told["choices"] = [{"value": value, "label": label} for value, label in how.choices.items()]
        also = {
            "hint": how.hint,
            "lowest": how.lowest,
            "highest": how.highest,
            "binds": how.binds,
            "long": how.long,
            "part": _part(options, one.name),
        }
        made.append(told | {name: value for name, value in also.items() if value not in (None, "", False)})
    return made


def read(
    options: type[Options], sent: Mapping[str, object], kept: Options | None = None, *, at: str = "/options"
) -> Options:
    """The options that were sent; what was left out is as in `kept`, else as usual.

    Raises `InvalidInput` with a pointer to each field that is wrong, and `SecretRequired` where a secret is
    to be kept that was entered for another origin.
    """
    known = asked(options)
    whole = sent if kept is None else {**told(kept), **sent}
    wrong = [_wrong(at, name, "is no option here") for name in sent if name not in known]
    values: dict[str, object] = {}
    for one in _fields(options):
        try:
            values[one.name] = _value(known[one.name], whole.get(one.name), one.default)
        except ValueError as error:
            wrong.append(_wrong(at, one.name, str(error)))
    if wrong:
        raise InvalidInput(f"{wrong[0].pointer} {wrong[0].detail}.", problems=tuple(wrong))
    return options(**values | _kept_secrets(known, values, kept, at))


def told(options: DataclassInstance) -> dict[str, object]:
    """The options as JSON, with `KEPT` in place of every secret."""
    values = {name: getattr(options, name) for name in asked(options)}
    return {name: KEPT if isinstance(value, Secret) else value for name, value in values.items()}


def revealed(options: DataclassInstance) -> dict[str, object]:
    """The options as JSON, secrets included: to be sealed, never to be told. `read` takes it."""
    values = {name: getattr(options, name) for name in asked(options)}
    return {name: value.reveal() if isinstance(value, Secret) else value for name, value in values.items()}


def origin(options: DataclassInstance) -> tuple[object, ...]:
    """Where the options lead to. A secret that was entered for one origin is never sent to another."""
    return _bound(asked(options), {name: getattr(options, name) for name in asked(options)})


def _bound(known: Mapping[str, Asked], values: Mapping[str, Any]) -> tuple[object, ...]:
    binding = {name: one for name, one in known.items() if one.binds}
    return tuple(one.bound(values[name]) if one.bound else values[name] for name, one in binding.items())


def _fields(options: type[DataclassInstance] | DataclassInstance) -> list[Field[Any]]:
    """Those of the form, as the class has them: its own, then those of its bases."""
    own = (options if isinstance(options, type) else type(options)).__annotations__
    found = [one for one in fields(options) if "asked" in one.metadata]
    return sorted(found, key=lambda one: one.name not in own)


def _part(options: type[DataclassInstance], name: str) -> str:
    own = (base for base in options.__mro__ if name in vars(base).get("__annotations__", ()))
    return str(vars(next(own)).get("PART", ""))


def _kept_secrets(
    known: Mapping[str, Asked], values: Mapping[str, object], kept: DataclassInstance | None, at: str
) -> dict[str, object]:
    """The secrets behind every `KEPT`."""
    wanted = [name for name, value in values.items() if value is KEPT]
    same = kept is not None and _bound(known, values) == origin(kept)
    missing = [name for name in wanted if not same or getattr(kept, name) is None]
    if missing:
        detail = "is to be entered: none is kept for this address"
        problems = tuple(Problem(f"{at}/{name}", SecretRequired.code, detail) for name in missing)
        raise SecretRequired(f"{known[missing[0]].label} {detail}.", problems=problems)
    return {name: getattr(kept, name) for name in wanted}


def _value(one: Asked, sent: object, default: object) -> object:
    """What was sent, as the option's value. Raises `ValueError`, to be read behind the option's name."""
    if sent is None or sent == "":
        if default is MISSING:
            raise ValueError("is needed")
        return default
    match one.entry:
        case Entry.SWITCH:
            return _switch(sent)
        case Entry.NUMBER:
            return _number(one, sent)
        case Entry.CHOICE:
            return _choice(one, sent)
        case Entry.TEXT:
            return _address(sent) if one.place is Place.URL else _line(sent)
        case Entry.LONG_TEXT:
            return _text(sent, MOST_OF_A_FILE)
        case Entry.SECRET | Entry.CONSENT:
            return KEPT if sent == KEPT else Secret(_text(sent, MOST_OF_A_FILE))


def _switch(sent: object) -> bool:
    if sent is not True and sent is not False:
        raise ValueError("takes true or false")
    return sent


def _number(one: Asked, sent: object) -> int:
    low, high = one.lowest or 0, one.highest or 0
    if not isinstance(sent, int) or isinstance(sent, bool) or not low <= sent <= high:
        raise ValueError(f"takes a whole number from {low} to {high}")
    return sent


def _choice(one: Asked, sent: object) -> str:
    if not isinstance(sent, str) or sent not in one.choices:
        raise ValueError(f"takes one of {', '.join(one.choices)}")
    return sent


def _line(sent: object) -> str:
    line = _text(sent, MOST_CHARACTERS)
    if not line.isprintable():
        raise ValueError("takes one line of text")
    return line


def _address(sent: object) -> str:
    """An address is told, and noted in the audit: a login in it would be, too."""
    line = _line(sent)
    if "@" in _SCHEME.sub("", line).partition("/")[0]:
        raise ValueError("takes an address without a login: enter the key below")
    return line


def _text(sent: object, most: int) -> str:
    if not isinstance(sent, str) or len(sent) > most or "\0" in sent:
        raise ValueError(f"takes a text of up to {most} characters")
    return sent


def _wrong(at: str, name: str, detail: str) -> Problem:
    return Problem(f"{at}/{escape(name)}", InvalidInput.code, detail)
