"""The bodies of requests about files."""

from __future__ import annotations

from typing import Annotated

import msgspec

from jetway.bridge.files.thumbnails import USUAL, WIDTHS

MOST_KEYS = 100
MOST_ACCEPTED = 20


class SentRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which files a column takes: media types, `image/*`, `.pdf`; all where none are named."""

    accept: Annotated[tuple[str, ...], msgspec.Meta(max_length=MOST_ACCEPTED)] = ()
    most_bytes: Annotated[int, msgspec.Meta(ge=1)] | None = None


class FileColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column that is to hold files; none any more where `file` is null."""

    model: str
    column: str
    file: SentRule | None


class WantedFiles(msgspec.Struct, forbid_unknown_fields=True):
    """Of which rows the files of a column are wanted: keys as they stand in a path."""

    table: str
    column: str
    keys: Annotated[list[str | int], msgspec.Meta(max_length=MOST_KEYS)]
    width: Annotated[int, msgspec.Meta(ge=1, le=WIDTHS[-1])] = USUAL
