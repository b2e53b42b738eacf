"""Orders and their lines: who bought what, when, and how far it has got."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from jetway.demo.days import midnight, moments
from jetway.demo.names import LANDS
from jetway.demo.rows import Line, Order
from jetway.demo.texts import ORDER_NOTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from random import Random

    from jetway.demo.rows import Customer, Employee, Product

ORDERS = 20_000
SPAN_DAYS = 760
"""How far back orders go."""

_CURRENCIES = {land.code: land.currency for land in LANDS}
_LINE_COUNTS = (1, 2, 3, 4, 5, 6)
_STATUSES = ("draft", "pending", "paid", "shipped", "refunded", "failed")
_PROGRESS: tuple[tuple[int, tuple[int, ...]], ...] = (
    (1, (14, 44, 74, 92, 94, 100)),
    (3, (8, 24, 60, 92, 94, 100)),
    (10, (3, 8, 22, 92, 95, 100)),
    (10_000, (1, 2, 6, 89, 96, 100)),
)
"""Up to how many days of age: the shares of the statuses in percent, as running sums."""

_SHIPPING_S = 3 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Shop:
    """What an order is put together from. `buyers` by the day they came; `veterans` were always sold."""

    buyers: Sequence[Customer]
    buyers_since: Sequence[datetime]
    keenness: Sequence[float]
    products: Sequence[Product]
    veterans: Sequence[Product]
    sellers: Sequence[int]
    end: datetime


def open_shop(
    rng: Random,
    today: date,
    customers: Sequence[Customer],
    products: Sequence[Product],
    staff: Sequence[Employee],
) -> Shop:
    """The shop as the orders need it. Some customers never buy."""
    buyers = [customer for customer in customers if rng.random() < 0.95]
    first = (midnight(today) - timedelta(days=SPAN_DAYS)).date()
    return Shop(
        buyers=buyers,
        buyers_since=[buyer.created_at for buyer in buyers],
        keenness=[rng.random() for _ in buyers],
        products=products,
        veterans=[product for product in products if product.released < first],
        sellers=[seller.id for seller in staff if seller.department == "sales"],
        end=midnight(today),
    )


def sell(rng: Random, shop: Shop, today: date) -> tuple[list[Order], list[Line]]:
    """All orders by the time they were placed, and their lines. None is settled yet."""
    placed = moments(rng, today, SPAN_DAYS, ORDERS)
    counts = rng.choices(_LINE_COUNTS, weights=(30, 27, 19, 12, 7, 5), k=ORDERS)
    basket = iter(rng.choices(shop.products, cum_weights=_popularity(rng, shop.products), k=sum(counts)))
    orders: list[Order] = []
    lines: list[Line] = []
    for number, (moment, count) in enumerate(zip(placed, counts, strict=True), 1):
        wanted = [next(basket) for _ in range(count)]
        bought = _lines(rng, shop, number, wanted, moment)
        orders.append(_order(rng, shop, bought, moment))
        lines += bought
    return orders, lines


def _popularity(rng: Random, products: Sequence[Product]) -> list[float]:
    """Few products sell most, and cheap ones sell better. Running sums."""
    return list(accumulate(min(9.0, rng.paretovariate(1.2)) / product.price**0.3 for product in products))


def _lines(rng: Random, shop: Shop, order: int, wanted: Sequence[Product], moment: datetime) -> list[Line]:
    """A line per product. What was not out yet is replaced, and nothing is there twice."""
    day = moment.date()
    sold = [product if product.released <= day else rng.choice(shop.veterans) for product in wanted]
    distinct = {product.id: product for product in sold}
    return [_line(rng, order, line, product) for line, product in enumerate(distinct.values(), 1)]


def _line(rng: Random, order: int, line: int, product: Product) -> Line:
    luck = rng.random()
    quantity = 1 if product.price > 9000 or luck < 0.5 else 2 + int(luck * luck * 5)
    percent = (5, 10, 10, 15, 20)[int(luck * 997) % 5] if luck > 0.82 or luck < 0.06 else 0
    return Line(order, line, product.id, quantity, product.price, quantity * product.price * percent // 100)


def _order(rng: Random, shop: Shop, lines: Sequence[Line], moment: datetime) -> Order:
    buyer = _buyer(rng, shop, moment)
    status, shipped = _progress(rng, moment, shop.end)
    return Order(
        id=lines[0].order_id,
        number=f"INV-{9999 + lines[0].order_id}",
        customer_id=buyer.id,
        status=status,
        total=sum(line.amount for line in lines),
        items=sum(line.quantity for line in lines),
        settled=False,
        currency=_CURRENCIES[buyer.country],
        city=buyer.city,
        placed_at=moment,
        shipped_at=shipped,
        salesperson_id=rng.choice(shop.sellers) if rng.random() < 0.7 else None,
        note=rng.choice(ORDER_NOTES) if rng.random() < 0.09 else None,
    )


def _buyer(rng: Random, shop: Shop, moment: datetime) -> Customer:
    """The keener of two who were customers by then."""
    known = bisect_right(shop.buyers_since, moment) or 1
    picked = (int(rng.random() * known) for _ in range(2))
    return shop.buyers[max(picked, key=shop.keenness.__getitem__)]


def _progress(rng: Random, moment: datetime, end: datetime) -> tuple[str, datetime | None]:
    """The status, and when it was shipped."""
    age = (end - moment).days
    sums = next(sums for days, sums in _PROGRESS if age < days)
    status = _STATUSES[bisect_right(sums, rng.random() * sums[-1])]
    if status not in {"shipped", "refunded"}:
        return status, None
    share = 0.1 + 0.8 * rng.random()
    return status, moment + timedelta(seconds=int(share * min((end - moment).total_seconds(), _SHIPPING_S)))
