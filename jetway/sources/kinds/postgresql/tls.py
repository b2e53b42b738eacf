"""TLS as libpq takes it: certificates only from files, which it reads for each connection and each cancel."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jetway.sources.kinds.postgresql import Options


def parameters(options: Options) -> dict[str, str]:
    """libpq's parameters. Who names no authority means those that the host trusts."""
    found = {"sslmode": options.sslmode, **options.files}
    if options.ca:
        found["sslrootcert"] = str(_written(options.ca))
    elif options.sslmode == "verify-full":
        found.setdefault("sslrootcert", "system")
    return found


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="jetway-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _written(certificates: str) -> Path:
    """A file with that content, for as long as the process lives."""
    path = _folder() / hashlib.sha256(certificates.encode()).hexdigest()
    if not path.exists():
        path.write_text(certificates)
    return path
