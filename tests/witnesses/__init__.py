"""Programs of others that are asked as witnesses; `scripts/test-witnesses` installs them."""

from __future__ import annotations

from pathlib import Path

import pytest

INSTALLED = Path(__file__).parents[2] / ".jetway/witnesses"


def needs(name: str) -> pytest.MarkDecorator:
    """Leaves a test out, visibly, where the witness could not be installed."""
    return pytest.mark.skipif(
        not (INSTALLED / name / "made-from").exists(), reason=f"scripts/test-witnesses brought no {name}"
    )
