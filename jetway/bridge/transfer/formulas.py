"""Texts of CSV that a spreadsheet would run: an apostrophe in front keeps it from that, and comes off again.

What begins with apostrophes before a formula gets one more, so that all are told from one that was added.
"""

from __future__ import annotations

import re

from jetway.core.export import FORMULAS

_FORMULA = re.compile(f"'*[{re.escape(FORMULAS)}]")


def guarded(text: str) -> str:
    """The text as a spreadsheet shows it.

    >>> guarded("=1"), guarded("'=1"), guarded("a=1")
    ("'=1", "''=1", 'a=1')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given.

    >>> unguarded("'=1"), unguarded("''=1"), unguarded("'a")
    ('=1', "'=1", "'a")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
