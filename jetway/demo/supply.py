"""Suppliers, what they deliver, and what went in and out of stock."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from jetway.demo.people import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from random import Random

    from jetway.demo.rows import Line, Order, Product

MOVEMENTS = 3000
SUPPLIERS: tuple[tuple[str, str | None, str, str], ...] = (
    ("Higashi Ceramics", "東陶芸株式会社", "Tajimi", "JP"),
    ("Kiso Woodworks", "木曽木工所", "Matsumoto", "JP"),
    ("Jingdezhen Porcelain", "景德镇瓷业", "Jingdezhen", "CN"),
    ("Suzhou Silk & Thread", "苏州丝线厂", "Suzhou", "CN"),
    ("Hanok Lighting", "한옥조명", "Seoul", "KR"),
    ("Athena Olive Wood", "Αθηνά Ελαιόξυλο", "Chania", "GR"),
    ("Karpaty Wool", "Карпатська вовна", "Lviv", "UA"),
    ("Rila Glass", "Рила Стъкло", "Sofia", "BG"),
    ("Atlas Leather", "جلود الأطلس", "Fès", "MA"),
    ("Galil Paper", "נייר הגליל", "Haifa", "IL"),
    ("Jaipur Block Print", "जयपुर ब्लॉक प्रिंट", "Jaipur", "IN"),
    ("Chiang Mai Rattan", "เชียงใหม่หวาย", "Chiang Mai", "TH"),
    ("Weberei Lindner", None, "Chemnitz", "DE"),
    ("Fonderie Rolland", None, "Saint-Étienne", "FR"),
    ("Vetreria Murano Blu", None, "Venezia", "IT"),
    ("Corticeira do Sul", None, "Évora", "PT"),
    ("Ølund Møbler", None, "Aarhus", "DK"),
    ("Småland Pine", None, "Växjö", "SE"),
    ("Stoke Enamel Works", None, "Stoke-on-Trent", "GB"),
    ("Donegal Mill", None, "Ardara", "IE"),
    ("Bolesławiec Pottery", None, "Bolesławiec", "PL"),
    ("Eindhoven Audio Lab", None, "Eindhoven", "NL"),
    ("Cascade Canvas", None, "Portland", "US"),
    ("Talavera de Puebla", None, "Puebla", "MX"),
)

SupplierRow = tuple[int, str, str | None, str, str, str, str, str, bool]
MovementRow = tuple[int, "datetime", int, int | None, str, str, int, bool, str]

_SHELVES = ("A-01", "A-07", "B-03", "B-12", "C-05", "Showroom")


def suppliers(rng: Random) -> list[SupplierRow]:
    """The rows of `suppliers`."""
    return [
        (
            number,
            name,
            local,
            city,
            country,
            *_reach(name),
            rng.choice(("07:30:00", "08:00:00", "09:00:00")),
            rng.random() < 0.3,
        )
        for number, (name, local, city, country) in enumerate(SUPPLIERS, 1)
    ]


def deliveries(rng: Random, products: Sequence[Product]) -> list[tuple[int, int, int, int]]:
    """The rows of `product_suppliers`: one to three for each product. Costs are in cents."""
    ids = range(1, len(SUPPLIERS) + 1)
    return [
        (
            product.id,
            supplier,
            int(product.price * rng.uniform(0.34, 0.62)),
            rng.choice((5, 7, 10, 14, 21, 35)),
        )
        for product in products
        for supplier in sorted(rng.sample(ids, rng.choice((1, 1, 2, 3))))
    ]


def movements(
    rng: Random, orders: Sequence[Order], lines: Sequence[Line], staff: Sequence[str]
) -> list[MovementRow]:
    """The rows of `Stock Movements`: the latest sales, and now and then a purchase that makes up for them."""
    by_id = {order.id: order for order in orders}
    latest = (move for line in reversed(lines) for move in _moves(rng, line, by_id[line.order_id]))
    moves = sorted(islice(latest, MOVEMENTS), key=lambda move: move[0])
    return [
        (
            number,
            moment,
            line.product_id,
            order,
            rng.choice(_SHELVES),
            group,
            count,
            group == "sale" and rng.random() < 0.8,
            rng.choice(staff),
        )
        for number, (moment, line, order, group, count) in enumerate(moves, 1)
    ]


def _reach(name: str) -> tuple[str, str]:
    domain = f"{plain(name.replace('&', ''))}.example"
    return f"orders@{domain}", f"https://www.{domain}/"


def _moves(rng: Random, line: Line, order: Order) -> Iterator[tuple[datetime, Line, int | None, str, int]]:
    shipped = order.shipped_at
    if shipped is None:
        return
    yield shipped, line, order.id, "sale", -line.quantity
    if order.status == "refunded" and rng.random() < 0.5:
        yield shipped, line, order.id, "return", line.quantity
    if rng.random() < 0.12:
        yield (
            shipped - timedelta(hours=rng.randint(9, 90)),
            line,
            None,
            "purchase",
            rng.choice((12, 24, 48, 96)),
        )
    elif rng.random() < 0.02:
        yield shipped - timedelta(hours=rng.randint(1, 9)), line, None, "correction", rng.choice((-2, -1, 1))
