"""Suppliers' logos: files that rows name, drawn as the photographs of products are."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING

from jetway.bridge.files.folder import Folder
from jetway.core.files import DeclaredFile, Kept, safe_name
from jetway.core.schema import FileRule
from jetway.demo.photos import COLOURS, SHAPES, photo
from jetway.demo.supply import SUPPLIERS

if TYPE_CHECKING:
    from pathlib import Path

LOGOS = DeclaredFile("suppliers", "logo", FileRule(("image/*",), 1_000_000))


def logo(name: str) -> Kept:
    """The file of the supplier of that name. Its id is no secret: every demo has the same."""
    digest = hashlib.sha256(f"logo of {name}".encode()).digest()
    return Kept(str(uuid.UUID(bytes=digest[:16], version=4)), safe_name(f"{name}.png"))


def keep_logos(root: Path) -> None:
    """Put the logos where files are kept."""
    folder = Folder(root)
    folder.open()
    shapes, colours = list(SHAPES), list(COLOURS)
    for number, (name, *_) in enumerate(SUPPLIERS):
        place = folder.place(logo(name).id)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        place.write_bytes(photo(shapes[number % len(shapes)], colours[number % len(colours)]))
