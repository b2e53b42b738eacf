"""Polygons to smooth-edged rows of palette indices. It knows tones by number, not what colour they are."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import cos, hypot, pi, sin
from sys import byteorder
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIDE = 64
"""Width and height of a picture. Shapes are drawn in these units, from the upper left corner."""

_SAMPLES = 4
"""Points per unit in either direction; four of them, a byte each, are one word of memory."""

_LEVELS = 4
_WIDE = SIDE * _SAMPLES

Point = tuple[float, float]
Outline = tuple[Point, ...]


class Mark(NamedTuple):
    """Outlines, each of them filled with the tone."""

    tone: int
    outlines: tuple[Outline, ...]


class Blend(NamedTuple):
    """A pixel on the edge of two tones: `share` quarters of `over`, the rest of `under`."""

    under: int
    over: int
    share: int


class Picture(NamedTuple):
    """Rows of indices into `blends`."""

    blends: tuple[Blend, ...]
    rows: tuple[bytes, ...]


def ellipse(tone: int, x: float, y: float, rx: float, ry: float) -> Mark:
    """An ellipse around its centre."""
    return Mark(tone, (arc(x, y, rx, ry, (0, 360)),))


def polygon(tone: int, *points: Point) -> Mark:
    """A polygon."""
    return Mark(tone, (points,))


def box(tone: int, corner: Point, size: Point, radius: float = 0) -> Mark:
    """A rectangle from its upper left corner, with round corners."""
    (x, y), (width, height) = corner, size
    if not radius:
        return polygon(tone, (x, y), (x + width, y), (x + width, y + height), (x, y + height))
    left, right, top, bottom = x + radius, x + width - radius, y + radius, y + height - radius
    centres = ((right, bottom, 0), (left, bottom, 90), (left, top, 180), (right, top, 270))
    corners = [arc(cx, cy, radius, radius, (start, start + 90)) for cx, cy, start in centres]
    return Mark(tone, (tuple(point for points in corners for point in points),))


def stroke(tone: int, width: float, *points: Point) -> Mark:
    """A line through the points, with round ends and joints."""
    joints = [arc(x, y, width / 2, width / 2, (0, 360)) for x, y in points]
    bars = [_bar(start, end, width / 2) for start, end in pairwise(points)]
    return Mark(tone, (*joints, *bars))


def arc(x: float, y: float, rx: float, ry: float, degrees: Point) -> Outline:
    """Points along an ellipse, clockwise on the screen; 0 degrees is to the right."""
    start, end = degrees
    steps = max(6, round(abs(end - start) / 12))
    angles = (pi / 180 * (start + (end - start) * step / steps) for step in range(steps + 1))
    return tuple((x + rx * cos(angle), y + ry * sin(angle)) for angle in angles)


def draw(marks: Iterable[Mark]) -> Picture:
    """The marks one over the other, on tone 0."""
    field = [bytearray(_WIDE) for _ in range(_WIDE)]
    for mark in marks:
        for outline in mark.outlines:
            _fill(field, outline, mark.tone)
    return _shrink(field)


def _bar(start: Point, end: Point, half: float) -> Outline:
    (x, y), (to_x, to_y) = start, end
    length = hypot(to_x - x, to_y - y) or 1
    dx, dy = (to_x - x) / length * half, (to_y - y) / length * half
    return ((x - dy, y + dx), (to_x - dy, to_y + dx), (to_x + dy, to_y - dx), (x + dy, y - dx))


def _fill(field: list[bytearray], outline: Outline, tone: int) -> None:
    crossings: dict[int, list[float]] = {}
    points = [(x * _SAMPLES, y * _SAMPLES) for x, y in outline]
    for start, end in zip(points, points[1:] + points[:1], strict=True):
        _cross(crossings, *sorted((start, end), key=lambda point: point[1]))
    for row, found in crossings.items():
        found.sort()
        for left, right in zip(found[::2], found[1::2], strict=True):
            first, last = max(0, round(left)), min(_WIDE, round(right))
            field[row][first:last] = bytes([tone]) * max(0, last - first)


def _cross(crossings: dict[int, list[float]], upper: Point, lower: Point) -> None:
    """Where an edge crosses the middle of each row."""
    (x, y), (to_x, to_y) = upper, lower
    for row in range(max(0, round(y)), min(_WIDE, round(to_y))):
        share = (row + 0.5 - y) / (to_y - y)
        crossings.setdefault(row, []).append(x + (to_x - x) * share)


def _shrink(field: Sequence[bytearray]) -> Picture:
    blends: dict[Blend, int] = {}
    seen: dict[tuple[int, ...], int] = {}
    words = [memoryview(row).cast("I") for row in field]
    rows = [list(zip(*words[top : top + _SAMPLES], strict=True)) for top in range(0, _WIDE, _SAMPLES)]
    for block in dict.fromkeys(block for row in rows for block in row):
        seen[block] = blends.setdefault(_blend(block), len(blends))
    return Picture(tuple(blends), tuple(bytes(map(seen.__getitem__, row)) for row in rows))


def _blend(block: tuple[int, ...]) -> Blend:
    """The two most frequent tones of a block, which is a word of four bytes per row."""
    tones = b"".join(word.to_bytes(_SAMPLES, byteorder) for word in block)
    (first, count), *others = Counter(tones).most_common(2)
    if not others:
        return Blend(first, first, 0)
    second, rest = others[0]
    share = round(_LEVELS * rest / (count + rest))
    return Blend(first, second, share) if share else Blend(first, first, 0)
