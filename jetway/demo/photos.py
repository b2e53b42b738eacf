"""Photographs of products: a shape in a colour, on a soft backdrop. Drawn here, so nothing is fetched."""

from __future__ import annotations

from functools import cache

from jetway.demo.drawing import SIDE, Picture, draw
from jetway.demo.png import Colour, pack, png
from jetway.demo.shapes_away import AWAY
from jetway.demo.shapes_home import HOME

COLOURS: dict[str, tuple[str, str]] = {
    "Terracotta": ("c8694a", "f6ebe2"),
    "Sage": ("8aa583", "eef2e8"),
    "Midnight": ("34466b", "e8ecf4"),
    "Mustard": ("d9a441", "faf2df"),
    "Plum": ("7d4f73", "f4eaf1"),
    "Sky": ("6fa3cc", "e8f1f8"),
    "Charcoal": ("4b5058", "eceef0"),
    "Oat": ("cdb998", "f6f1e8"),
    "Forest": ("3f6b58", "e6f0eb"),
    "Coral": ("e5826f", "fcece8"),
    "Rose": ("d59aa5", "faeef0"),
    "Teal": ("3d8a8f", "e4f2f2"),
}
"""The name of each colour, with the product's tone and the backdrop's."""

SHAPES = {**HOME, **AWAY}
"""The marks of each shape."""

_WHITE: Colour = (255, 255, 255)
_NIGHT: Colour = (32, 24, 40)
_FIXED = ("d0a273", "9c6b45", "c9ced6", "fdfaf3", "7fa36b", "557d52", "3a3f4a")
"""Wood, walnut, metal, paper, leaf, moss and ink."""


def photo(shape: str, colour: str) -> bytes:
    """A PNG of 64 by 64 pixels."""
    drawn, packed = picture(shape)
    return png(SIDE, SIDE, palette(drawn, colour), packed)


def palette(drawn: Picture, colour: str) -> list[Colour]:
    """The colours of a picture's blends."""
    tones = _tones(colour)
    return [_mix(tones[blend.under], tones[blend.over], blend.share / 4) for blend in drawn.blends]


@cache
def picture(shape: str) -> tuple[Picture, bytes]:
    """The shape as drawn and as compressed, whatever its colour."""
    drawn = draw(SHAPES[shape])
    return drawn, pack(drawn.rows)


@cache
def _tones(colour: str) -> tuple[Colour, ...]:
    main, backdrop = map(_rgb, COLOURS[colour])
    around = (backdrop, _mix(backdrop, main, 0.14), _mix(backdrop, _mix(main, _NIGHT, 0.45), 0.24))
    return (*around, main, _mix(main, _WHITE, 0.3), _mix(main, _NIGHT, 0.24), *map(_rgb, _FIXED))


def _rgb(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text)
    return red, green, blue


def _mix(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
