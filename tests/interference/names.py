"""What there is to ask about, and what is hidden: tables as policies name them, columns and relations."""

from __future__ import annotations

COLUMNS = {
    "customers": ("id", "name", "country", "vip"),
    "orders": ("id", "number", "status", "total", "placed_at", "customer_id"),
    "order_lines": ("order_id", "line", "quantity"),
    "people": ("id", "name", "active", "boss_id"),
    "devices": ("id", "name", "person_id"),
    "tags": ("id", "name"),
    "customer_tags": ("customer_id", "tag_id"),
    "crm/agents": ("id", "name", "person_id"),
    "crm/calls": ("id", "customer_id", "agent_id", "parcel", "minutes"),
    "post/parcels": ("id", "label", "weight", "carrier_id", "order_id"),
    "post/carriers": ("id", "name"),
}
HIDDEN_TABLES = (
    *("regions", "salaries", "secrets", "absent", "jetway_record", "agents", "crm%2Fagents"),
    *("crm/orders", "crm/topics", "crm/customers", "post/bills", "post/absent", "away/things"),
    *("away/whispers", "vault/orders", "vault/absent", "absent/orders"),
)
"""Of a source that is hidden, of one that cannot be reached, and of one that is not there, too."""

PATHS = {
    "customers": ("orders.total", "orders.number", "customer_tags.tag.name", "calls.minutes", "calls.parcel"),
    "orders": (
        *("customer.name", "order_lines.line", "parcels.weight", "number_row.weight", "number_row.id"),
        *("number_row.carrier.name", "number_row.carrier_id", "parcels.label"),
    ),
    "order_lines": ("order.number", "order.customer.name", "quantity_row.name", "quantity_row.person_id"),
    "people": ("boss.name", "boss.boss.name", "people.name", "agents.name", "agents.id", "devices.name"),
    "devices": ("person.name",),
    "tags": ("customer_tags.customer.name", "id_row.customer_id"),
    "customer_tags": ("customer.name", "tag.name"),
    "crm/agents": (
        *("calls.minutes", "calls.parcel", "person.name", "order_lines.quantity", "person.boss.name"),
    ),
    "crm/calls": (
        *("agent.name", "customer.name", "parcel_row.label", "parcel_row.weight", "agent.person_id"),
        *("parcel_row.carrier.name", "customer.orders.total", "customer.country"),
    ),
    "post/parcels": (
        *("carrier.name", "order.number", "calls.minutes", "orders.total", "order.customer.name"),
    ),
    "post/carriers": (),
}
"""Over relations, of its own source and to others."""

SHY = {
    "customers": ("email", "card", "email", "card", "phone", "region_id", "absent"),
    "orders": ("note", "absent"),
    "order_lines": ("absent",),
    "people": ("pay", "absent"),
    "devices": ("api_key", "absent"),
    "crm/agents": ("code", "wage", "active", "absent", "region_id"),
    "crm/calls": ("note", "absent"),
    "post/parcels": ("sender", "note", "zone", "absent"),
    "post/carriers": ("rating", "active", "absent"),
}
"""Masked columns, hidden ones, and one that there is not."""

SHY_PATHS = {
    "customers": (
        *("region.name", "orders.note", "calls.note", "things.hush", "card_row.label", "region_row.name"),
        *("name_row.id", "agents.name"),
    ),
    "orders": (
        *("customer.email", "customer.phone", "customer.region.name", "parcels.zone", "number_row.sender"),
        *("number_row.note", "status_row.name", "note_row.label", "bills.sum"),
    ),
    "order_lines": ("order.note", "quantity_row.code", "quantity_row.wage"),
    "devices": ("person.pay", "person.devices.api_key"),
    "people": ("boss.pay", "salaries.amount", "agents.active", "id_row.number", "orders.number"),
    "tags": ("customer_tags.customer.card", "id_row.hush", "id_row.name", "name_row.id", "whispers.name"),
    "customer_tags": ("customer.phone", "customer.calls.minutes"),
    "crm/agents": ("calls.note", "person.pay", "orders.note"),
    "crm/calls": (
        *("agent.code", "agent.wage", "customer.email", "customer.card", "customer.name", "parcel_row.note"),
        *("parcel_row.zone", "minutes_row.amount", "note_row.label", "customer.phone"),
    ),
    "post/parcels": (
        *("carrier.rating", "order.note", "note_row.name", "calls.note", "sender_row.id", "orders.status"),
        *("orders.note",),
    ),
    "post/carriers": ("parcels.label",),
}
"""To masked and hidden columns, to hidden tables and sources, and by relations that there are not."""

MEASURED = {
    "customers": ("orders__count", "orders__sum__total", "orders__max__note", "customer_tags__count"),
    "orders": ("order_lines__sum__quantity", "order_lines__count"),
    "people": ("people__count", "people__max__pay", "salaries__sum__amount"),
    "crm/agents": ("calls__count", "calls__sum__minutes", "calls__max__note"),
}
VALUES = (
    *("1", "3", "8", "101", "102", "205", "206", "151", "999", "SE", "NO", "new", "paid", "blocked", "one"),
    *("another", "A-3", "Ana 3", "ana", "Bo", "true", "false", "null", "2026-03-13", "5.50", "", "@today"),
    *("one3", "example", "se", "+41", "tag 1", "p3", "Eve 2"),
)
FAR_VALUES = (
    *("1", "3", "8", "12", "13", "30", "101", "102", "205", "999", "p3", "p7", "p13", "p101", "p205", "c2"),
    *("c5",),
    *("c101", "A-2", "A-7", "Eve 2", "Carrier", "Ana 3", "SE", "one", "another", "Zo", "closed", "true"),
    *("null", ""),
)
