"""A shop's database to look around in: made on the spot from nothing but a date."""

from __future__ import annotations

from jetway.demo.build import build_demo, remove_unfinished
from jetway.demo.logos import LOGOS, keep_logos
from jetway.demo.settings import DEMO_NAME, DEMO_SETTINGS, DEMO_TABLES

__all__ = [
    "DEMO_NAME",
    "DEMO_SETTINGS",
    "DEMO_TABLES",
    "LOGOS",
    "build_demo",
    "keep_logos",
    "remove_unfinished",
]
