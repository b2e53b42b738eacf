"""A HubSpot of our own, strict where its pages say that it is: searches by POST, values that are texts.

https://developers.hubspot.com/docs/api-reference/search/guide
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from tests.canaries import canary
from tests.fakes.app import Answer, App

TOKEN = canary("hubspot")
CEILING = 10_000
OPERATORS = {
    "EQ": lambda stored, one: stored is not None and _order(stored) == _order(one["value"]),
    "LT": lambda stored, one: stored is not None and _order(stored) < _order(one["value"]),
    "LTE": lambda stored, one: stored is not None and _order(stored) <= _order(one["value"]),
    "GT": lambda stored, one: stored is not None and _order(stored) > _order(one["value"]),
    "GTE": lambda stored, one: stored is not None and _order(stored) >= _order(one["value"]),
    "IN": lambda stored, one: stored is not None and stored.lower() in [v.lower() for v in one["values"]],
    "HAS_PROPERTY": lambda stored, one: stored is not None,
    "NOT_HAS_PROPERTY": lambda stored, one: stored is None,
}


def told(name: str, type_: str, field_type: str = "text", *options: str, **more: Any) -> dict[str, Any]:
    """A property."""
    read_only = more.pop("read_only", False)
    return {
        "name": name,
        "label": name.title(),
        "type": type_,
        "fieldType": field_type,
        "groupName": "information",
        "options": [{"label": one.title(), "value": one, "hidden": False} for one in options],
        "hidden": False,
        "hubspotDefined": True,
        "modificationMetadata": {"readOnlyValue": read_only, "archivable": True},
        **more,
    }


CONTACTS = [
    told("email", "string"),
    told("firstname", "string"),
    told("lifecyclestage", "enumeration", "radio", "lead", "customer"),
    told("hubspot_owner_id", "enumeration", "select", externalOptions=True),
    told("createdate", "datetime", "date", read_only=True),
    told("lastmodifieddate", "datetime", "date", read_only=True),
    told("hs_never_shown", "string"),
    told("balance", "number", "number", hubspotDefined=False),
    told("birthday", "date", "date", hubspotDefined=False),
    told("newsletter", "bool", "booleancheckbox", "true", "false", hubspotDefined=False),
    told("topics", "enumeration", "checkbox", "art", "sport", "food", hubspotDefined=False),
    told("score", "number", "calculation_equation", calculated=True, hubspotDefined=False),
]


class Refused(Exception):
    """An answer that is an error."""


@dataclass
class HubSpot(App):
    """The server's memory: contacts, and deals that the token may not see. `lags`: searches miss new ones."""

    opened_by = ("hubspot",)

    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    archived: set[str] = field(default_factory=set)
    number: int = 100

    def add(self, **values: str) -> str:
        self.number += 1
        id_ = str(self.number)
        moment = f"2024-05-{1 + self.number % 28:02}T10:00:00.123Z"
        self.kept[id_] = {"createdate": moment, "lastmodifieddate": moment, **values}
        return id_

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"status": "error", "message": "Authentication credentials not found."}, {}
        if body and headers.get("content-type") != "application/json":
            return 415, {"status": "error", "message": "JSON only."}, {}
        path, _, query = target.partition("?")
        try:
            return self._answered(method, path, dict(parse_qsl(query)), body)
        except Refused as refused:
            status, message = refused.args
            return status, {"status": "error", "message": message, "category": "VALIDATION_ERROR"}, {}

    def _answered(self, method: str, path: str, params: dict[str, str], body: bytes) -> Answer:
        match method, path.split("/")[1:]:
            case "GET", ["account-info", "v3", "details"]:
                return 200, {"portalId": 1}, {}
            case "GET", ["crm", "v3", "properties", "contacts"]:
                return 200, {"results": CONTACTS}, {}
            case _, ["crm", "v3", "properties", _]:
                raise Refused(403, "This app hasn't been granted all required scopes to make this call.")
            case "POST", ["crm", "v3", "objects", "contacts", "search"]:
                return 200, self._searched(json.loads(body), len(body)), {}
            case "POST", ["crm", "v3", "objects", "contacts"]:
                id_ = self.add()
                return 201, self._changed(id_, json.loads(body)), {}
            case _, ["crm", "v3", "objects", "contacts", id_] if (
                id_ in self.kept and id_ not in self.archived
            ):
                return self._one(method, id_, params, body)
        raise Refused(404, "resource not found")

    def _one(self, method: str, id_: str, params: dict[str, str], body: bytes) -> Answer:
        match method:
            case "GET":
                return 200, self._told(id_, params.get("properties", "email,firstname").split(",")), {}
            case "PATCH":
                return 200, self._changed(id_, json.loads(body)), {}
            case "DELETE":
                self.archived.add(id_)
                return 204, None, {}
        raise Refused(405, "method not allowed")

    def _changed(self, id_: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer holds what was sent, and not the whole record."""
        sent = body.pop("properties")
        if body:
            raise Refused(400, f"Invalid input JSON: unknown {sorted(body)}")
        for name, value in sent.items():
            _require(name, value)
        taken = {one.get("email") for other, one in self.kept.items() if other != id_} - {None}
        if sent.get("email") in taken:
            if self.kept[id_].keys() == {"createdate", "lastmodifieddate"}:
                del self.kept[id_]
            raise Refused(409, "Contact already exists.")
        self.kept[id_] |= {name: value for name, value in sent.items() if value != ""}
        for name in [name for name, value in sent.items() if value == ""]:
            self.kept[id_].pop(name, None)
        return self._told(id_, [*sent])

    def _told(self, id_: str, names: list[str]) -> dict[str, Any]:
        values = {name: self.kept[id_].get(name) for name in [*names, "lastmodifieddate"]}
        return {"id": id_, "properties": values, "createdAt": self.kept[id_]["createdate"], "archived": False}

    def _searched(self, body: dict[str, Any], length: int) -> dict[str, Any]:
        if length > 3000:
            raise Refused(400, "The request is longer than 3000 characters.")
        if unknown := body.keys() - {"filterGroups", "sorts", "query", "properties", "limit", "after"}:
            raise Refused(400, f"Invalid input JSON: unknown {sorted(unknown)}")
        limit, after = body.get("limit", 10), int(body.get("after", "0"))
        if not isinstance(limit, int) or not 1 <= limit <= 200:
            raise Refused(400, "limit must be at most 200")
        if after + limit > CEILING:
            raise Refused(400, "Paging through more than 10000 results is not possible.")
        groups = body.get("filterGroups", [])
        if len(groups) > 5 or any(not 1 <= len(group["filters"]) <= 6 for group in groups):
            raise Refused(400, "Too many filters.")
        found = [id_ for id_ in self.kept if id_ not in self.archived and self._holds(id_, groups)]
        for sort in body.get("sorts", [])[:1]:
            _known(sort["propertyName"])
            descending = {"ASCENDING": False, "DESCENDING": True}[sort["direction"]]
            found.sort(key=lambda id_: self.kept[id_].get(sort["propertyName"]) or "", reverse=descending)
        results = [self._told(id_, body["properties"]) for id_ in found[after : after + limit]]
        more = {"paging": {"next": {"after": str(after + limit)}}} if after + limit < len(found) else {}
        return {"total": len(found), "results": results, **more}

    def _holds(self, id_: str, groups: list[Any]) -> bool:
        return not groups or any(all(self._passes(id_, one) for one in group["filters"]) for group in groups)

    def _passes(self, id_: str, one: dict[str, Any]) -> bool:
        property_ = _known(one["propertyName"])
        wants = {"IN": "values", "HAS_PROPERTY": "", "NOT_HAS_PROPERTY": ""}.get(one["operator"], "value")
        if one.keys() - {"propertyName", "operator"} != ({wants} if wants else set()):
            raise Refused(400, f"{one['operator']} wants {wants or 'nothing'}")
        small = all(value == value.lower() for value in one.get("values", []))
        if property_["type"] == "string" and not small:
            return False
        return OPERATORS[one["operator"]](self.kept[id_].get(one["propertyName"]), one)


def _known(name: str) -> dict[str, Any]:
    for one in CONTACTS:
        if one["name"] == name:
            return one
    raise Refused(400, f"There is no property {name}.")


def _require(name: str, value: object) -> None:
    property_ = _known(name)
    if not isinstance(value, str):
        raise Refused(400, f"{name} is no text")
    if property_["modificationMetadata"]["readOnlyValue"] or property_.get("calculated"):
        raise Refused(400, f"{name} is read-only")
    options = [one["value"] for one in property_["options"]]
    if options and value and not set(value.split(";")) <= set(options):
        raise Refused(400, f"{value} was not one of the allowed options: {options}")


def _order(value: str) -> Any:
    """Moments as milliseconds, numbers as numbers, and texts without regard to case."""
    try:
        return float(value)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000
    except ValueError:
        return value.lower()
