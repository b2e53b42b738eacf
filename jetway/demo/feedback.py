"""What follows from orders: reviews, ratings, and which customers are active, dormant or VIP."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jetway.demo.rows import Customer, Line, Order, Product, Review
from jetway.demo.texts import REVIEW_ENDINGS, REVIEW_MIDDLES, REVIEW_OPENINGS, REVIEW_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

REVIEWS = 2600
_DORMANT_AFTER = timedelta(days=120)
_VIP_SHARE = 0.06


def reviews(rng: Random, orders: Sequence[Order], lines: Sequence[Line], end: datetime) -> list[Review]:
    """Reviews of what was delivered, by time."""
    by_id = {order.id: order for order in orders}
    found: list[Review] = []
    for line in rng.sample(lines, 4 * REVIEWS):
        shipped = by_id[line.order_id].shipped_at
        written = shipped + timedelta(minutes=rng.randint(4000, 40_000)) if shipped else end
        if written < end:
            found.append(_review(rng, line.product_id, by_id[line.order_id].customer_id, written))
    kept = sorted(found[:REVIEWS], key=lambda review: review.created_at)
    return [review._replace(id=number) for number, review in enumerate(kept, 1)]


def rate(products: Sequence[Product], found: Sequence[Review]) -> list[Product]:
    """The products with the average of their stars."""
    stars: defaultdict[int, list[int]] = defaultdict(list)
    for review in found:
        stars[review.product_id].append(review.stars)
    return [
        product._replace(rating=round(sum(given) / len(given), 1))
        if (given := stars[product.id])
        else product
        for product in products
    ]


def sort_out(
    rng: Random, customers: Sequence[Customer], orders: Sequence[Order], end: datetime
) -> list[Customer]:
    """The customers with their status and the best of them as VIPs."""
    spent: defaultdict[int, int] = defaultdict(int)
    last: dict[int, datetime] = {}
    for order in orders:
        last[order.customer_id] = order.placed_at
        spent[order.customer_id] += order.total if order.settled else 0
    best = set(sorted(spent, key=lambda customer: -spent[customer])[: int(len(customers) * _VIP_SHARE)])
    return [
        customer._replace(
            status="blocked" if rng.random() < 0.015 else _status(last.get(customer.id), end),
            vip=customer.id in best,
        )
        for customer in customers
    ]


def _status(last: datetime | None, end: datetime) -> str:
    if last is None:
        return "lead"
    return "dormant" if end - last > _DORMANT_AFTER else "active"


def _review(rng: Random, product: int, customer: int, written: datetime) -> Review:
    stars = rng.choices((5, 4, 3, 2, 1), (52, 27, 12, 5, 4))[0]
    middles = rng.sample(REVIEW_MIDDLES, rng.randint(1, 4))
    opening, ending = rng.choice(REVIEW_OPENINGS[stars]), rng.choice(REVIEW_ENDINGS[stars])
    gap = "\n\n" if len(middles) > 2 else " "
    body = gap.join((opening, " ".join(middles), ending))
    return Review(0, product, customer, stars, rng.choice(REVIEW_TITLES[stars]), body, written)
