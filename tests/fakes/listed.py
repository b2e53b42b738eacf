"""Apps whose lists differ in few ways, as their own documentation has them: strict where these say so.

Each keeps what it is sent, refuses parameters that it does not know, and pages as the real one does.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from tests.fakes.app import Answer, App

Record = dict[str, Any]
Compares = Callable[[Record, str], bool]


@dataclass
class Listed(App):
    """One list of an app. `proof`: the header that shows who asks. `key`: what its records are found by.

    `filters` and `others` are the parameters that the list takes, `takes_values` what a change takes.
    """

    check: str = ""
    proof: str = ""
    path: str = ""
    key: str = "id"
    most: int = 100
    filters: dict[str, Compares] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    takes_values: frozenset[str] = frozenset()
    records: list[Record] = field(default_factory=list)

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        path, _, query = target.partition("?")
        if headers.get("authorization") != self.proof:
            return self.refusal(401, "Who are you?")
        if path == self.check:
            return 200, self.greeting(), {}
        params = dict(parse_qsl(query, keep_blank_values=True))
        if path == self.path and method == "GET":
            return self._listed(params)
        values = self.values(headers, body) if body else {}
        if values.keys() - self.takes_values:
            return self.refusal(400, f"Unknown: {sorted(values)}")
        if path == self.create_path() and method == "POST":
            self.records.append(self.made(values))
            return 200, self.wrapped(self.records[-1]), {}
        return self._one(method, self.key_in(path, params), values)

    def _listed(self, params: dict[str, str]) -> Answer:
        if unknown := params.keys() - self.filters.keys() - self.others:
            return self.refusal(400, f"Unknown parameters: {sorted(unknown)}")
        found = self.sorted(
            [one for one in self.records if all(self._holds(one, *pair) for pair in params.items())], params
        )
        return self.page(found, params)

    def _holds(self, record: Record, param: str, text: str) -> bool:
        return param not in self.filters or self.filters[param](record, text)

    def _one(self, method: str, key: str, values: Record) -> Answer:
        found = next((one for one in self.records if str(one[self.key]) == key), None)
        if found is None:
            return self.refusal(404, "Not found")
        if method == "DELETE":
            self.records.remove(found)
            return 204, None, {}
        if method != "GET":
            found |= self.changed(values)
        return 200, self.wrapped(found), {}

    def refusal(self, status: int, message: str) -> Answer:
        return status, {"message": message}, {}

    def greeting(self) -> Any:
        return {}

    def create_path(self) -> str:
        return self.path

    def key_in(self, path: str, params: dict[str, str]) -> str:
        return unquote(path.removeprefix(f"{self.path}/"))

    def values(self, headers: dict[str, str], body: bytes) -> Record:
        assert headers["content-type"] == "application/json"
        return json.loads(body)

    def made(self, values: Record) -> Record:
        return {self.key: 1000 + len(self.records), **self.changed(values)}

    def changed(self, values: Record) -> Record:
        return values

    def wrapped(self, record: Record) -> Any:
        return record

    def sorted(self, found: list[Record], params: dict[str, str]) -> list[Record]:
        return found

    def page(self, found: list[Record], params: dict[str, str]) -> Answer:
        raise NotImplementedError

    def size(self, params: dict[str, str], name: str) -> int:
        size = int(params.get(name, 20))
        assert 1 <= size <= self.most
        return size


class GitHub(Listed):
    """Issues of a repository: https://docs.github.com/rest/issues/issues. Newest first."""

    opened_by = ("github",)

    def sorted(self, found: list[Record], params: dict[str, str]) -> list[Record]:
        by = {"created": "created_at", "updated": "updated_at"}[params.get("sort", "created")]
        return sorted(found, key=lambda one: one[by], reverse=params.get("direction", "desc") == "desc")

    def page(self, found: list[Record], params: dict[str, str]) -> Answer:
        found = found if "state" in params else [one for one in found if one["state"] == "open"]
        size, number = self.size(params, "per_page"), int(params.get("page", 1))
        more = urlencode({**params, "page": number + 1})
        link = f'<{self.address}{self.path}?{more}>; rel="next"' if number * size < len(found) else ""
        return 200, found[(number - 1) * size : number * size], {"Link": link} if link else {}

    def made(self, values: Record) -> Record:
        return {**self.records[-1], "number": 1000 + len(self.records), **self.changed(values)}

    def changed(self, values: Record) -> Record:
        return {**values, "updated_at": "2024-06-01T00:00:00Z"}


class Airtable(Listed):
    """A table: https://airtable.com/developers/web/api. Formulas are not read: it lets everything through."""

    opened_by = ("airtable",)

    def greeting(self) -> Any:
        fields = [("Name", "singleLineText"), ("Price", "number"), ("Paid", "checkbox"), ("Due", "date")]
        told = [{"id": f"fld{name}", "name": name, "type": kind} for name, kind in fields]
        return {"tables": [{"id": "tblOrders", "name": "Orders", "fields": told}]}

    def sorted(self, found: list[Record], params: dict[str, str]) -> list[Record]:
        name, direction = params.get("sort[0][field]"), params.get("sort[0][direction]")
        if name is None:
            return found
        key = lambda one: (name in one["fields"], one["fields"].get(name))  # noqa: E731
        return sorted(found, key=key, reverse=direction == "desc")

    def page(self, found: list[Record], params: dict[str, str]) -> Answer:
        assert params["returnFieldsByFieldId"] == "true"
        size, start = self.size(params, "pageSize"), int(params.get("offset", "itr0").removeprefix("itr"))
        more = {"offset": f"itr{start + size}"} if start + size < len(found) else {}
        return 200, {"records": found[start : start + size], **more}, {}

    def made(self, values: Record) -> Record:
        id_ = f"rec{1000 + len(self.records)}"
        return {"id": id_, "createdTime": "2024-06-01T00:00:00.000Z", "fields": values["fields"]}

    def changed(self, values: Record) -> Record:
        assert values["returnFieldsByFieldId"] is True
        [found] = [one for one in self.records if one["id"] == self.last]
        return {"fields": {**found["fields"], **values["fields"]}}

    def key_in(self, path: str, params: dict[str, str]) -> str:
        self.last = super().key_in(path, params)
        return self.last

    def refusal(self, status: int, message: str) -> Answer:
        return status, {"error": {"type": "REFUSED", "message": message}}, {}


class Zendesk(Listed):
    """Tickets: https://developer.zendesk.com/api-reference/ticketing/tickets/tickets."""

    opened_by = ("zendesk",)

    def sorted(self, found: list[Record], params: dict[str, str]) -> list[Record]:
        if params.get("support_type_scope", "agent") == "agent":
            found = [one for one in found if one["id"] % 10]  # the others are tickets of AI agents
        sort = params.get("sort", "id")
        return sorted(found, key=lambda one: one[sort.removeprefix("-")], reverse=sort.startswith("-"))

    def page(self, found: list[Record], params: dict[str, str]) -> Answer:
        size, start = self.size(params, "page[size]"), int(params.get("page[after]", 0))
        meta = {"has_more": start + size < len(found), "after_cursor": str(start + size)}
        return 200, {"tickets": found[start : start + size], "meta": meta, "links": {}}, {}

    def values(self, headers: dict[str, str], body: bytes) -> Record:
        return super().values(headers, body)["ticket"]

    def made(self, values: Record) -> Record:
        comment = values.pop("comment")
        dates = {"created_at": "2024-06-01T00:00:00Z", "updated_at": "2024-06-01T00:00:00Z"}
        return {**super().made(values), **dates, "description": comment["body"]}

    def wrapped(self, record: Record) -> Any:
        return {"ticket": record}

    def refusal(self, status: int, message: str) -> Answer:
        return status, {"error": "Refused", "description": message}, {}


class Intercom(Listed):
    """Contacts: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts."""

    opened_by = ("intercom",)

    def page(self, found: list[Record], params: dict[str, str]) -> Answer:
        size, start = self.size(params, "per_page"), int(params.get("starting_after", 0))
        more = {"page": 2, "starting_after": str(start + size)} if start + size < len(found) else None
        pages = {"type": "pages", "next": more, "per_page": size}
        data = found[start : start + size]
        return 200, {"type": "list", "data": data, "total_count": len(found), "pages": pages}, {}

    def made(self, values: Record) -> Record:
        return {"id": f"c{1000 + len(self.records)}", "created_at": 1717200000, **values}

    def refusal(self, status: int, message: str) -> Answer:
        return status, {"type": "error.list", "errors": [{"code": "refused", "message": message}]}, {}


class SendGrid(Listed):
    """Blocks: https://www.twilio.com/docs/sendgrid/api-reference/blocks-api."""

    opened_by = ("sendgrid",)

    def page(self, found: list[Record], params: dict[str, str]) -> Answer:
        size, start = self.size(params, "limit"), int(params.get("offset", 0))
        return 200, found[start : start + size], {}

    def wrapped(self, record: Record) -> Any:
        return [record]

    def refusal(self, status: int, message: str) -> Answer:
        return status, {"errors": [{"message": message, "field": None}]}, {}


class Twilio(Listed):
    """Messages: https://www.twilio.com/docs/messaging/api/message-resource. It takes forms."""

    opened_by = ("twilio",)

    def page(self, found: list[Record], params: dict[str, str]) -> Answer:
        size, number = self.size(params, "PageSize"), int(params.get("Page", 0))
        more = urlencode({**params, "Page": number + 1, "PageToken": "PA"})
        uri = f"{self.path}?{more}" if (number + 1) * size < len(found) else None
        return 200, {"messages": found[number * size : (number + 1) * size], "next_page_uri": uri}, {}

    def values(self, headers: dict[str, str], body: bytes) -> Record:
        assert headers["content-type"] == "application/x-www-form-urlencoded"
        return dict(parse_qsl(body.decode()))

    def key_in(self, path: str, params: dict[str, str]) -> str:
        return path.removeprefix(f"{self.path.removesuffix('.json')}/").removesuffix(".json")

    def made(self, values: Record) -> Record:
        told = {name.lower(): value for name, value in values.items()}
        return {"sid": f"SM{1000 + len(self.records)}", "date_sent": None, "price": None, **told}


class Slack(Listed):
    """Messages of a channel: https://docs.slack.dev/reference/methods/conversations.history."""

    opened_by = ("slack",)

    def refusal(self, status: int, message: str) -> Answer:
        return (
            200,
            {"ok": False, "error": {401: "invalid_auth", 404: "channel_not_found"}.get(status, message)},
            {},
        )

    def greeting(self) -> Any:
        return {"ok": True, "team": "Shop"}

    def create_path(self) -> str:
        return "/api/chat.postMessage"

    def values(self, headers: dict[str, str], body: bytes) -> Record:
        assert headers["content-type"] == "application/x-www-form-urlencoded"
        return dict(parse_qsl(body.decode()))

    def made(self, values: Record) -> Record:
        del values["channel"]
        return {"type": "message", "ts": f"{1503435956 + len(self.records)}.000247", "user": "U1", **values}

    def wrapped(self, record: Record) -> Any:
        return {"ok": True, "ts": record["ts"], "message": record}

    def page(self, found: list[Record], params: dict[str, str]) -> Answer:
        size, start = self.size(params, "limit"), int(params.get("cursor", "next0").removeprefix("next"))
        newest = found[::-1]
        more = start + size < len(found)
        after = {"response_metadata": {"next_cursor": f"next{start + size}"}} if more else {}
        return 200, {"ok": True, "messages": newest[start : start + size], "has_more": more, **after}, {}
