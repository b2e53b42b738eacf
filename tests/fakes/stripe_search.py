"""What our Stripe finds by its search language: `docs.stripe.com/search`, as far as clauses joined by AND go.

What was added is found a while later: `behind` holds the ids that the search does not know yet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.fakes.refused import Refused

if TYPE_CHECKING:
    from tests.fakes.stripe import Stripe

SOUGHT: dict[str, dict[str, str]] = {
    "charges": {
        **dict.fromkeys(("currency", "customer", "disputed", "refunded", "status"), "token"),
        **dict.fromkeys(("amount", "created"), "numeric"),
    },
    "customers": {**dict.fromkeys(("email", "name", "phone"), "string"), "created": "numeric"},
    "invoices": {
        **dict.fromkeys(("currency", "customer", "status", "subscription"), "token"),
        **dict.fromkeys(("total", "created"), "numeric"),
        "number": "string",
    },
    "payment_intents": {
        **dict.fromkeys(("currency", "customer", "status"), "token"),
        **dict.fromkeys(("amount", "created"), "numeric"),
    },
    "prices": {**dict.fromkeys(("active", "currency", "product", "type"), "token"), "lookup_key": "string"},
    "products": {
        **dict.fromkeys(("active", "shippable"), "token"),
        **dict.fromkeys(("description", "name", "url"), "string"),
    },
    "subscriptions": {"status": "token", "canceled_at": "numeric", "created": "numeric"},
}
"""The fields that may be sought, and of what kind each is."""

CLAUSE = re.compile(r'(\w+)(:|~|>=|<=|>|<)(?:"((?:[^"\\]|\\.)*)"|(-?\d+))(?: AND |\Z)')
LEAST = 3


def searched(kept: Stripe, name: str, query: list[tuple[str, str]]) -> dict[str, Any]:
    """A page of what the query finds, newest first."""
    asked = {param: text for param, text in query if param != "expand[]"}
    limit = int(asked.pop("limit", "10"))
    start = int(asked.pop("page", "0"))
    if not 1 <= limit <= 100 or set(asked) != {"query"}:
        raise Refused(400, "Search takes query, limit, page and expand.")
    wanted = clauses(name, asked["query"])
    known = [row for row in reversed(kept.kept[name]) if row["id"] not in kept.behind]
    found = [row for row in known if all(_holds(row, *clause) for clause in wanted)]
    more = len(found) > start + limit
    page = {"next_page": str(start + limit)} if more else {"next_page": None}
    return {"object": "search_result", "has_more": more, "data": found[start : start + limit], **page}


def clauses(name: str, query: str) -> list[tuple[str, str, str]]:
    """The clauses of a query: field, operator and value."""
    found_so_far, at = [], 0
    while at < len(query):
        found = CLAUSE.match(query, at)
        if found is None:
            raise Refused(400, f"We were unable to parse your search query at {query[at:]!r}.")
        field, op, quoted, bare = found.groups()
        kind = SOUGHT[name].get(field)
        allowed = {"token": (":",), "string": (":", "~"), "numeric": (":", ">", "<", ">=", "<=")}
        if kind is None or op not in allowed[kind] or (kind == "numeric") is (bare is None):
            raise Refused(400, f"Field `{field}` is not searchable this way ({op}).")
        text = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        if op == "~" and len(text) < LEAST:
            raise Refused(400, f"A substring takes {LEAST} characters or more.")
        found_so_far.append((field, op, text))
        at = found.end()
    return found_so_far


def _holds(row: dict[str, Any], field: str, op: str, text: str) -> bool:
    stored = row.get(field)
    if stored is None:
        return False
    if op == "~":
        return text.lower() in str(stored).lower()
    if isinstance(stored, int) and not isinstance(stored, bool):
        compared = {":": stored == int(text), ">": stored > int(text), "<": stored < int(text)}
        return {**compared, ">=": stored >= int(text), "<=": stored <= int(text)}[op]
    return str(stored).lower() == text.lower()
