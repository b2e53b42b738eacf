"""A picture made smaller. For a process that does nothing else: what decodes pictures was fooled before."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from PIL import Image, ImageOps

from jetway.core.errors import ImageRefused, ImageTooLarge
from jetway.sources.draft.confined import confine

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOST_PIXELS = 50_000_000
"""A telephone's largest photograph. Decoded, it is 200 MB, and some formats take more than there is."""

CPU_S = 5
"""Of the processor, for one picture, whatever it says of itself."""

_MIXABLE = frozenset({"L", "RGB", "RGBA", "CMYK"})
"""Modes whose pixels can be mixed as they are; another one takes a copy of the picture first."""

_BROKEN = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError, struct.error)


def shrink(original: str, smaller: str, width: int) -> None:
    """Write the picture, no side longer than `width` pixels, as WebP: upright, without what its camera says.

    Raises `ImageTooLarge` before a pixel is decoded, `ImageRefused`.
    """
    confine(CPU_S)
    try:
        with Image.open(original, formats=FORMATS) as image:
            _require_small(image)
            _write(_small(image, width), Path(smaller))
    except (Image.DecompressionBombError, MemoryError):
        raise _too_large() from None
    except _BROKEN:
        raise ImageRefused("The picture cannot be read, or not within the limits. Download it.") from None


def _require_small(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_large()


def _too_large() -> ImageTooLarge:
    return ImageTooLarge("The picture has too many pixels to be shown smaller. Download it.")


def _small(image: Image.Image, width: int) -> Image.Image:
    if image.mode not in _MIXABLE:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((width, width), reducing_gap=2.0)
    return ImageOps.exif_transpose(image)


def _write(image: Image.Image, place: Path) -> None:
    """Whole or not at all."""
    plain = Image.new("RGBA" if image.mode == "RGBA" else "RGB", image.size)
    plain.paste(image)  # nothing but pixels
    unnamed = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        plain.save(unnamed, "WEBP", quality=80)
        unnamed.replace(place)
    finally:
        unnamed.unlink(missing_ok=True)
