"""The secrets of tests are canaries: where one of them gets out, the run fails and names the place.

Every password, key and token that tests enter comes from `canary`. What is looked at, and where: `watch`.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from jetway.core.token import well_formed

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "canary5e7c1f"
"""In every canary, whatever it is for. It needs no escapes: URLs, JSON and HTML leave it as it is."""

FOUND_IN = "CANARIES_FOUND_IN"
"""The environment variable that names the file where places are told, by whichever process finds one."""

PRIVATE_KEY = "private key"
"""What `names` calls one, whose content nobody chooses."""

_HEAD_OF_KEY = " PRIVATE KEY-----"
_TOKEN = re.compile(rb"j[uap]t_[0-9A-Za-z]{49}")
_NAME = re.compile(MARK.encode() + b"-([a-z]+)")
_BASE64 = re.compile(rb"[0-9A-Za-z+/_-]*")


def canary(name: str) -> str:
    """A secret that is looked for everywhere. `name`: what it opens, a word; more may follow behind a `-`."""
    return f"{MARK}-{name}"


PERSON = f"{canary('person')} horse battery"
"""What people of tests sign in with."""

OTHER_PERSON = f"{canary('person')} over calm water"
"""What they change it to, and what guests of theirs choose."""

NOBODYS = f"{canary('person')} of nobody"
"""What opens nothing."""


def holds(content: bytes, *texts: str) -> bool:
    """Whether one of `texts` is in `content`, in clear or escaped."""
    return any(form in content for text in texts for form in _forms(text))


def leaks(content: bytes) -> bool:
    """Whether there is a canary or a private key in `content`."""
    return holds(content, MARK, _HEAD_OF_KEY)


def leaks_tokens(content: bytes) -> bool:
    """Whether there is a token of Jetway's in `content`."""
    found = _TOKEN.findall(content) if b"t_" in content else ()
    return any(well_formed(one.decode(), "jut_", "jat_", "jpt_") for one in found)


def names(content: bytes) -> set[str]:
    """The names of canaries in `content`, and `PRIVATE_KEY`; "" for one that is cut off before its name."""
    if not leaks(content):
        return set()
    named = {name.decode() for text in (content, *_decoded(content)) for name in _NAME.findall(text)}
    keys = {PRIVATE_KEY} if holds(content, _HEAD_OF_KEY) else set()
    return named | keys or {""}


def found(place: str) -> None:
    """Tell that a secret is at `place`."""
    with Path(os.environ[FOUND_IN]).open("a") as told:
        told.write(" ".join(place.split()) + "\n")


class Pieces:
    """What comes to `place` piece by piece. A secret is found across their borders."""

    longest = 64
    """Bytes that each form of what is looked for is shorter than."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._end = b""

    def look(self, piece: bytes) -> None:
        """Tell of the place where there is a secret in the pieces so far."""
        content = self._end + piece
        if leaks(content):
            found(self._place)
        self._end = content[-self.longest :]


@functools.cache
def _forms(text: str) -> frozenset[bytes]:
    """`text` as it is, in URLs, in JSON, and in base64, wherever in it."""
    written = {text, quote(text), quote(text, safe=""), quote_plus(text), json.dumps(text)[1:-1]}
    encoded = {_inside(text.encode(), before) for before in range(3)}
    return frozenset({one.encode() for one in written} | encoded)


def _inside(content: bytes, before: int) -> bytes:
    """What base64 makes of `content` behind so many bytes, whatever they are and whatever follows."""
    whole = base64.b64encode(b"\0" * before + content)
    return whole[(0, 2, 3)[before] : (before + len(content)) * 4 // 3]


def _decoded(content: bytes) -> Iterator[bytes]:
    """What is in base64 in `content`, from the canaries in it on."""
    for before in range(3):
        for place in re.finditer(re.escape(_inside(MARK.encode(), before)), content):
            run = _BASE64.match(content, max(place.start() - (0, 2, 3)[before], 0))
            coded = run[0].translate(bytes.maketrans(b"-_", b"+/")) if run else b""
            yield base64.b64decode(coded + b"A" * (-len(coded) % 4))
