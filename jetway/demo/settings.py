"""How the interface shows the demo database: the menu, titles, and how columns are displayed."""

from __future__ import annotations

from typing import Any

DEMO_NAME = "Acme Store"
"""The name of the project."""

DEMO_TABLES: tuple[str, ...] = (
    "orders",
    "order_lines",
    "customers",
    "payments",
    "products",
    "categories",
    "suppliers",
    "product_suppliers",
    "reviews",
    "employees",
    "settings",
    "web_visits",
    "Stock Movements",
    "sales_by_month",
    "best_sellers",
)
"""Every table and view."""


def _money(title: str | None = None) -> dict[str, Any]:
    money: dict[str, Any] = {"field": "money", "options": {"currency": "EUR"}}
    return {"title": title, **money} if title else money


DEMO_SETTINGS: dict[str, Any] = {
    "menu": [
        {"title": "Sales", "tables": ["orders", "customers", "payments"]},
        {"title": "Catalogue", "tables": ["products", "categories", "suppliers", "reviews"]},
        {"title": "Company", "tables": ["employees", "Stock Movements", "settings"]},
        {"title": "Reports", "tables": ["sales_by_month", "best_sellers", "web_visits"]},
    ],
    "tables": {
        "orders": {
            "title": "Orders",
            "display": "number",
            "columns": {
                "id": {"hidden": True},
                "number": {"title": "Invoice"},
                "customer_id": {"title": "Customer"},
                "total": _money("Total"),
                "placed_at": {"title": "Placed"},
                "shipped_at": {"title": "Shipped"},
                "salesperson_id": {"title": "Salesperson"},
            },
        },
        "order_lines": {
            "title": "Order lines",
            "hidden": True,
            "display": "line",
            "columns": {
                "order_id": {"title": "Order"},
                "product_id": {"title": "Product"},
                "unit_price": _money("Unit price"),
                "discount": _money(),
                "amount": _money(),
            },
        },
        "customers": {
            "title": "Customers",
            "display": "name",
            "columns": {
                "id": {"hidden": True},
                "email": {"title": "E-mail"},
                "vip": {"title": "VIP"},
                "credit_limit": _money("Credit limit"),
                "created_at": {"title": "Customer since"},
            },
        },
        "payments": {
            "title": "Payments",
            "display": "id",
            "columns": {
                "id": {"title": "Payment"},
                "order_id": {"title": "Order"},
                "amount": _money(),
                "paid_at": {"title": "Paid"},
                "payload": {"title": "Provider's answer"},
            },
        },
        "products": {
            "title": "Products",
            "display": "name",
            "columns": {
                "id": {"hidden": True},
                "sku": {"title": "SKU"},
                "category_id": {"title": "Category"},
                "price": _money(),
            },
        },
        "categories": {
            "title": "Categories",
            "display": "name",
            "columns": {"parent_id": {"title": "Section"}},
        },
        "suppliers": {
            "title": "Suppliers",
            "display": "name",
            "columns": {
                "id": {"hidden": True},
                "現地名": {"title": "Local name"},
                "email": {"title": "E-mail"},
                "opens_at": {"title": "Opens"},
            },
        },
        "product_suppliers": {
            "title": "Deliveries",
            "hidden": True,
            "columns": {
                "product_id": {"title": "Product"},
                "supplier_id": {"title": "Supplier"},
                "cost": _money(),
                "lead_days": {"title": "Lead time (days)"},
            },
        },
        "reviews": {
            "title": "Reviews",
            "display": "title",
            "columns": {
                "id": {"hidden": True},
                "product_id": {"title": "Product"},
                "customer_id": {"title": "Customer"},
                "created_at": {"title": "Written"},
            },
        },
        "employees": {
            "title": "Employees",
            "display": "name",
            "columns": {
                "id": {"hidden": True},
                "email": {"title": "E-mail"},
                "manager_id": {"title": "Manager"},
                "salary": _money(),
            },
        },
        "settings": {
            "title": "Shop settings",
            "display": "key",
            "columns": {"updated_at": {"title": "Updated"}},
        },
        "web_visits": {"title": "Web visits", "columns": {"duration_s": {"title": "Duration (s)"}}},
        "Stock Movements": {"title": "Stock movements", "columns": {"select": {"title": "Picked"}}},
        "sales_by_month": {
            "title": "Sales by month",
            "display": "month",
            "columns": {"revenue": _money(), "average_order": _money("Average order")},
        },
        "best_sellers": {
            "title": "Best sellers",
            "display": "product",
            "columns": {"product_id": {"hidden": True}, "revenue": _money()},
        },
    },
}
"""Settings as control keeps them: `docs/reference/control-api.md`."""
