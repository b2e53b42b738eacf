"""A Notion of our own, strict where its pages say that it is: typed values, trees of filters, its version.

https://developers.notion.com/reference, version 2025-09-03.
"""

import base64
import json
import secrets
from dataclasses import dataclass, field
from operator import contains, eq, ge, gt, le, lt
from typing import Any
from urllib.parse import parse_qsl

from tests.canaries import canary
from tests.fakes.app import Answer, App

TOKEN = canary("notion")
CLIENT, SECRET = "463558a3-725e-4f37-b6d3-0889894f68de", canary("notion-client")
REDIRECT = "https://admin.example.com/connected.html"
VERSION = "2025-09-03"
TASKS = "1b6c2f4a-0000-4000-8000-000000000001"
NOTES = "1b6c2f4a-0000-4000-8000-000000000002"
TEXTS = ("title", "rich_text", "url", "email", "phone_number")
STATES = ("Open", "Done")


def prop(type_: str, **about: Any) -> dict[str, Any]:
    return {"id": "x", "type": type_, type_: about}


def source(id_: str, title: str, **properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "object": "data_source",
        "id": id_,
        "title": [{"type": "text", "plain_text": title}],
        "properties": {
            name.replace("__", ". ").replace("_", " "): {**one, "name": name}
            for name, one in properties.items()
        },
    }


SOURCES = {
    TASKS: source(
        TASKS,
        "Tasks",
        Name=prop("title"),
        No__of_seats=prop("number", format="number"),
        State=prop("select", options=[{"name": one, "id": one} for one in STATES]),
        Done=prop("checkbox"),
        Due=prop("date"),
        Tags=prop("multi_select", options=[{"name": "a"}, {"name": "b"}]),
        Notes=prop("rich_text"),
        Site=prop("url"),
        Sum=prop("formula", expression="1 + 1"),
        Ticket=prop("unique_id", prefix="T"),
    ),
    NOTES: source(NOTES, "Tasks", Title=prop("title")),
}


class Refused(Exception):
    """An answer that is an error."""


@dataclass
class Notion(App):
    """The server's memory: pages by id, and the tokens that hold.

    `renews`: refresh tokens are given. `refresh`: the access token that each of them came with.
    """

    opened_by = ("notion",)

    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    number: int = 0
    tokens: list[str] = field(default_factory=lambda: [TOKEN])
    refresh: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    renews: bool = False

    def add(self, parent: str = TASKS, **values: Any) -> str:
        """A page; values go by names with __ for dots, and as Notion takes them."""
        self.number += 1
        id_ = f"2c000000-0000-4000-8000-{self.number:012}"
        names = {name: name for name in SOURCES[parent]["properties"]}
        given = {name.replace("__", ". ").replace("_", " "): value for name, value in values.items()}
        moment = f"2024-05-{1 + self.number % 28:02}T10:{self.number % 60:02}:00.000Z"
        empty = {name: _empty(SOURCES[parent]["properties"][name]["type"], self.number) for name in names}
        self.kept[id_] = {
            "object": "page",
            "id": id_,
            "parent": {"type": "data_source_id", "data_source_id": parent, "database_id": "d"},
            "created_time": moment,
            "last_edited_time": moment,
            "in_trash": False,
            "url": f"https://www.notion.so/{id_}",
            "properties": empty,
        }
        self._set(self.kept[id_], given)
        return id_

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        try:
            _require_form(headers, body)
            if target.startswith("/v1/oauth/"):
                return 200, self._token_answered(target, headers, json.loads(body)), {}
            self._require_token(headers)
            return 200, self._answered(method, target, json.loads(body or b"null")), {}
        except Refused as refused:
            status, code, message = refused.args
            return status, {"object": "error", "status": status, "code": code, "message": message}, {}

    def _answered(self, method: str, target: str, body: Any) -> Any:
        match method, target.split("/")[1:]:
            case "GET", ["v1", "users", "me"]:
                return {"object": "user", "id": "u", "type": "bot"}
            case "POST", ["v1", "search"]:
                if body.pop("filter", None) != {"property": "object", "value": "data_source"}:
                    raise Refused(400, "validation_error", "filter.value should be page or data_source")
                return _page(list(SOURCES.values()), body, 1)
            case "POST", ["v1", "data_sources", id_, "query"] if id_ in SOURCES:
                return self._queried(id_, body)
            case "POST", ["v1", "pages"]:
                return self._created(body)
            case "GET" | "PATCH", ["v1", "pages", id_] if id_ in self.kept:
                return self.kept[id_] if method == "GET" else self._updated(self.kept[id_], body)
        raise Refused(
            404, "object_not_found", "Could not find page. Make sure it is shared with your integration."
        )

    def agree(self, url: str) -> dict[str, str]:
        """What a person brings back who chose pages at `url`. There are no scopes, and there is no PKCE."""
        page, _, query = url.partition("?")
        asked = dict(parse_qsl(query))
        assert page == f"{self.address}/v1/oauth/authorize"
        state = asked.pop("state")
        assert asked == {
            "owner": "user",
            "client_id": CLIENT,
            "redirect_uri": REDIRECT,
            "response_type": "code",
        }
        code = secrets.token_urlsafe(8)
        self.codes[code] = REDIRECT
        return {"code": code, "state": state}

    def _token_answered(self, target: str, headers: dict[str, str], body: Any) -> Any:
        pair = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if headers.get("authorization") != f"Basic {pair}":
            raise Refused(401, "invalid_client", "Client authentication failed.")
        match target.rpartition("/")[2], body:
            case "token", {"grant_type": "authorization_code", "code": code, "redirect_uri": back, **more}:
                if more or self.codes.pop(code, None) != back:
                    raise Refused(400, "invalid_grant", f"Invalid code: {code}")
                return self._given()
            case "token", {"grant_type": "refresh_token", "refresh_token": token, **more}:
                if more or token not in self.refresh:
                    raise Refused(400, "invalid_grant", "Invalid refresh token.")
                self._end(self.refresh.pop(token))
                return self._given()
            case "revoke", {"token": token, **more} if not more and token in self.tokens:
                self._end(token)
                return {"request_id": "d7b2c7a1-7d2f-4a3f-9b3b-0b5f8d0a1c2e"}
        raise Refused(400, "invalid_request", "body failed validation")

    def _require_token(self, headers: dict[str, str]) -> None:
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            raise Refused(401, "unauthorized", "API token is invalid.")

    def _end(self, token: str) -> None:
        self.tokens = [one for one in self.tokens if one != token]

    def _given(self) -> Any:
        """Of a workspace; no token says when it ends."""
        token = canary(f"notion-{secrets.token_hex(6)}")
        self.tokens.append(token)
        again = canary(f"notion-{secrets.token_hex(6)}") if self.renews else None
        if again:
            self.refresh[again] = token
        about = {
            "bot_id": "b",
            "workspace_id": "w",
            "owner": {"type": "user"},
            "duplicated_template_id": None,
        }
        return {"access_token": token, "token_type": "bearer", "refresh_token": again, **about}

    def _queried(self, id_: str, body: dict[str, Any]) -> Any:
        pages = [one for one in self.kept.values() if one["parent"]["data_source_id"] == id_]
        where, sorts = body.pop("filter", None), body.pop("sorts", [])
        found = [
            one for one in pages if not one["in_trash"] and (where is None or _holds(id_, one, where, 0))
        ]
        for sort in reversed(sorts):
            descending = {"ascending": False, "descending": True}[sort["direction"]]
            found.sort(key=lambda one: one[sort["timestamp"]], reverse=descending)
        return _page(found, body, 100)

    def _created(self, body: dict[str, Any]) -> Any:
        parent = body.pop("parent", {})
        if parent.keys() != {"type", "data_source_id"} or parent["data_source_id"] not in SOURCES:
            raise Refused(400, "validation_error", "body.parent should be defined")
        sent = body.pop("properties", {})
        if body:
            raise Refused(400, "validation_error", f"body.{next(iter(body))} should be not present")
        _require(parent["data_source_id"], sent)
        id_ = self.add(parent["data_source_id"])
        self._set(self.kept[id_], sent)
        return self.kept[id_]

    def _updated(self, page: dict[str, Any], body: dict[str, Any]) -> Any:
        if body.keys() - {"properties", "in_trash"}:
            raise Refused(400, "validation_error", f"body.{sorted(body)} should be not present")
        if page["in_trash"]:
            raise Refused(400, "validation_error", "Can't edit block that is archived.")
        _require(page["parent"]["data_source_id"], body.get("properties", {}))
        self._set(page, body.get("properties", {}))
        page["in_trash"] = body.get("in_trash", False)
        return page

    def _set(self, page: dict[str, Any], sent: dict[str, Any]) -> None:
        for name, one in sent.items():
            [(type_, value)] = one.items()
            if type_ in ("title", "rich_text"):
                value = [
                    {"type": "text", "text": part["text"], "plain_text": part["text"]["content"]}
                    for part in value
                ]
            if type_ == "date" and value:
                value = {"start": value["start"], "end": value.get("end"), "time_zone": None}
            page["properties"][name] = {"id": "x", "type": type_, type_: value}


def _require_form(headers: dict[str, str], body: bytes) -> None:
    if headers.get("notion-version") != VERSION:
        raise Refused(400, "missing_version", "Notion-Version header failed validation.")
    if body and headers.get("content-type") != "application/json":
        raise Refused(400, "invalid_json", "Error parsing JSON body.")


def _empty(type_: str, number: int) -> dict[str, Any]:
    values = {"title": [], "rich_text": [], "multi_select": [], "checkbox": False}
    values |= {"formula": {"type": "number", "number": 2}, "unique_id": {"prefix": "T", "number": number}}
    return {"id": "x", "type": type_, type_: values.get(type_)}


def _page(found: list[Any], body: dict[str, Any], most: int) -> Any:
    """The search gives one at a time, so that it must be paged."""
    size, cursor = body.pop("page_size", 100), body.pop("start_cursor", "0")
    if body:
        raise Refused(400, "validation_error", f"body.{next(iter(body))} should be not present")
    if not isinstance(size, int) or not 1 <= size <= 100:
        raise Refused(400, "validation_error", "body.page_size should be <= 100")
    size, start = min(size, most), int(cursor)
    more = start + size < len(found)
    page = {"object": "list", "results": found[start : start + size], "has_more": more}
    return {**page, "next_cursor": str(start + size) if more else None}


def _holds(source_: str, page: dict[str, Any], where: dict[str, Any], depth: int) -> bool:
    for word, all_or_any in (("and", all), ("or", any)):
        if word in where:
            if depth > 1:
                raise Refused(400, "validation_error", "Filters nest two deep at most.")
            return all_or_any([_holds(source_, page, one, depth + 1) for one in where[word]])
    if "timestamp" in where:
        name = where["timestamp"]
        return _compared("date", page[name][:16], where[name])
    property_ = SOURCES[source_]["properties"].get(where["property"])
    [type_] = where.keys() - {"property"}
    if property_ is None or property_["type"] != type_:
        raise Refused(
            400, "validation_error", f"Could not find property {where['property']} of type {type_}."
        )
    options = [one["name"] for one in property_[type_].get("options", [])]
    if type_ == "select" and where[type_].get("equals", options[0]) not in options:
        raise Refused(400, "validation_error", "select option not found")
    return _compared(type_, _bare(type_, page["properties"][where["property"]][type_]), where[type_])


def _bare(type_: str, value: Any) -> Any:
    match type_:
        case "title" | "rich_text":
            return "".join(part["plain_text"] for part in value) or None
        case "select":
            return value and value["name"]
        case "multi_select":
            return [one["name"] for one in value] or None
        case "date":
            return value and value["start"]
        case _:
            return value


NUMBERS = {
    "equals": eq,
    "less_than": lt,
    "less_than_or_equal_to": le,
    "greater_than": gt,
    "greater_than_or_equal_to": ge,
}
WORDS = {"equals": eq, "contains": contains, "starts_with": str.startswith, "ends_with": str.endswith}
CONDITIONS = {
    **dict.fromkeys(TEXTS, WORDS),
    "number": NUMBERS,
    "select": {"equals": eq},
    "checkbox": {"equals": eq},
    "multi_select": {"contains": contains},
    "date": {
        "on_or_after": lambda stored, wanted: stored >= wanted[: len(stored)],
        "on_or_before": lambda stored, wanted: stored[: len(wanted)] <= wanted,
    },
}


def _compared(type_: str, stored: Any, how: dict[str, Any]) -> bool:
    [(condition, wanted)] = how.items()
    if condition in ("is_empty", "is_not_empty"):
        return (stored is None) == (condition == "is_empty")
    if condition not in CONDITIONS[type_]:
        raise Refused(400, "validation_error", f"{type_}.{condition} should be not present")
    if stored is None:
        return False
    if type_ in TEXTS:
        stored, wanted = stored.lower(), wanted.lower()
    return CONDITIONS[type_][condition](stored, wanted)


def _require(source_: str, sent: dict[str, Any]) -> None:
    """Each value wrapped in the type of its property, and of the shape that this type has."""
    for name, one in sent.items():
        property_ = SOURCES[source_]["properties"].get(name)
        if property_ is None:
            raise Refused(400, "validation_error", f"{name} is not a property that exists.")
        type_ = property_["type"]
        if [*one] != [type_]:
            raise Refused(400, "validation_error", f"{name} is expected to be {type_}.")
        if not _shaped(type_, one[type_]):
            raise Refused(400, "validation_error", f"body.properties.{name}.{type_} has another shape.")


def _shaped(type_: str, value: Any) -> bool:
    match type_:
        case "title" | "rich_text":
            return isinstance(value, list) and all(len(one["text"]["content"]) <= 2000 for one in value)
        case "number":
            return value is None or isinstance(value, int | float)
        case "select":
            return value is None or value.keys() == {"name"}
        case "multi_select":
            return isinstance(value, list) and all(one.keys() == {"name"} for one in value)
        case "checkbox":
            return isinstance(value, bool)
        case "date":
            return value is None or (value.keys() <= {"start", "end"} and isinstance(value["start"], str))
        case "url" | "email" | "phone_number":
            return value is None or (isinstance(value, str) and value != "")
        case _:
            return False
