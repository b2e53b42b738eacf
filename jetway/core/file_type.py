"""What a file is: told by its first bytes, and by the ending of its name where bytes alone cannot tell."""

from __future__ import annotations

from codecs import getincrementaldecoder
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEAD_BYTES = 4096
"""How much of a file is looked at."""


class Begun(NamedTuple):
    """A file as far as it is looked at: its first bytes, and the size of all of it."""

    head: bytes
    size: int


BINARY = "application/octet-stream"
TEXT = "text/plain"
_SHOWN = frozenset({"application/pdf", "application/json", TEXT, "text/csv"})
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

_SIGNED: Sequence[tuple[Mapping[int, bytes], Mapping[str, str]]] = (
    ({0: b"\x89PNG\r\n\x1a\n"}, {".png": "image/png"}),
    ({0: b"\xff\xd8\xff"}, dict.fromkeys((".jpg", ".jpeg", ".jfif"), "image/jpeg")),
    ({0: b"GIF87a"}, {".gif": "image/gif"}),
    ({0: b"GIF89a"}, {".gif": "image/gif"}),
    ({0: b"RIFF", 8: b"WEBP"}, {".webp": "image/webp"}),
    ({0: b"RIFF", 8: b"WAVE"}, {".wav": "audio/wav"}),
    ({4: b"ftypavif"}, {".avif": "image/avif"}),
    ({4: b"ftyphei"}, {".heic": "image/heic", ".heif": "image/heic"}),
    ({4: b"ftypmif1"}, {".heic": "image/heic", ".heif": "image/heic", ".avif": "image/avif"}),
    (
        {4: b"ftyp"},
        {".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".m4a": "audio/mp4"},
    ),
    ({0: b"\x1a\x45\xdf\xa3"}, {".webm": "video/webm", ".mkv": "video/x-matroska"}),
    ({0: b"OggS"}, {".ogg": "audio/ogg", ".oga": "audio/ogg", ".ogv": "video/ogg"}),
    ({0: b"fLaC"}, {".flac": "audio/flac"}),
    ({0: b"ID3"}, {".mp3": "audio/mpeg"}),
    ({0: b"II*\0"}, {".tif": "image/tiff", ".tiff": "image/tiff"}),
    ({0: b"MM\0*"}, {".tif": "image/tiff", ".tiff": "image/tiff"}),
    ({0: b"%PDF-"}, {".pdf": "application/pdf"}),
    (
        {0: b"PK\x03\x04"},
        {
            ".zip": "application/zip",
            ".docx": f"{_OFFICE}.wordprocessingml.document",
            ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
            ".pptx": f"{_OFFICE}.presentationml.presentation",
            ".odt": f"{_OPEN}.text",
            ".ods": f"{_OPEN}.spreadsheet",
            ".odp": f"{_OPEN}.presentation",
            ".epub": "application/epub+zip",
        },
    ),
    (
        {0: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"},
        {
            ".doc": "application/msword",
            ".xls": "application/vnd.ms-excel",
            ".ppt": "application/vnd.ms-powerpoint",
            ".msg": "application/vnd.ms-outlook",
        },
    ),
    ({0: b"\x1f\x8b"}, {".gz": "application/gzip", ".tgz": "application/gzip"}),
    ({0: b"7z\xbc\xaf\x27\x1c"}, {".7z": "application/x-7z-compressed"}),
)
"""Bytes by their offset, and by ending the types of files that have them; the first, of any other name."""

_WRITTEN: Mapping[str, str] = {
    ".txt": TEXT,
    ".log": TEXT,
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".md": "text/markdown",
    ".json": "application/json",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".rtf": "application/rtf",
    ".eml": "message/rfc822",
    ".ics": "text/calendar",
    ".vcf": "text/vcard",
    ".svg": "image/svg+xml",
    ".html": "text/html",
    ".htm": "text/html",
}
_ENDINGS = frozenset(ending for _, types in _SIGNED for ending in types)


def ending_of(name: str) -> str:
    """The ending of a name, in lower case, with its dot; "" for none.

    >>> ending_of("Photo.JPG"), ending_of("README")
    ('.jpg', '')
    """
    return PurePosixPath(name).suffix.lower()


def type_of(head: bytes, name: str) -> str | None:
    """The media type of a file that begins so and is named so; `None` where the one belies the other.

    >>> type_of(b"GIF89a...", "cat.gif"), type_of(b"GIF89a...", "cat.html")
    ('image/gif', None)
    """
    ending = ending_of(name)
    for signature, types in _SIGNED:
        if all(head[at : at + len(mark)] == mark for at, mark in signature.items()):
            known = ending in _ENDINGS or ending in _WRITTEN
            return types.get(ending, None if known else next(iter(types.values())))
    if ending in _ENDINGS:
        return None
    if _is_text(head):
        return _WRITTEN.get(ending, TEXT)
    return None if ending in _WRITTEN else BINARY


def told_type(type_: str) -> str:
    """The type that a browser is told: of what it would run or follow, only that it is bytes.

    >>> told_type("image/png"), told_type("text/html"), told_type("image/svg+xml")
    ('image/png', 'application/octet-stream', 'application/octet-stream')
    """
    shown = type_ in _SHOWN or type_.startswith(("image/", "audio/", "video/"))
    return type_ if shown and not type_.endswith("+xml") else BINARY


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    try:
        # The last character of what is looked at may be cut.
        text = getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeDecodeError:
        return False
    return "\0" not in text
