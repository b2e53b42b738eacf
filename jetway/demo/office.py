"""The shop's own settings and the visits to its pages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from jetway.demo.days import midnight, moments
from jetway.demo.names import LANDS
from jetway.demo.texts import AGENTS, PATHS, REFERRERS

if TYPE_CHECKING:
    from datetime import date, datetime
    from random import Random

VISITS = 6000
_SETTINGS: tuple[tuple[str, object, str], ...] = (
    ("checkout/currency", "EUR", "What prices are shown in"),
    ("checkout/discount%", {"members": 5, "wholesale": 12.5}, "Taken off before shipping"),
    ("checkout/gift wrap", {"enabled": True, "price": "3.50"}, "Offered in the last step"),
    ("checkout/vat%/DE", 19, "Value added tax by country"),
    ("checkout/vat%/FR", 20, "Value added tax by country"),
    ("checkout/vat%/IE", 23, "Value added tax by country"),
    ("mail/from", "Acme Store <hello@acme.example>", "Sender of every message"),
    ("mail/footer", "Acme Store · Marktstraße 1 · Berlin", "Below every message"),
    ("shipping/carriers", ["DHL", "PostNL", "Colissimo"], "In the order they are offered"),
    ("shipping/free from", 75, "In EUR; 100% of the fee is waived above it"),
    ("shop/languages", ["en", "de", "fr", "ja"], "The first is the default"),
    ("shop/maintenance", False, "Closes the shop"),
    (
        "shop/opening hours",
        {"mon-fri": ["09:00", "18:00"], "sat": ["10:00", "16:00"], "sun": None},
        "Showroom",
    ),
    ("theme/colours", {"accent": "#4553e0", "paper": "#fdfaf3", "dark": False}, "Of the shop's pages"),
)

SettingRow = tuple[str, str, str, "datetime"]
VisitRow = tuple["datetime", str, str | None, str, str, float, bool]


def settings(rng: Random, today: date) -> list[SettingRow]:
    """The rows of `settings`."""
    end = midnight(today)
    return [
        (
            key,
            json.dumps(value, ensure_ascii=False),
            meaning,
            end - timedelta(minutes=rng.randint(900, 400_000)),
        )
        for key, value, meaning in _SETTINGS
    ]


def visits(rng: Random, today: date) -> list[VisitRow]:
    """The rows of `web_visits`: the last 60 days."""
    return [_visit(rng, moment) for moment in moments(rng, today, 60, VISITS)]


def _visit(rng: Random, moment: datetime) -> VisitRow:
    path = PATHS[int(len(PATHS) * rng.random() ** 1.6)]
    referrer = rng.choice(REFERRERS) if rng.random() < 0.4 else None
    seconds = round(rng.expovariate(1 / 48), 2)
    return (moment, path, referrer, rng.choice(LANDS).code, rng.choice(AGENTS), seconds, rng.random() < 0.04)
