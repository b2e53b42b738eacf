"""Non-interference: what a clerk may not see makes no difference to any answer that they get.

`INTERFERENCE=5000 make test ARGS="tests/interference"` asks so many requests of each engine.
"""

import os
import re
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import HealthCheck, Phase, given, settings

from jetway.bridge import plans
from jetway.config import Settings
from jetway.core import change, impact, plan, references, selection, view
from jetway.core.expr import TRUE
from jetway.core.schema import Mask, ops_of
from jetway.core.view import VisibleTable
from tests.bridge.conftest import running
from tests.bridge.test_refusals import grant
from tests.interference import world
from tests.interference.asking import requests

REQUESTS = int(os.environ.get("INTERFERENCE", "300"))
MOST = 1000
"""After so many requests of its kind a weakening counts as not found."""


@pytest.fixture(scope="module")
def portal():
    with start_blocking_portal() as portal:
        yield portal


class Sides:
    """Both databases, each behind a Jetway of its own, asked by the same clerk."""

    def __init__(self, portal, pair):
        self.portal, self.pair = portal, pair
        self.asked = self.served = 0

    def difference(self, request):
        """What tells the sides apart; `None` where nothing does."""
        one, other = (self.portal.call(asked, jetway, request) for jetway in self.pair)
        self.asked += 1
        self.served += one[0] < 300
        return None if one == other else (request, one, other)


async def asked(jetway, request):
    headers = {"Authorization": f"Token {await jetway.token('clerk')}"}
    if request.body is not None:
        headers["Content-Type"] = request.media_type
    answer = await jetway.http.request(request.method, request.path, json=request.body, headers=headers)
    told = re.sub(r"#[0-9a-f]{6,}", "", answer.text)  # the number of a refused request
    told = re.sub(r'"(\w*query_time)":[0-9.e-]+', r'"\1":0', told)
    told = re.sub(r'"(next|previous)":"[^"]{40,}"', r'"\1":"a cursor"', told)
    kept = {name: answer.headers.get(name) for name in ("etag", "content-type", "jetway-truncated", "allow")}
    return answer.status_code, told, kept


def opened(stack, portal, folder, url):
    jetway = stack.enter_context(
        portal.wrap_async_context_manager(running(Settings(database=url, state=folder / "state")))
    )
    portal.call(grant, jetway, {"owner": {"every_table": {}}, "clerk": world.CLERK})
    return jetway


def sides_of(stack, portal, engine, request, folder_of):
    pair = []
    for number, side in enumerate((world.ONE, world.OTHER)):
        folder = folder_of(f"{engine}{number}")
        if engine == "sqlite":
            url = world.sqlite(folder, side)
        else:
            server = request.getfixturevalue(f"{engine}_server")
            url = getattr(world, engine)(server, f"interference_{number}", side)
        pair.append(opened(stack, portal, folder, url))
    return Sides(portal, pair)


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
def sides(request, portal, tmp_path_factory):
    with ExitStack() as stack:
        yield sides_of(stack, portal, request.param, request, tmp_path_factory.mktemp)


def ask(sides, most, *among):
    """Fails where a request tells the sides apart, one of all or one `among` some."""

    @settings(
        max_examples=most,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(*among))
    def law(request):
        assert sides.difference(request) is None

    law()


def test_what_is_hidden_makes_no_difference(sides):
    ask(sides, REQUESTS)
    assert sides.served > sides.asked / 4, (sides.served, sides.asked)


def ruleless(original):
    """As if the tables of the view had no rules."""

    def open_(seen):
        return replace(seen, rule=TRUE) if isinstance(seen, VisibleTable) else seen

    def weak(view_, *rest):
        bare = replace(view_, tables={name: open_(seen) for name, seen in view_.tables.items()})
        return original(bare, *map(open_, rest))

    return weak


def dropped(original):
    """No rule is filled in."""
    return lambda rule, actor: TRUE


def nothing(original):
    """No table has a rule."""
    return lambda view_, actor: {}


def everything(original):
    """All columns are seen."""
    return lambda table, rights, ceiling: frozenset(column.name for column in table.columns)


def unmasked(original):
    return lambda column, rights: column


def filterable(original):
    """Masked columns can be compared."""

    def masked(column, rights):
        found = original(column, rights)
        return found if found is column else replace(found, ops=ops_of(found.type))

    return masked


def telling(original):
    """A partial mask shows more than it says."""

    def masked(column, rights):
        found = original(column, rights)
        return replace(found, mask=Mask(4)) if found.mask == Mask(2) else found

    return masked


def estimated(original):
    """The number of all rows is told."""
    return lambda whole, table, rights: replace(original(whole, table, rights), rows=table.rows)


def unruled(original):
    """Every table is seen without its rule."""
    return lambda whole, seen, rights: replace(original(whole, seen, rights), rule=TRUE)


WEAKENINGS = {
    "no rule in lists": (plan, "where_of", ruleless, "customers", "list"),
    "no rule in counts and groups": (plan, "where_of", ruleless, "people", "aggregate"),
    "no rule in exports": (plan, "where_of", ruleless, "customers", "export"),
    "no rule for a row": (plans, "plan_any", ruleless, "customers", "get"),
    "no rule in selections": (selection, "fill", dropped, "customers", "list"),
    "no rules over relations": (plan, "rules", nothing, "people", "list"),
    "no rule in deletions' effects": (impact, "fill", dropped, "people", "get"),
    "no rule for references": (references, "fill", dropped, "people", "change"),
    "no rule for changes": (change, "fill", dropped, "people", "change"),
    "no rule anywhere": (view, "_visible", unruled, "orders", "list"),
    "hidden columns are seen": (view, "_columns", everything, "customers", "list"),
    "masks are left out": (view, "_masked", unmasked, "customers", "list"),
    "masks show more": (view, "_masked", telling, "customers", "list"),
    "masked columns are compared": (view, "_masked", filterable, "customers", "list"),
    "estimates count hidden rows": (view, "_narrow", estimated, "people", "whole"),
}
"""Where something is left out, and among which requests it is looked for."""


@pytest.fixture(scope="module")
def files(portal, tmp_path_factory):
    with ExitStack() as stack:
        yield partial(sides_of, stack, portal, "sqlite", None, tmp_path_factory.mktemp)


@pytest.mark.parametrize("weakening", list(WEAKENINGS))
def test_a_weakening_is_found(files, monkeypatch, weakening):
    module, name, weakened, table, kind = WEAKENINGS[weakening]
    monkeypatch.setattr(module, name, weakened(getattr(module, name)))
    sides = files()
    with pytest.raises(AssertionError):
        ask(sides, MOST, table, kind)
