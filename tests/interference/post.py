"""A post office with an API, as a source of the bridge: what it keeps, and how it is described."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.app import Answer, App

Record = dict[str, Any]
FILTERS = {"parcels": ("label",), "carriers": ("active",)}

PAGING = '{ kind = "page", param = "page", size = "size", most = 5 }'
DESCRIPTION = """
title = "Post"
address = "{address}"
auth = {{ kind = "none" }}
check = "/carriers"
message = "message"
once = "Idempotency-Key"
expand = {{ param = "expand" }}
limits = {{ per_second = 1000, requests = 100 }}

[operations.latest]
title = "The latest parcel"
path = "/latest"
answers = "parcels"

[operations.{every_hidden}]
title = "Do what nobody may"
path = "/latest"

[collections.parcels]
key = "id"
get = {{ path = "/parcels/{{id}}" }}
create = {{ path = "/parcels" }}
update = {{ method = "PATCH", path = "/parcels/{{id}}" }}
delete = {{ method = "DELETE", path = "/parcels/{{id}}" }}
list = {{ path = "/parcels", records = "items", total = "total", paging = {paging} }}

[collections.parcels.columns]
id = {{ type = "text" }}
label = {{ type = "text", filters = {{ eq = "label" }}, create = true, update = true }}
weight = {{ type = "integer", create = true, update = true }}
sender = {{ type = "text" }}
note = {{ type = "text" }}
zone = {{ type = "text", create = true, update = true }}
carrier_id = {{ type = "text", path = "carrier", refers = "carriers", create = true, update = true }}
order_id = {{ type = "integer", create = true, update = true }}

[collections.parcels.operations.send]
title = "Send"
path = "/parcels/{{id}}/send"
confirm = "It cannot be called back."
answers = "parcels"
parameters = {{ weight = {{ type = "integer", required = true }}, label = {{ type = "text" }} }}

[collections.parcels.operations.bill]
title = "Bill"
path = "/parcels/{{id}}/bill"
answers = "bills"

[collections.parcels.operations.{every_hidden}]
title = "Do what nobody may"
path = "/parcels/{{id}}/send"

[collections.carriers]
key = "id"
get = {{ path = "/carriers/{{id}}" }}
update = {{ method = "PATCH", path = "/carriers/{{id}}" }}
list = {{ path = "/carriers", records = "items", total = "total", paging = {paging} }}

[collections.carriers.columns]
id = {{ type = "text" }}
name = {{ type = "text", update = true }}
active = {{ type = "boolean", filters = {{ eq = "active" }}, update = true }}
rating = {{ type = "integer" }}

[collections.bills]
key = "id"
list = {{ path = "/bills", records = "items" }}
get = {{ path = "/bills/{{id}}" }}

[collections.bills.columns]
id = {{ type = "text" }}
sum = {{ type = "integer" }}
"""
"""Of its tables a clerk sees those parcels whose zone is open, which is looked at in the bridge, and those
carriers that are active, which the app filters by. `{every_hidden}`: operations that they may not run."""

RIGHTS = {
    "post/parcels": {
        "rows": {"column": "zone", "op": "eq", "value": "open"},
        "read": ["id", "label", "weight", "sender", "carrier_id", "order_id"],
        "mask": {"sender": {"kind": "partial", "keep": 2}},
        "create": ["label", "weight", "carrier_id", "order_id"],
        "preset": {"zone": "open"},
        "update": ["label", "weight", "carrier_id", "order_id"],
        "delete": True,
        "aggregate": True,
        "export": True,
        "operations": ["send", "bill"],
    },
    "post/carriers": {
        "rows": {"column": "active", "op": "eq", "value": True},
        "read": ["id", "name"],
        "update": ["name"],
        "aggregate": True,
        "export": True,
    },
}


@dataclass
class Post(App):
    """The records of one side, and how many were made since."""

    kept: dict[str, list[Record]] = field(default_factory=dict)
    made: int = 0

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        path, _, query = target.partition("?")
        params, sent = dict(parse_qsl(query)), json.loads(body or b"{}")
        match path.removeprefix("/").split("/"):
            case ["latest"]:
                return 200, self.kept["parcels"][-1], {}
            case [name] if name in self.kept and method == "GET":
                return self._listed(name, params)
            case [name] if name in self.kept:
                self.made += 1
                self.kept[name].insert(0, {"id": f"m{self.made}", **sent})
                return 200, self.kept[name][0], {}
            case [name, key, *doing] if name in self.kept:
                return self._one(method, name, key, doing, sent, params)
        return 404, {"message": "There is no such path."}, {}

    def _listed(self, name: str, params: dict[str, str]) -> Answer:
        size, page = int(params.pop("size", 10)), int(params.pop("page", 1))
        expand = params.pop("expand", "")
        if not params.keys() <= {*FILTERS.get(name, ())}:
            return 400, {"message": f"Unknown: {sorted(params)}"}, {}
        found = [
            one
            for one in self.kept[name]
            if all(str(one[param]).lower() == text.lower() for param, text in params.items())
        ]
        shown = [self._expanded(one, expand) for one in found[(page - 1) * size : page * size]]
        return 200, {"items": shown, "total": len(found)}, {}

    def _one(
        self, method: str, name: str, key: str, doing: list[str], sent: Record, params: dict[str, str]
    ) -> Answer:
        found = next((one for one in self.kept[name] if one["id"] == key), None)
        if found is None:
            return 404, {"message": "There is no such record."}, {}
        if doing == ["bill"]:
            return 200, self.kept["bills"][0], {}
        if method == "DELETE":
            self.kept[name].remove(found)
        elif method != "GET":
            found |= sent
        return 200, self._expanded(found, params.get("expand", "")), {}

    def _expanded(self, record: Record, path: str) -> Record:
        if path != "carrier":
            return record
        [whole] = [one for one in self.kept["carriers"] if one["id"] == record["carrier"]] or [None]
        return {**record, "carrier": whole}


def post(every_hidden: str, hidden_rows: tuple[int, ...]) -> Post:
    """The post office of one side. Hidden records stand among the others."""
    word, size = every_hidden, len(hidden_rows)
    carriers = [
        {"id": f"c{n}", "name": f"Carrier {n}", "active": True, "rating": size * n} for n in range(1, 5)
    ]
    for n in (5, *hidden_rows):
        carriers.insert(n % 4, {"id": f"c{n}", "name": f"{word} {n}", "active": False, "rating": n})
    parcels = [_parcel(n, word, "open", f"c{n % 5 + 1}") for n in range(1, 13)]  # c5 is hidden
    for n in (13, *hidden_rows):
        # One has the label of a parcel that is seen, and is of an order that is.
        hidden = {"label": f"A-{n % 12 + 1}", "order_id": n % 16 + 1, "weight": size}
        parcels.insert(n % 9, _parcel(n, word, "closed", "c1") | hidden)
        parcels.append(_parcel(n + 50, word, "closed", "c2"))
    return Post(kept={"parcels": parcels, "carriers": carriers, "bills": [{"id": word, "sum": size}]})


def _parcel(n: int, word: str, zone: str, carrier: str) -> Record:
    return {
        "id": f"p{n}",
        "label": f"A-{n}",
        "weight": n * 10,
        "sender": f"{word}Zo",
        "note": word,
        "zone": zone,
        "carrier": carrier,
        "order_id": n + 3,
    }
