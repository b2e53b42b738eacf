"""JSON documents on their way into a column and out: no digit of a number is lost."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(decimal_format="number")


def written(value: object) -> str | None:
    """`value` as JSON text, a `Decimal` in it as a number; `None` stays `None`."""
    return None if value is None else _encoder.encode(value).decode()


def read(text: str | bytes) -> Any:  # noqa: ANN401  # JSON
    """The value of JSON text; a number of more digits than a float has is a `Decimal`."""
    return _decoder.decode(text if isinstance(text, str) else text.decode())


def _exact(text: str) -> float | Decimal:
    """Up to 17 digits may be a float of the database as it prints them, where a float reaches that far."""
    exact, near = Decimal(text), float(text)
    is_near = len(exact.as_tuple().digits) <= 17 and math.isfinite(near) and (near != 0 or exact == 0)
    return near if is_near else exact


_decoder = json.JSONDecoder(parse_float=_exact)
