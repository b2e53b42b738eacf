"""An app whose provider asks a person: connected in the browser, renewed, withdrawn, and connected again."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.test_accessible import check, no_sideways_scroll
from tests.e2e.test_builder import begin, tab
from tests.e2e.test_sources import Settings, menu, sources
from tests.fakes.provider import CLIENT, SCOPE, SECRET, Provider, provider
from tests.fakes.thread import in_a_thread

__all__ = ["sources"]


@pytest.fixture
def app(demo, watched) -> Iterator[Provider]:
    """A provider that knows the interface's redirect address."""
    with in_a_thread(provider(Provider(redirect=f"{demo.url}/connected.html"))) as kept:
        watched.allowed.add(urlsplit(kept.address).netloc)
        yield kept


def describe(sources: Settings, app: Provider) -> Page:
    """All that the form asks before somebody agrees."""
    page = begin(sources, "Describe it here")
    page.get_by_label("Title").fill("Things")
    page.get_by_role("textbox", name="Address", exact=True).fill(app.address)
    page.get_by_label("How it knows who asks").select_option("OAuth 2: a person agrees")
    page.get_by_role("textbox", name="Page on which people agree").fill(f"{app.address}/authorize")
    page.get_by_role("textbox", name="Address that gives tokens").fill(f"{app.address}/token")
    page.get_by_role("textbox", name="Scopes").fill(SCOPE)
    page.get_by_role("textbox", name="Client id").fill(CLIENT)
    page.get_by_role("textbox", name="Client secret").fill(SECRET)
    expect(page.get_by_role("textbox", name="Redirect address")).to_have_value(app.redirect)
    return page


def answer(page: Page, press: Callable[[], None], name: str = "Allow") -> None:
    """On the provider's page, in the window that opens."""
    with page.context.expect_page() as opened:
        press()
    opened.value.get_by_role("link", name=name).click()


def connect(page: Page, name: str = "Connect") -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def rows(page: Page) -> Locator:
    return page.get_by_role("grid").get_by_text(re.compile("^Thing [1-5]$"))


def test_a_person_agrees_and_the_source_works_until_that_is_withdrawn(app, sources, watched):
    watched.expect("50[23]")
    page = describe(sources, app)
    answer(page, connect(page).click, "Deny")
    expect(page.get_by_text("The provider says that you did not agree.")).to_be_visible()
    answer(page, connect(page).click)
    expect(page.get_by_text("Connected. It is kept once you save.")).to_be_visible()

    tab(page, "Tables")
    page.get_by_role("button", name="Add a table").click()
    page.get_by_role("textbox", name="Path of the list").fill("/things")
    page.get_by_role("button", name="Try", exact=True).click()
    preview = page.get_by_role("region", name="The rows that this makes")
    expect(preview.get_by_role("row").nth(3)).to_contain_text("Thing 3")
    sources.save("Things")
    menu(page).get_by_role("link", name="Things").click()
    expect(rows(page)).to_have_count(5)

    app.expire()
    page.reload()
    expect(rows(page)).to_have_count(5)
    assert app.forms[-1]["grant_type"] == "refresh_token"

    app.withdraw()
    page.reload()
    expect(page.get_by_text("was withdrawn or has ended").first).to_be_visible()

    sources.go()
    page.reload()
    expect(page.get_by_text("Connect it again in the source.")).to_be_visible()
    page.get_by_role("list", name="Sources").get_by_role("link", name="Things").click()
    answer(page, connect(page, "Connect again").click)
    expect(page.get_by_text("Connected. It is kept once you save.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Things is saved").wait_for()
    menu(page).get_by_role("link", name="Things").click()
    expect(rows(page)).to_have_count(5)


def test_where_no_window_opens_a_link_leads_to_the_page(app, sources):
    page = describe(sources, app)
    page.evaluate("window.open = () => null")
    connect(page).click()
    expect(page.get_by_text("The browser let no window open.")).to_be_visible()
    answer(page, page.get_by_role("link", name="Open the page").click)
    expect(page.get_by_text("Connected. It is kept once you save.")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_people_come_back_to(open_page, demo, scheme):
    page = open_page(viewport=PHONE, color_scheme=scheme)
    page.clock.install()
    answer = page.goto(f"{demo.url}/connected.html?code=secret&state=of-nobody")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    expect(page.get_by_text("Go back to the window")).to_be_visible()
    page.clock.fast_forward(3000)
    expect(page.get_by_text("open the source again")).to_be_visible()
    assert page.url == f"{demo.url}/connected.html"
    check(page)
    no_sideways_scroll(page)
    page.goto(f"{demo.url}/connected.html")
    expect(page.get_by_text("Nothing was brought here.")).to_be_visible()
