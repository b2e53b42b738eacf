"""What the shop sells: sections, and the kinds of things in them with their prices and sizes."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A category of products. Prices in cents, sizes in centimetres, weight in grams."""

    title: str
    noun: str
    shape: str
    price: tuple[int, int]
    size: tuple[int, int, int]
    weight: int
    materials: tuple[str, ...]


LINES = (
    "Halden",
    "Aster",
    "Kyoto",
    "Lumen",
    "Juniper",
    "Porto",
    "Solstice",
    "Marlow",
    "Fjord",
    "Willow",
    "Ember",
    "Nomad",
)
"""A product is named after a line, its material and its kind."""

SECTIONS: dict[str, tuple[Kind, ...]] = {
    "Kitchen": (
        Kind("Mugs", "Mug", "mug", (900, 2900), (9, 12, 10), 340, ("Stoneware", "Porcelain", "Enamel")),
        Kind("Bowls", "Bowl", "bowl", (1400, 5200), (22, 22, 9), 620, ("Stoneware", "Earthenware", "Acacia")),
        Kind(
            "Teapots", "Teapot", "teapot", (3400, 9800), (24, 16, 15), 980, ("Porcelain", "Cast Iron", "Clay")
        ),
        Kind(
            "Carafes",
            "Carafe",
            "carafe",
            (2400, 6900),
            (11, 11, 27),
            720,
            ("Glass", "Borosilicate", "Crystal"),
        ),
        Kind("Boards", "Board", "board", (1900, 7400), (24, 36, 2), 1150, ("Oak", "Walnut", "Olive Wood")),
    ),
    "Lighting": (
        Kind(
            "Table lamps",
            "Table Lamp",
            "table lamp",
            (5900, 24900),
            (28, 28, 44),
            2100,
            ("Linen", "Ash", "Brass"),
        ),
        Kind(
            "Pendant lamps",
            "Pendant",
            "pendant lamp",
            (7900, 38900),
            (42, 42, 24),
            2600,
            ("Steel", "Glass", "Paper"),
        ),
        Kind("Candles", "Candle", "candle", (1200, 4400), (8, 8, 11), 410, ("Soy", "Beeswax", "Cedar")),
    ),
    "Furniture": (
        Kind("Chairs", "Chair", "chair", (14900, 54900), (52, 55, 82), 6400, ("Velvet", "Oak", "Bouclé")),
        Kind("Stools", "Stool", "stool", (6900, 22900), (38, 38, 65), 3900, ("Beech", "Leather", "Cork")),
        Kind(
            "Side tables",
            "Side Table",
            "side table",
            (9900, 42900),
            (50, 50, 48),
            7200,
            ("Marble", "Steel", "Ash"),
        ),
        Kind("Shelves", "Shelf", "shelf", (12900, 68900), (86, 32, 178), 21500, ("Walnut", "Oak", "Pine")),
    ),
    "Living": (
        Kind("Cushions", "Cushion", "cushion", (1900, 7900), (50, 50, 16), 780, ("Linen", "Wool", "Velvet")),
        Kind("Clocks", "Wall Clock", "clock", (3900, 15900), (30, 30, 5), 940, ("Birch", "Steel", "Bamboo")),
        Kind("Vases", "Vase", "vase", (2200, 12900), (16, 16, 31), 1250, ("Ceramic", "Glass", "Terrazzo")),
        Kind(
            "Planters",
            "Planter",
            "planter",
            (1800, 8900),
            (24, 24, 23),
            2300,
            ("Terracotta", "Concrete", "Rattan"),
        ),
        Kind("Prints", "Print", "print", (2900, 18900), (50, 2, 70), 1700, ("Giclée", "Linocut", "Screen")),
    ),
    "Desk": (
        Kind(
            "Notebooks",
            "Notebook",
            "notebook",
            (900, 3400),
            (15, 21, 2),
            310,
            ("Linen", "Leather", "Recycled"),
        ),
        Kind(
            "Pencil cups",
            "Pencil Cup",
            "pencil cup",
            (1100, 3900),
            (9, 9, 11),
            380,
            ("Concrete", "Brass", "Cork"),
        ),
    ),
    "Audio": (
        Kind(
            "Speakers",
            "Speaker",
            "speaker",
            (11900, 64900),
            (20, 24, 34),
            4800,
            ("Walnut", "Bamboo", "Aluminium"),
        ),
        Kind(
            "Headphones",
            "Headphones",
            "headphones",
            (6900, 32900),
            (17, 8, 20),
            270,
            ("Wool", "Studio", "Wireless"),
        ),
        Kind("Radios", "Radio", "radio", (5900, 21900), (26, 11, 17), 1450, ("Retro", "Oak", "Travel")),
    ),
    "Outdoors": (
        Kind(
            "Backpacks",
            "Backpack",
            "backpack",
            (6900, 24900),
            (30, 16, 46),
            980,
            ("Canvas", "Waxed", "Ripstop"),
        ),
        Kind("Bottles", "Bottle", "bottle", (1700, 4900), (7, 7, 26), 330, ("Steel", "Titanium", "Thermal")),
        Kind(
            "Umbrellas",
            "Umbrella",
            "umbrella",
            (2400, 8900),
            (104, 104, 88),
            460,
            ("Birch", "Folding", "Storm"),
        ),
        Kind("Tote bags", "Tote", "tote bag", (1500, 6400), (38, 12, 42), 290, ("Canvas", "Cotton", "Jute")),
    ),
}
