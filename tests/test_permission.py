"""No part of Jetway starts with a route that does not say who may ask it."""

import pytest
from starlette.responses import Response
from starlette.routing import Route

from jetway import edge
from jetway.bridge import reference_page
from jetway.config import Settings
from jetway.core.errors import UndeclaredRoute
from jetway.server import all_in_one, control
from tests.bridge.conftest import new_shop

pytestmark = pytest.mark.anyio


async def added(_):
    return Response("everything")


async def test_a_route_of_the_bridge_without_a_permission_stops_the_start(tmp_path, monkeypatch):
    listed = reference_page.routes()
    monkeypatch.setattr(reference_page, "routes", lambda: [*listed, Route("/api/added/", added)])
    with pytest.raises(UndeclaredRoute, match="/api/added/ does not say who may ask it"):
        async with all_in_one.running(new_shop(tmp_path)):
            pass


async def test_a_route_beside_control_without_a_permission_stops_the_start(tmp_path, monkeypatch):
    monkeypatch.setattr(edge.Interface, "routes", lambda _: [Route("/added", added)])
    with pytest.raises(UndeclaredRoute, match="/added does not say"):
        async with control.running(Settings(state=tmp_path)):
            pass
