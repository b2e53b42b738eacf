"""Payments: orders that are paid for, refunded or declined, and what the provider said."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import accumulate
from typing import TYPE_CHECKING
from uuid import UUID

from jetway.demo.rows import Payment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

    from jetway.demo.rows import Order

_METHODS = {"card": 46, "paypal": 19, "apple_pay": 12, "sepa_debit": 9, "bank_transfer": 11, "gift_card": 3}
_SHARES = list(accumulate(_METHODS.values()))
_BRANDS = ("visa", "mastercard", "amex")
_REASONS = ("insufficient_funds", "card_expired", "do_not_honor")


def settle(rng: Random, orders: Sequence[Order], end: datetime) -> tuple[list[Order], list[Payment]]:
    """The orders, settled where they are paid for, and the payments by time. A transfer takes days."""
    methods = rng.choices(list(_METHODS), cum_weights=_SHARES, k=len(orders))
    settled: list[Order] = []
    payments: list[Payment] = []
    for order, method in zip(orders, methods, strict=True):
        made = _payments(rng, order, method, end)
        payments += made
        settled.append(_after(order, made))
    return settled, sorted(payments, key=lambda payment: payment.paid_at)


def _after(order: Order, payments: Sequence[Payment]) -> Order:
    if order.status in {"draft", "pending", "failed"}:
        return order
    if payments:
        return order._replace(settled=True)
    return order._replace(status="pending") if order.status == "paid" else order


def _payments(rng: Random, order: Order, method: str, end: datetime) -> list[Payment]:
    if order.status in {"draft", "pending"}:
        return []
    minutes = 1440 + int(rng.random() * 10_000) if method == "bank_transfer" else 1 + int(rng.random() * 25)
    paid = order.placed_at + timedelta(minutes=minutes)
    if order.status == "failed":
        return [_payment(rng, order, "card", "declined", order.placed_at)]
    if order.status == "refunded":
        paid = min(paid, order.placed_at + (end - order.placed_at) / 2).replace(microsecond=0)
        back = paid + timedelta(seconds=int((end - paid).total_seconds() * rng.uniform(0.05, 0.9)))
        refund = _payment(rng, order, method, "refunded", min(back, paid + timedelta(days=21)))
        return [_payment(rng, order, method, "captured", paid), refund._replace(amount=-order.total)]
    return [_payment(rng, order, method, "captured", paid)] if paid < end else []


def _payment(rng: Random, order: Order, method: str, status: str, moment: datetime) -> Payment:
    number = str(UUID(int=rng.getrandbits(128), version=4))
    said = _said(rng, order, method)
    if status == "declined":
        said["error"] = {"code": rng.choice(_REASONS), "retry": rng.random() < 0.5}
    return Payment(number, order.id, order.total, method, status, moment, json.dumps(said))


def _said(rng: Random, order: Order, method: str) -> dict[str, object]:
    digits = f"{int(rng.random() * 10_000):04d}"
    match method:
        case "card":
            return {
                "brand": rng.choice(_BRANDS),
                "last4": digits,
                "three_d_secure": True,
                "risk": int(digits) % 71,
            }
        case "paypal":
            return {"payer": f"PP{rng.getrandbits(40):010X}", "protected": True}
        case "apple_pay":
            return {"network": rng.choice(_BRANDS), "device": "iPhone", "last4": digits}
        case "sepa_debit":
            return {"mandate": f"MD-{order.customer_id:05d}", "iban_last4": digits}
        case "bank_transfer":
            return {"reference": order.number, "days": 3 + int(digits) % 6}
        case _:
            return {"card": f"GC-{digits}-{rng.getrandbits(20):05X}", "remaining": f"{int(digits) / 100:.2f}"}
