"""What pages hold when a test ends: their document, and what they keep in the browser."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, BrowserContext, Error

from tests.canaries import found, leaks

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

_HELD = """() => {
  const typed = "input[type=password]";  // what a person is typing, and sees there as dots
  const page = document.documentElement.cloneNode(true);
  for (const field of page.querySelectorAll(typed)) field.removeAttribute("value");
  const values = [...document.querySelectorAll(`input:not(${typed}), textarea`)].map(({ value }) => value);
  const kept = location.protocol.startsWith("http") ? [localStorage, sessionStorage] : [];
  return [page.outerHTML, ...values, ...kept.map((one) => JSON.stringify({ ...one }))].join("\\n");
}"""

_contexts: list[BrowserContext] = []


def look_at_pages() -> None:
    """What every page holds that is open."""
    for context in tuple(_contexts):
        for page in context.pages:
            _look_at_page(page)


def _look_at_page(page: Page) -> None:
    with suppress(Error):  # it is on its way to another one, or gone
        if leaks(page.evaluate(_HELD).encode()):
            found(f"the page {page.url}")


def _said(message: ConsoleMessage) -> None:
    if leaks(message.text.encode()):
        found(f"the console of {message.page.url if message.page else 'a worker'}")


def watch_pages() -> None:
    """Look at pages before they are closed, whoever opens them, and at what they write to the console."""
    opened, close = Browser.new_context, BrowserContext.close

    def new_context(self: Browser, **options: Any) -> BrowserContext:
        context = opened(self, **options)
        context.on("console", _said)
        _contexts.append(context)
        return context

    def new_close(self: BrowserContext, **options: Any) -> None:
        for page in self.pages:
            _look_at_page(page)
        if self in _contexts:
            _contexts.remove(self)
        close(self, **options)

    Browser.new_context = new_context  # type: ignore[method-assign]
    BrowserContext.close = new_close  # type: ignore[method-assign]
