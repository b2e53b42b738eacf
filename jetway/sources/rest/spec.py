"""The description of an app: what its API holds, takes and gives. Data in TOML, and no code.

`docs/reference/connectors.md` has a line for each field. Secrets are named, as options of the kind, and
never in the file.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

import msgspec
from msgspec import Meta

from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.sources.rest.auth import Auth
from jetway.sources.rest.doing import Doing
from jetway.sources.rest.language import Language, Parameters


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a description, in which nothing unknown may stand."""


class Paged(Part, frozen=True, kw_only=True):
    """`size`: the parameter for how many records a page holds, at most `most`."""

    size: str = ""
    most: Annotated[int, Meta(ge=1, le=10_000)] = 100


class Cursor(Paged, frozen=True, kw_only=True, tag_field="kind", tag="cursor"):
    """`param` takes what stands at `next` in the answer, or at `last` in its last record.

    `more`: where the answer says whether there is more.
    """

    param: str
    next: str = ""
    last: str = ""
    more: str = ""


class PageNumber(Paged, frozen=True, kw_only=True, tag_field="kind", tag="page"):
    """`param` takes the number of the page."""

    param: str
    first: int = 1


class Offset(Paged, frozen=True, kw_only=True, tag_field="kind", tag="offset"):
    """`param` takes how many records to leave out."""

    param: str


class LinkHeader(Paged, frozen=True, kw_only=True, tag_field="kind", tag="link_header"):
    """The header `Link` holds the address of the next page: RFC 8288."""


class NextUrl(Paged, frozen=True, kw_only=True, tag_field="kind", tag="next_url"):
    """The address of the next page stands at `path` in the answer."""

    path: str


class OnePage(Paged, frozen=True, kw_only=True, tag_field="kind", tag="none"):
    """All records come at once."""


Paging: TypeAlias = Cursor | PageNumber | Offset | LinkHeader | NextUrl | OnePage


Constant: TypeAlias = str | bool | int | tuple[str, ...]
"""What a body holds always. The key's name in braces stands for the key, where there is one."""


class Asking(Part, frozen=True, kw_only=True):
    """How records are asked for. By `POST`, a body in JSON holds `also` and what else would be parameters."""

    path: str
    method: Literal["GET", "POST"] = "GET"
    params: dict[str, str] = {}
    also: dict[str, Constant] = {}


class Listing(Asking, frozen=True, kw_only=True):
    """How records are listed. `records`: where they are in the answer; `total`: where their number is.

    `item`: where in each of them the record is. `ceiling`: how many the app lists of all that it finds, 0 for
    every one.
    """

    records: str = ""
    item: str = ""
    total: str = ""
    paging: Paging = OnePage()
    ceiling: Annotated[int, Meta(ge=0)] = 0


class Searching(Listing, frozen=True, kw_only=True):
    """A search of the app's own, which may be behind its records. `query`: the parameter for what is sought.

    Its clauses are made of columns' `searches`, with `AND` between. `least`: how many letters a part of a
    text must have.
    """

    query: str
    least: Annotated[int, Meta(ge=1)] = 1


class Getting(Asking, frozen=True, kw_only=True):
    """How one record is read. `within`: what it holds, of an app with one path for several collections."""

    record: str = ""
    within: dict[str, str] = {}


class Changing(Part, frozen=True, kw_only=True):
    """How a record is made, changed or deleted. `wrap`: where in the body the values go.

    `also`: what the body holds beside them. `reread`: the answer holds a part of the record alone. `errors`:
    where the answer lists why the change was not made.
    """

    path: str
    method: Literal["POST", "PUT", "PATCH", "DELETE"] = "POST"
    body: Literal["json", "form"] = "json"
    wrap: str = ""
    also: dict[str, Constant] = {}
    record: str = ""
    reread: bool = False
    errors: str = ""


class Sorting(Part, frozen=True, kw_only=True):
    """`param` takes a column's `sort`, and `direction` takes asc or desc; without, `-` is descending.

    `ascending`, `descending`: other words for it. `{sort}` in them and in `param` is the column's `sort`.
    """

    param: str
    direction: str = ""
    ascending: str = ""
    descending: str = ""


class ColumnSpec(Part, frozen=True, kw_only=True):
    """A column. `path`: where its value is in a record, if not under its name. `filters`: parameters.

    `sent`: where it is in a change, if not there too. `absent`: what a record without a value for it means.
    `searches`: what stands before the value in a clause of the search. `money`: the column that names the
    currency, of a number of its smallest unit.
    """

    type: Type
    path: str = ""
    sent: str = ""
    absent: bool | None = None
    format: Literal["", "unix", "rfc2822"] = ""
    create: bool = False
    update: bool = False
    required: bool = False
    options: tuple[str, ...] = ()
    refers: str = ""
    comment: str = ""
    money: str = ""
    filters: dict[Op, str] = {}
    searches: dict[Op, str] = {}
    sort: str = ""


class Collection(Part, frozen=True, kw_only=True):
    """A table. `natural`: the order of its list. `gone`: where a record says that it is deleted."""

    key: str
    columns: dict[str, ColumnSpec]
    list: Listing
    search: Searching | None = None
    get: Getting | None = None
    create: Changing | None = None
    update: Changing | None = None
    delete: Changing | None = None
    natural: tuple[str, ...] = ()
    sort: Sorting | None = None
    gone: str = ""
    comment: str = ""
    operations: dict[str, Doing] = {}


class Expanding(Part, frozen=True, kw_only=True):
    """`param` takes the path of a reference to bring along; in a list, behind `within`."""

    param: str
    within: str = ""


class Bounds(Part, frozen=True, kw_only=True):
    """What the app and one read take: `requests`, `seconds` and `rows` are of one read."""

    per_second: Annotated[float, Meta(gt=0, le=1000)] = 5.0
    requests: Annotated[int, Meta(ge=1, le=100)] = 20
    seconds: Annotated[float, Meta(gt=0, le=30)] = 5.0
    rows: Annotated[int, Meta(ge=1, le=100_000)] = 10_000
    retries: Annotated[int, Meta(ge=0, le=5)] = 2


class Verdict(Part, frozen=True, kw_only=True):
    """`path`: what is false, or a list with errors, in a refusal that comes with status 200.

    `statuses`: by what stands at `code`, or else at the message; 400 for others.
    """

    path: str
    code: str = ""
    statuses: dict[str, int] = {}


class Connector(Part, frozen=True, kw_only=True):
    """An app. `check`: what is asked first, to see whether the key holds. `operations`: those of no record.

    `message`: where a refusal says why, for people. `once`: the header by which a change is made once.
    `language`: of an app that has its own, in a subclass.
    """

    language: ClassVar[Language] = Parameters()

    title: str
    address: str
    auth: Auth
    check: str | Asking
    collections: dict[str, Collection]
    operations: dict[str, Doing] = {}
    headers: dict[str, str] = {}
    limits: Bounds = Bounds()
    message: str = ""
    once: str = ""
    verdict: Verdict | None = None
    expand: Expanding | None = None
