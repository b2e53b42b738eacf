"""Employees and customers: names, addresses and how to reach them. Domains are reserved for examples."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from jetway.demo.days import moments
from jetway.demo.names import LANDS, Land
from jetway.demo.rows import Customer, Employee
from jetway.demo.texts import CUSTOMER_NOTES, TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from random import Random

CUSTOMERS = 2000
_SHARES = list(accumulate(land.weight for land in LANDS))
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", " ": "", "'": ""})


class Team(NamedTuple):
    """A department: who leads it, who else is in it and what they earn, in thousands a year."""

    department: str
    head: str
    members: tuple[tuple[str, int], ...]
    salary: tuple[int, int]


TEAMS: tuple[Team, ...] = (
    Team("sales", "Head of Sales", (("Key Account Manager", 3), ("Sales Representative", 7)), (44, 68)),
    Team(
        "marketing",
        "Head of Marketing",
        (("Brand Designer", 2), ("Content Editor", 2), ("Photographer", 1)),
        (42, 62),
    ),
    Team(
        "operations",
        "Head of Operations",
        (("Warehouse Lead", 2), ("Buyer", 2), ("Logistics Planner", 3)),
        (36, 58),
    ),
    Team("finance", "Head of Finance", (("Accountant", 2), ("Controller", 1)), (48, 70)),
    Team("support", "Head of Support", (("Support Specialist", 5),), (35, 47)),
    Team("engineering", "Head of Engineering", (("Software Engineer", 4), ("Data Analyst", 1)), (58, 86)),
)


def employees(rng: Random, today: date) -> list[Employee]:
    """The director, then each team with its head first."""
    taken: set[str] = set()
    rows = [_employee(rng, today, taken)._replace(title="Managing Director", department="management")]
    rows[0] = rows[0]._replace(id=1, salary=14_800_000)
    for team in TEAMS:
        head = len(rows) + 1
        for manager, title in _seats(team, head):
            low, high = team.salary if manager == head else (92, 118)
            row = _employee(rng, today, taken)._replace(
                id=len(rows) + 1, title=title, department=team.department
            )
            rows.append(row._replace(manager_id=manager, salary=rng.randrange(low * 10, high * 10) * 10_000))
    return rows


def customers(rng: Random, today: date) -> list[Customer]:
    """Customers by the day they came. Status and VIP follow from their orders later."""
    taken: set[str] = set()
    since = moments(rng, today, 1150, CUSTOMERS)
    lands = rng.choices(LANDS, cum_weights=_SHARES, k=CUSTOMERS)
    return [
        _customer(rng, land, created, taken)._replace(id=number)
        for number, (land, created) in enumerate(zip(lands, since, strict=True), 1)
    ]


def _seats(team: Team, head: int) -> Iterator[tuple[int, str]]:
    """Manager and title for each seat."""
    yield 1, team.head
    for title, count in team.members:
        for _ in range(count):
            yield head, title


def _employee(rng: Random, today: date, taken: set[str]) -> Employee:
    """Somebody who was there before the first order, so that anyone can have sold it."""
    land, hired = rng.choice(LANDS), today - timedelta(days=rng.randint(790, 3900))
    given, family = rng.choice(land.given), rng.choice(land.family)
    return Employee(
        id=0,
        name=f"{given} {family}",
        email=_address(f"{given}.{family}", "acme.example", taken),
        title="",
        department="",
        manager_id=None,
        hired=hired,
        birthday=hired - timedelta(days=rng.randint(19 * 365, 44 * 365)),
        salary=0,
        active=rng.random() < 0.94,
    )


def _customer(rng: Random, land: Land, created: datetime, taken: set[str]) -> Customer:
    given, family = rng.choice(land.given), rng.choice(land.family)
    company = rng.choice(land.companies).format(family) if rng.random() < 0.38 else None
    domain = (
        f"{plain(family)}.example" if company else rng.choice(("example.com", "example.org", "example.net"))
    )
    return Customer(
        id=0,
        name=f"{given} {family}",
        email=_address(f"{given}.{family}", domain, taken),
        phone=_phone(rng, land.phone) if rng.random() < 0.88 else None,
        company=company,
        city=rng.choice(land.cities),
        country=land.code,
        status="lead",
        vip=False,
        tags=json.dumps(rng.sample(TAGS, rng.choice((0, 0, 1, 1, 2, 3)))),
        credit_limit=rng.choice((50_000, 100_000, 250_000, 500_000, 1_250_050)) if company else 0,
        created_at=created,
        notes=rng.choice(CUSTOMER_NOTES) if rng.random() < 0.22 else None,
    )


def plain(text: str) -> str:
    """Lower case ASCII letters for an address.

    >>> plain("Łucja Ó Briain")
    'lucjaobriain'
    """
    bare = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return bare.encode("ascii", "ignore").decode().lower()


def _address(name: str, domain: str, taken: set[str]) -> str:
    stem, number = plain(name), 1
    address = f"{stem}@{domain}"
    while address in taken:
        number += 1
        address = f"{stem}{number}@{domain}"
    taken.add(address)
    return address


def _phone(rng: Random, pattern: str) -> str:
    return "".join(str(int(rng.random() * 10)) if sign == "#" else sign for sign in pattern)
