"""Categories and products, made from `things`."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jetway.demo.photos import COLOURS, photo
from jetway.demo.rows import Category, Product
from jetway.demo.things import LINES, SECTIONS, Kind

if TYPE_CHECKING:
    from random import Random

_FEATURES = ("dishwasher safe", "handmade", "recycled packaging", "limited edition", "repairable", "vegan")


def categories() -> list[Category]:
    """The sections, then the kinds in them."""
    rows = [Category(number, None, title, number) for number, title in enumerate(SECTIONS, 1)]
    for section, kinds in enumerate(SECTIONS.values(), 1):
        for position, kind in enumerate(kinds, 1):
            rows.append(Category(len(rows) + 1, section, kind.title, position))
    return rows


def products(rng: Random, today: date) -> list[Product]:
    """Every kind in every line, without ratings yet. Neighbours differ in kind: a page looks mixed."""
    ids = {category.name: category.id for category in categories() if category.parent_id}
    kinds = [kind for section in SECTIONS.values() for kind in section]
    colours = list(COLOURS)
    rows: list[Product] = []
    for turn in range(len(LINES)):
        for kind in rng.sample(kinds, len(kinds)):
            category = ids[kind.title]
            line = LINES[(turn + category) % len(LINES)]
            colour = colours[(5 * turn + category) % len(colours)]
            row = _product(rng, kind, line, colour)
            number, released = len(rows) + 1, _released(rng, today, turn)
            sku = f"{kind.noun[:3].upper()}-{line[:3].upper()}-{number:03d}"
            rows.append(row._replace(id=number, sku=sku, category_id=category, released=released))
    return rows


def _product(rng: Random, kind: Kind, line: str, colour: str) -> Product:
    """A product that has no place in the catalogue yet."""
    material = rng.choice(kind.materials)
    return Product(
        id=0,
        sku="",
        name=f"{line} {material} {kind.noun}",
        category_id=0,
        price=rng.randrange(*kind.price) // 100 * 100 + rng.choice((0, 0, 50, 90, 90)),
        stock=0 if rng.random() < 0.06 else int(rng.triangular(3, 260, 40)),
        active=rng.random() < 0.93,
        photo=photo(kind.shape, colour),
        rating=None,
        released=date.min,
        attributes=_attributes(rng, kind, colour, material),
    )


def _attributes(rng: Random, kind: Kind, colour: str, material: str) -> str:
    scale = rng.choice((0.85, 1, 1, 1.2))
    width, depth, height = (round(length * scale, 1) for length in kind.size)
    facts: dict[str, object] = {
        "color": colour,
        "material": material,
        "size": {0.85: "S", 1: "M", 1.2: "L"}[scale],
        "dimensions_cm": {"width": width, "depth": depth, "height": height},
        "weight_g": round(kind.weight * scale),
    }
    if rng.random() < 0.5:
        facts["features"] = rng.sample(_FEATURES, rng.randint(1, 2))
    return json.dumps(facts, ensure_ascii=False)


def _released(rng: Random, today: date, turn: int) -> date:
    """Three turns of twelve are new, the rest was there before the first order."""
    if turn >= len(LINES) - 3:
        return today - timedelta(days=rng.randint(12, 400))
    return today - timedelta(days=rng.randint(800, 1800))
