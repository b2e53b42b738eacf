"""The rows of the demo database. Fields are columns, in the order of the table; money is in cents."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime


class Category(NamedTuple):
    """A row of `categories`."""

    id: int
    parent_id: int | None
    name: str
    position: int


class Product(NamedTuple):
    """A row of `products`."""

    id: int
    sku: str
    name: str
    category_id: int
    price: int
    stock: int
    active: bool
    photo: bytes
    rating: float | None
    released: date
    attributes: str


class Employee(NamedTuple):
    """A row of `employees`."""

    id: int
    name: str
    email: str
    title: str
    department: str
    manager_id: int | None
    hired: date
    birthday: date | None
    salary: int
    active: bool


class Customer(NamedTuple):
    """A row of `customers`."""

    id: int
    name: str
    email: str
    phone: str | None
    company: str | None
    city: str
    country: str
    status: str
    vip: bool
    tags: str
    credit_limit: int
    created_at: datetime
    notes: str | None


class Order(NamedTuple):
    """A row of `orders`."""

    id: int
    number: str
    customer_id: int
    status: str
    total: int
    items: int
    settled: bool
    currency: str
    city: str
    placed_at: datetime
    shipped_at: datetime | None
    salesperson_id: int | None
    note: str | None


class Line(NamedTuple):
    """A row of `order_lines`, but for its generated column."""

    order_id: int
    line: int
    product_id: int
    quantity: int
    unit_price: int
    discount: int

    @property
    def amount(self) -> int:
        """What the generated column holds."""
        return self.quantity * self.unit_price - self.discount


class Payment(NamedTuple):
    """A row of `payments`."""

    id: str
    order_id: int
    amount: int
    method: str
    status: str
    paid_at: datetime
    payload: str


class Review(NamedTuple):
    """A row of `reviews`."""

    id: int
    product_id: int
    customer_id: int
    stars: int
    title: str
    body: str
    created_at: datetime
