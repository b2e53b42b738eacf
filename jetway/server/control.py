"""A process that is control with the interface."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from jetway import edge
from jetway.background import background
from jetway.control.api import Control, create_control
from jetway.control.desk import ControlConfig, close_desk
from jetway.control.first_run import ensure_setup_code
from jetway.control.retention import keep_forgetting
from jetway.control.store import open_store
from jetway.control.store.bridges import bridge_urls
from jetway.origin import origin
from jetway.outside import mail, provider
from jetway.seal import host_key
from jetway.server.application import Running, application

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.routing import BaseRoute

    from jetway.config import Settings


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """Control with the interface."""
    async with AsyncExitStack() as stack:
        desk = await made_control(stack, settings)
        routes = [*desk.routes, *desk.health, *interface(desk)]
        yield Running(application(settings, routes), await opening(desk, settings))


def control_database(settings: Settings) -> str:
    """Where control's store is: the address that was set, else a file of the state folder."""
    return settings.control_database or f"sqlite:///{settings.state.absolute() / 'control.sqlite'}"


async def made_control(stack: AsyncExitStack, settings: Settings) -> Control:
    """Control at work on its store, until the stack ends."""
    store = await open_store(control_database(settings))
    stack.push_async_callback(store.close)
    key = host_key(settings.secret_key, settings.state)
    config = ControlConfig(key, public_url=settings.url, mail=mail(settings))
    desk = create_control(store, config, provider=provider(settings, store.now))
    stack.push_async_callback(close_desk, desk.desk)
    tasks = await stack.enter_async_context(background())
    tasks.start_soon(keep_forgetting, store, settings.audit_days)
    return desk


def interface(desk: Control) -> list[BaseRoute]:
    """The interface, which may connect to the bridges that control knows."""

    async def connects() -> list[str]:
        async with desk.desk.store.reading() as connection:
            return sorted({origin(url) for url in await bridge_urls(connection)})

    return list(edge.Interface(connects).routes())


async def opening(desk: Control, settings: Settings) -> str:
    """The address to open."""
    code = await ensure_setup_code(desk.desk.store)
    return f"{settings.url}/#/setup?code={code}" if code else f"{settings.url}/"
