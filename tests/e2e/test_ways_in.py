"""Passkeys, single sign-on and links for a new password, on a server that people know by a name."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Page, expect

from tests.canaries import OTHER_PERSON
from tests.control.issuer import CLIENT, SECRET, Issuer
from tests.control.mailbox import Mailbox, free_port, link_in, serving
from tests.e2e.conftest import DESKTOP, EMAIL, PASSWORD, Server, Watched, afresh, sign_up, start, stop
from tests.e2e.test_accessible import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@contextmanager
def listening(issuer: Issuer, port: int) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(issuer.application(), "127.0.0.1", port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def issuer() -> Issuer:
    claims = {"sub": "1", "email": EMAIL, "email_verified": True, "name": "Ada", "groups": ["staff"]}
    return Issuer(time.time, url=f"http://127.0.0.1:{free_port()}", claims=claims)


@pytest.fixture
def server(tmp_path, mailbox: Mailbox, issuer: Issuer) -> Iterator[Server]:
    folder, port = tmp_path, free_port()
    with closing(sqlite3.connect(folder / "shop.sqlite")) as shop:
        shop.execute("CREATE TABLE teas (id INTEGER PRIMARY KEY, name TEXT)")
    with serving(mailbox) as mail_port, listening(issuer, int(issuer.url.rpartition(":")[2])):
        settings = {
            "JETWAY_PUBLIC_URL": f"http://localhost:{port}",
            "JETWAY_SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
            "JETWAY_MAIL_FROM": "jetway@example.com",
            "JETWAY_OIDC_ISSUER": issuer.url,
            "JETWAY_OIDC_CLIENT_ID": CLIENT,
            "JETWAY_OIDC_CLIENT_SECRET": SECRET,
        }
        words = ("up", str(folder / "shop.sqlite"), "--port", str(port))
        started = start(*words, state=folder / "state", **settings)
        try:
            yield started
        finally:
            stop(started.process)


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """The first person's browser, with a device that holds passkeys."""
    opened = browser.new_context(viewport=DESKTOP)
    page = opened.new_page()
    sign_up(page, server)
    inside(page)
    yield opened
    opened.close()


@pytest.fixture
def watched(context: BrowserContext, server: Server, issuer: Issuer) -> Iterator[Watched]:
    found = Watched(server.url, issuer.url)
    found.expect(r"401.*/api/user_tokens/")  # who signs out while the menu is being filled
    found.watch(context)
    yield found
    found.check()


@pytest.fixture
def page(context: BrowserContext, watched: Watched) -> Page:
    return context.pages[0]


def account(page: Page, server: Server) -> Page:
    page.goto(f"{server.url}/#/settings/account")
    page.get_by_role("heading", name="My account").wait_for()
    return page


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Ada Lovelace").click()
    with afresh(page):
        page.get_by_role("menuitem", name="Sign out").click()
    page.get_by_label("E-mail").wait_for()


def inside(page: Page) -> None:
    page.wait_for_url(re.compile(r"#/[0-9a-f]{24}/"))


def hold_passkeys(page: Page) -> None:
    """A device of the browser's own, which says yes to everything."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def long_ago(server: Server) -> None:
    """Whoever is signed in has proved who they are long ago."""
    server.sql("UPDATE sessions SET proved_at = 0", "control.sqlite")


def test_a_passkey_is_added_signs_in_proves_who_asks_and_is_removed(page, server, watched):
    hold_passkeys(page)
    account(page, server).get_by_role("button", name="Add a passkey").click()
    page.get_by_role("textbox", name="Name").fill("Laptop")
    page.get_by_role("button", name="Continue").click()
    passkeys = page.get_by_role("list", name="Passkeys")
    expect(passkeys.get_by_text("Laptop")).to_be_visible()
    check(page)

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    inside(page)

    long_ago(server)
    watched.expect("403")
    account(page, server).get_by_role("button", name="Actions for Laptop").click()
    page.get_by_role("menuitem", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    page.get_by_role("dialog", name="Is it you?").get_by_role("button", name="passkey").click()
    expect(passkeys).to_be_hidden()


def test_single_sign_on_is_connected_and_signs_in_to_where_one_wanted_to_go(page, server, watched):
    account(page, server).get_by_role("button", name="Connect").click()
    inside(page)
    expect(account(page, server).get_by_text("You can sign in there.")).to_be_visible()

    page.goto(f"{server.url}/#/settings/security")
    page.get_by_role("button", name="Add a group").click()
    page.get_by_label("Group 1", exact=True).fill("staff")
    page.get_by_label("Role of group 1").select_option("Editor")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This holds at the next sign-in")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("What the provider says of you")).to_be_visible()
    expect(page.get_by_text("staff").first).to_be_visible()
    check(page)

    sign_out_at = f"{server.url}/#/settings/account"
    page.goto(sign_out_at)
    sign_out(page)
    page.goto(sign_out_at)
    page.reload()
    page.get_by_role("button", name="Single sign-on").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()

    long_ago(server)
    watched.expect("403")
    page.goto(f"{server.url}/#/settings/security")
    page.get_by_label("Role of group 1").select_option("Viewer")
    page.get_by_role("button", name="Save").click()
    proof = page.get_by_role("dialog", name="Is it you?")
    with page.expect_popup() as opened:
        proof.get_by_role("button", name="Single sign-on").click()
    # It goes on by itself, with what was chosen before.
    expect(page.get_by_text("This holds at the next sign-in")).to_be_visible()
    expect(proof).to_be_hidden()
    expect(page.get_by_label("Role of group 1")).to_have_value("viewer")
    if not opened.value.is_closed():
        opened.value.wait_for_event("close")


def test_a_proof_without_a_window_comes_back_to_where_it_was_asked_for(page, server, watched):
    account(page, server).get_by_role("button", name="Connect").click()
    inside(page)
    long_ago(server)
    watched.expect("403")
    page.goto(f"{server.url}/#/settings/security")
    page.get_by_role("button", name="Add a group").click()
    page.get_by_label("Group 1", exact=True).fill("staff")
    page.get_by_role("button", name="Save").click()
    page.evaluate("window.open = () => null")
    proof = page.get_by_role("dialog", name="Is it you?")
    with page.expect_response(re.compile("/api/single_sign_on/finish/")):
        proof.get_by_role("button", name="Single sign-on").click()
    expect(page.get_by_role("button", name="Add a group")).to_be_visible()
    expect(proof).to_be_hidden()


def test_who_forgot_the_password_sets_a_new_one_by_mail(page, server, mailbox):
    account(page, server)
    sign_out(page)
    page.get_by_role("link", name="Forgot your password?").click()
    mail = page.get_by_role("button", name="Mail the link")
    mail.wait_for()  # until then the page before, which asks for an e-mail too, is there
    page.get_by_label("E-mail").fill(EMAIL)
    mail.click()
    expect(page.get_by_text("the link is on its way")).to_be_visible()
    deadline = time.monotonic() + 30
    while not mailbox.letters and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    page.goto(link_in(mailbox.letters[-1]))
    check(page)
    page.get_by_label("New password", exact=True).fill(OTHER_PERSON)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(OTHER_PERSON)
    page.get_by_role("button", name="Sign in", exact=True).click()
    inside(page)
    assert PASSWORD != OTHER_PERSON


def test_the_provider_that_refuses_is_quoted(page, server, watched):
    watched.expect("40[01]")
    account(page, server)
    sign_out(page)
    page.goto(f"{server.url}/#/single-sign-on?error=access_denied")
    expect(page.get_by_text("access_denied")).to_be_visible()
    page.goto(f"{server.url}/#/single-sign-on?code=c&state=s")
    expect(page.get_by_text("You could not be signed in")).to_be_visible()
