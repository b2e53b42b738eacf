"""What our Stripe does to its records beside changing them: parameters and conditions as in Stripe's own API.

Names and parameters are those of Stripe's OpenAPI document of 15 October 2025.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.refused import Refused

if TYPE_CHECKING:
    from tests.fakes.stripe import Stripe

REFUND = {"amount", "charge", "payment_intent", "reason", "metadata"}
CANCEL = {"invoice_now", "prorate", "cancellation_details"}
DOES: dict[tuple[str, str], tuple[set[str], str, str]] = {
    ("refunds", "cancel"): (set(), "requires_action", "canceled"),
    ("payment_intents", "cancel"): ({"cancellation_reason"}, "requires_capture", "canceled"),
    ("payment_intents", "capture"): ({"amount_to_capture"}, "requires_capture", "succeeded"),
    ("charges", "capture"): ({"amount", "receipt_email"}, "pending", "succeeded"),
    ("disputes", "close"): (set(), "needs_response", "lost"),
    ("subscriptions", "resume"): ({"billing_cycle_anchor", "proration_behavior"}, "paused", "active"),
    ("invoices", "finalize"): ({"auto_advance"}, "draft", "open"),
    ("invoices", "pay"): ({"paid_out_of_band", "payment_method"}, "open", "paid"),
    ("invoices", "send"): (set(), "open", "open"),
    ("invoices", "void"): (set(), "open", "void"),
    ("invoices", "mark_uncollectible"): (set(), "open", "uncollectible"),
    ("payouts", "cancel"): (set(), "pending", "canceled"),
    ("payouts", "reverse"): ({"metadata"}, "paid", "canceled"),
}
"""The parameters of each, the state that a record must be in, and the one that it is in then."""


def does(method: str, name: str, rest: list[str]) -> bool:
    """Whether it is an operation."""
    if method == "POST":
        return (name, *rest) == ("refunds",) or (len(rest) == 2 and (name, rest[1]) in DOES)
    return method == "DELETE" and name == "subscriptions" and len(rest) == 1


def done(kept: Stripe, name: str, rest: list[str], sent: dict[str, Any]) -> dict[str, Any]:
    """What Stripe answers to the operation."""
    if not rest:
        return _refunded(kept, sent)
    one = kept.one(name, rest[0])
    takes, before, after = DOES[name, rest[1]] if len(rest) == 2 else (CANCEL, "active", "canceled")
    _require_known(sent, takes)
    if one.get("status") != before:
        raise Refused(400, f"This {name[:-1]} is {one.get('status')}, and must be {before}.")
    one["status"] = after
    return one


def _refunded(kept: Stripe, sent: dict[str, Any]) -> dict[str, Any]:
    _require_known(sent, REFUND)
    [of] = [name for name in ("charge", "payment_intent") if name in sent] or [""]
    if not of:
        raise Refused(400, "One of charge or payment_intent must be given.")
    paid = kept.one(f"{of}s", sent[of])
    left = paid["amount"] - paid.get("amount_refunded", 0)
    amount = sent.get("amount", left)
    if not 0 < amount <= left:
        raise Refused(400, f"Refund amount ({amount}) is greater than unrefunded amount on {of} ({left})")
    paid["amount_refunded"] = paid.get("amount_refunded", 0) + amount
    paid["refunded"] = paid["amount_refunded"] == paid["amount"]
    return kept.add(
        "refunds", **{**sent, "amount": amount, "currency": paid["currency"], "status": "succeeded"}
    )


def _require_known(sent: dict[str, Any], takes: set[str]) -> None:
    for unknown in sent.keys() - takes:
        raise Refused(400, f"Received unknown parameter: {unknown}")
