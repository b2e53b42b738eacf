"""A PNG writer for small pictures with a palette. It knows bytes and nothing of shapes."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Colour = tuple[int, int, int]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(width: int, height: int, palette: Sequence[Colour], packed: bytes) -> bytes:
    """A PNG file of 8-bit palette indices. `packed` comes from `pack`."""
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in palette)
    chunks = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", packed), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def pack(rows: Sequence[bytes]) -> bytes:
    """Rows of palette indices, compressed. Pictures that differ in their palette alone share it."""
    return zlib.compress(b"".join(b"\0" + row for row in rows), 9)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
