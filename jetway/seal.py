"""Sealing: what is kept in a database is unreadable without a key of this host."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jetway.core.errors import BadSource

NONCE_BYTES = 12
KEY_BYTES = 32
KEY_FILE = "secret.key"


def host_key(configured: str | None, state: Path) -> bytes:
    """32 bytes: derived from `JETWAY_SECRET_KEY` where it is set, else kept in the state folder."""
    if configured:
        return hashlib.sha256(b"jetway-seal:" + configured.encode()).digest()
    path = state / KEY_FILE
    if not path.exists():
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_key(path)
    key = base64.b64decode(path.read_bytes())
    if len(key) != KEY_BYTES:
        raise BadSource(f"{path} holds no key. Put the key of a backup back, or delete it and connect again.")
    return key


def _make_key(path: Path) -> None:
    """Written whole before it has its name. Of two processes that start together, the first one's stays."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    unnamed = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(unnamed)
    finally:
        unnamed.unlink()


def seal(key: bytes, name: str, value: bytes) -> bytes:
    """`value` encrypted with AES-GCM; it opens only under the same key and the same name."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, value, name.encode())


def unseal(key: bytes, name: str, sealed: bytes) -> bytes:
    """What `seal` was given. Raises `BadSource` where it was sealed on another host."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())
    except (InvalidTag, ValueError):
        raise BadSource(
            "What is kept was sealed with another key. Set JETWAY_SECRET_KEY or --state as it was then; "
            "a bridge can also run jetway connect again."
        ) from None
