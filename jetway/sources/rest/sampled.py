"""What documents without a schema hold, by looking at some of them: which values, where, by which names.

Knows no app: an app tells each document as an outline, in which a value is the word for its kind, and a map
is an outline of its own.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Outline: TypeAlias = "Mapping[str, str | Outline]"
Path: TypeAlias = tuple[str, ...]

SAMPLE = 100
"""How many documents are looked at."""

SHARE = 0.95
"""How many of the values must be of one kind, for the column to be of it."""

MOST_INNER = 20
"""A map with more names than that is one value: its names are data rather than columns."""

MOST_FIELDS = 300
NOTHING, MAP, MIXED = "null", "map", "mixed"
NUMBERS = ("integer", "double")


def kinds(outlines: Sequence[Outline]) -> dict[Path, str]:
    """The paths at which the documents hold values, and the kind of each: `MIXED` where it is not one.

    A map becomes a path for each of its names, of one level; what is deeper is a value.

    >>> kinds([{"name": "string", "place": {"city": "string"}}, {"name": "null", "age": "integer"}])
    {('name',): 'string', ('place', 'city'): 'string', ('age',): 'integer'}
    """
    found: dict[Path, str] = {}
    for name, values in _columns(outlines).items():
        maps = [value for value in values if not isinstance(value, str)]
        inner = _columns(maps)
        if inner and _prevail(len(maps), values) and len(inner) <= MOST_INNER:
            found |= {(name, below): _kind(those) for below, those in inner.items()}
        else:
            found[(name,)] = _kind(values)
    return dict(list(found.items())[:MOST_FIELDS])


def named(paths: Iterable[Path], taken: Iterable[str]) -> dict[str, Path]:
    """A name for each path, its parts with dots between them, apart from those `taken` and from one another.

    >>> named([("id",), ("place", "city"), ("place.city",)], ["id"])
    {'id_2': ('id',), 'place.city': ('place', 'city'), 'place.city_2': ('place.city',)}
    """
    names: dict[str, Path] = {}
    used = set(taken)
    for path in paths:
        name, number = ".".join(path), 1
        while name in used:
            number += 1
            name = f"{'.'.join(path)}_{number}"
        used.add(name)
        names[name] = path
    return names


def _columns(outlines: Iterable[Outline]) -> dict[str, list[str | Outline]]:
    """All values of each name, in the order in which names are met."""
    found: dict[str, list[str | Outline]] = {}
    for outline in outlines:
        for name, value in outline.items():
            found.setdefault(name, []).append(value)
    return found


def _kind(values: Sequence[str | Outline]) -> str:
    """The kind that nearly all values are of, nothings aside. Numbers of both kinds are doubles."""
    counted = Counter(value if isinstance(value, str) else MAP for value in values)
    if counted["double"] and counted["integer"]:
        counted["double"] += counted.pop("integer")
    del counted[NOTHING]
    most = counted.most_common(1)
    return most[0][0] if most and _prevail(most[0][1], values) else MIXED


def _prevail(number: int, values: Sequence[str | Outline]) -> bool:
    return number >= SHARE * sum(value != NOTHING for value in values)
