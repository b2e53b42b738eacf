"""Who gets in, and what they may do: settings of people, roles, tokens and one's own account."""

import re
import secrets
import time
from base64 import b32decode
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as TookTooLong

from jetway.control.totp import STEP_S, code_at
from tests.canaries import OTHER_PERSON
from tests.e2e.conftest import DESKTOP, PASSWORD, PHONE, Server, Watched, afresh, answered
from tests.e2e.test_accessible import check, no_sideways_scroll
from tests.e2e.test_table import cell, write_cell


@pytest.fixture
def guest(browser: Browser, watched: Watched) -> Iterator[BrowserContext]:
    """The browser of somebody who is not signed in."""
    context = browser.new_context(viewport=DESKTOP)
    watched.watch(context)
    yield context
    context.close()


def settings(page: Page, demo: Server, path: str) -> Page:
    page.goto(f"{demo.url}/#/settings/{path}")
    return page


def invite(page: Page, demo: Server, email: str, role: str = "Viewer") -> str:
    """The link of a new invitation."""
    settings(page, demo, "people").get_by_role("button", name="Invite").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill(email)
    dialog.get_by_label("Role").select_option(role)
    dialog.get_by_role("button", name="Invite").click()
    link = page.get_by_label("Link").input_value()
    page.get_by_role("button", name="Done").click()
    return link


def accept(guest: BrowserContext, link: str, name: str) -> Page:
    page = guest.new_page()
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password", exact=True).fill(OTHER_PERSON)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url(re.compile(r"#/[0-9a-f]{24}/"))
    return page


def code_of(secret: str) -> str:
    """What an authenticator app that was given `secret` shows now."""
    return code_at(b32decode(secret), int(time.time()) // STEP_S)


def act(page: Page, name: str, action: str) -> None:
    page.get_by_role("button", name=f"Actions for {name}").click()
    page.get_by_role("menuitem", name=action).click()


def test_an_invited_person_joins_reads_and_is_suspended(open_page, demo, watched, guest):
    watched.expect("40[13]")
    page = open_page("orders")
    theirs = accept(guest, invite(page, demo, "grace@example.com"), "Grace Hopper")
    expect(theirs.get_by_role("link", name="Orders")).to_be_visible()
    expect(theirs.get_by_role("link", name="Settings", exact=True)).to_be_visible()
    settings(theirs, demo, "people")
    expect(theirs.get_by_text("Nothing here")).to_be_visible()

    settings(page, demo, "people").reload()
    act(page, "Grace Hopper", "Suspend")
    page.get_by_role("dialog").get_by_role("button", name="Suspend").click()
    suspended = page.get_by_role("list", name="Members").get_by_text("Suspended", exact=True)
    expect(suspended).to_be_visible()
    theirs.goto(f"{demo.url}/#/{demo.bridge}/orders")
    theirs.reload()
    expect(theirs.get_by_role("button", name="Sign in")).to_be_visible()

    act(page, "Grace Hopper", "Let sign in again")
    expect(suspended).to_be_hidden()
    act(page, "Grace Hopper", "Remove")
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("list", name="Members").get_by_text("Grace Hopper")).to_be_hidden()


def test_a_withdrawn_invitation_is_good_for_nothing(open_page, demo, watched, guest):
    watched.expect("400")
    page = open_page("orders")
    link = invite(page, demo, "linus@example.com")
    act(page, "linus@example.com", "Withdraw")
    expect(page.get_by_text("linus@example.com")).to_have_count(0)
    theirs = guest.new_page()
    theirs.goto(link)
    expect(theirs.get_by_text("This invitation cannot be used")).to_be_visible()


def test_a_role_made_in_the_grid_acts_and_no_save_is_overwritten(open_page, demo, watched, guest):
    watched.expect("40[49]")
    page = open_page("orders")
    settings(page, demo, "roles").get_by_role("button", name="New role").click()
    page.get_by_label("Name").fill("Support team")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("checkbox", name="Change: Orders", exact=True).check()
    page.get_by_role("button", name="Orders: columns and rows").click()
    page.get_by_label("How Note is seen").select_option("Hidden")
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("textbox", name="Find a column").fill("Invoice")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Value").fill("INV-29999")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()

    other = open_page("orders")
    settings(other, demo, "roles/editor")
    other.get_by_role("checkbox", name="Delete: Orders", exact=True).check()

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It holds within seconds")).to_be_visible()
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Somebody else changed the roles meanwhile")).to_be_visible()
    other.get_by_role("button", name="Load theirs").click()
    expect(other.get_by_role("checkbox", name="Delete: Orders", exact=True)).not_to_be_checked()

    theirs = accept(guest, invite(page, demo, "barbara@example.com", "Support team"), "Barbara Liskov")
    expect(theirs.get_by_role("navigation", name="Tables").get_by_role("link")).to_have_count(1)
    grid = theirs.get_by_role("grid")
    expect(grid.get_by_text("INV-29999")).to_be_visible()
    expect(grid.get_by_text("INV-29998")).to_be_hidden()
    expect(grid.get_by_role("columnheader", name="Note")).to_be_hidden()


def test_a_token_takes_a_proof_and_reads_until_it_is_revoked(open_page, demo, watched):
    watched.expect("40[13]")
    page = open_page("orders")
    demo.sql("UPDATE sessions SET proved_at = proved_at - 1000", file="control.sqlite")
    settings(page, demo, "tokens").get_by_role("button", name="New token").click()
    page.get_by_label("What it is for").fill("Nightly report")
    page.get_by_role("button", name="Create").click()
    proof = page.get_by_role("dialog", name="Is it you?")
    proof.get_by_label("Password", exact=True).fill(PASSWORD)
    proof.get_by_role("button", name="Continue").click()
    token = page.get_by_label("Token", exact=True).input_value()
    page.get_by_role("button", name="Done").click()
    headers = {"Authorization": f"Token {token}"}
    orders = f"{demo.url}/api/models/orders/"
    assert page.request.get(orders, headers=headers).status == 200
    assert page.request.post(orders, headers=headers, data={}).status == 403

    page.get_by_role("button", name="Revoke Nightly report").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("button", name="Revoke Nightly report")).to_have_count(0)
    status = "async ([url, headers]) => (await fetch(url, {headers})).status === 401"
    page.wait_for_function(status, arg=[orders, headers], polling=200)


def test_one_ends_ones_other_sessions_and_sets_up_a_second_step(open_page, demo, watched, guest):
    watched.expect("401")
    page = open_page("orders")
    link = invite(page, demo, "alan@example.com")
    theirs = accept(guest, link, "Alan Turing")
    settings(theirs, demo, "account").get_by_role("button", name="Set up an app").click()
    secret = theirs.get_by_label("Or type this into the app").input_value()
    theirs.get_by_label("Code of your authenticator app").fill(code_of(secret))
    theirs.get_by_role("button", name="Confirm").click()
    recovery = theirs.get_by_role("dialog").get_by_role("listitem").first.inner_text()
    theirs.get_by_role("button", name="I have kept them").click()

    second = open_page("", storage_state=None)
    second.get_by_label("E-mail").fill("alan@example.com")
    second.get_by_label("Password", exact=True).fill(OTHER_PERSON)
    second.get_by_role("button", name="Sign in").click()
    second.get_by_label("Code").fill(recovery)
    second.get_by_role("button", name="Sign in").click()
    second.wait_for_url(re.compile(r"#/[0-9a-f]{24}/"))

    theirs.reload()
    expect(theirs.get_by_text("9 recovery codes are left")).to_be_visible()
    sessions = theirs.get_by_role("list", name="Where you are signed in")
    expect(sessions.get_by_role("listitem")).to_have_count(2)
    theirs.get_by_role("button", name="End all others").click()
    expect(sessions.get_by_role("listitem")).to_have_count(1)
    second.reload()
    expect(second.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_bridge_gets_a_name_and_is_only_let_go_after_a_question(open_page, demo):
    page = open_page("orders")
    settings(page, demo, "bridges")
    bridge = page.get_by_role("list", name="Bridges").get_by_role("listitem")
    own = demo.sql("SELECT name FROM bridges", file="control.sqlite")[0][0]
    act(page, own, "Rename")
    page.get_by_role("textbox", name="Name").fill("Shop in the cellar")
    page.get_by_role("button", name="Save").click()
    expect(bridge.get_by_text("Shop in the cellar")).to_be_visible()
    act(page, "Shop in the cellar", "Disconnect")
    expect(page.get_by_role("dialog").get_by_text("from this moment")).to_be_visible()
    page.keyboard.press("Escape")
    act(page, "Shop in the cellar", "Rename")
    page.get_by_role("textbox", name="Name").fill("")
    page.get_by_role("button", name="Save").click()
    expect(bridge.get_by_text(own)).to_be_visible()


def test_a_rule_of_attributes_has_ways_and_can_be_taken_back(open_page, demo):
    page = open_page("orders")
    settings(page, demo, "people")
    act(page, "Ada Lovelace", "Attributes")
    page.get_by_role("button", name="Add an attribute").click()
    page.get_by_label("Name of attribute 1").fill("city")
    page.get_by_label("Value of attribute 1").fill("Porto")
    check(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ada Lovelace was changed")).to_be_visible()

    settings(page, demo, "roles/editor").get_by_role("button", name="Orders: columns and rows").click()
    page.get_by_role("button", name="Only their own").click()
    page.get_by_label("What is known of them").select_option("city")
    page.get_by_role("button", name="Or other rows too").click()
    page.get_by_role("button", name="Only their own").nth(1).click()
    expect(page.get_by_text("all of one of these lists")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It holds within seconds")).to_be_visible()

    settings(page, demo, "roles").get_by_role("link", name="History").click()
    versions = page.get_by_role("list", name="History of the roles").get_by_role("listitem")
    versions.first.get_by_text("What changed").click()
    expect(versions.first.get_by_text('{"or":').first).to_be_visible()
    back = page.get_by_role("button", name=re.compile("^Go back to version"))
    count = back.count()
    back.first.click()
    page.get_by_role("dialog").get_by_role("button", name="Go back to this").click()
    expect(back).to_have_count(count + 1)


def test_who_did_what_is_told(open_page, demo):
    page = open_page("orders")
    target = cell(page, "INV-29980", "City")
    with page.expect_response(lambda response: response.request.method == "PATCH"):
        write_cell(target, "Faro")
    settings(page, demo, "activity")
    page.get_by_label("Table", exact=True).select_option("Orders")
    line = page.get_by_role("list", name="Activity").get_by_role("listitem").first
    expect(line.get_by_role("link", name=re.compile("changed Orders"))).to_be_visible()
    line.get_by_text("Details").click()
    expect(line.get_by_text("→ Faro")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()
    assert "Faro" in download.value.path().read_text(encoding="utf-8")
    page.get_by_label("What was done").select_option("SQL or an action run")
    expect(page.get_by_text("Nothing fits these filters")).to_be_visible()
    page.get_by_text("People and settings").click()
    expect(page.get_by_text("set Jetway up")).to_be_visible()


def test_an_environment_is_added_and_renamed(open_page, demo):
    page = open_page("orders")
    settings(page, demo, "project").get_by_role("button", name="Add an environment").click()
    page.get_by_role("textbox", name="Name").fill("Staging")
    page.get_by_role("button", name="Add", exact=True).click()
    act(page, "Staging", "Rename")
    page.get_by_role("textbox", name="Name").fill("Rehearsal")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("list", name="Environments").get_by_text("Rehearsal")).to_be_visible()

    settings(page, demo, "roles").get_by_label("Environment").select_option("Rehearsal")
    page.get_by_role("button", name="New role").click()
    page.get_by_label("Name").fill("Rehearsing")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("heading", name="Rehearsing").wait_for()
    settings(page, demo, "roles")
    roles = page.get_by_role("list", name="Roles")
    expect(roles.get_by_text("Rehearsing")).to_be_visible()
    first = demo.sql("SELECT name FROM environments ORDER BY id LIMIT 1", file="control.sqlite")[0][0]
    page.get_by_label("Environment").select_option(first)
    expect(roles.get_by_text("Editor", exact=True)).to_be_visible()
    expect(roles.get_by_text("Rehearsing")).to_be_hidden()

    settings(page, demo, "roles").get_by_label("Environment").select_option("Rehearsal")
    settings(page, demo, "project")
    act(page, "Rehearsal", "Remove")
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Rehearsal", exact=True)).to_be_hidden()


PAGES = {
    "people": "People",
    "roles": "Roles",
    "roles/editor": "Editor",
    "tokens": "API tokens",
    "bridges": "Bridges",
    "project": "Project",
    "security": "Security",
    "activity": "Activity",
    "activity/control": "Activity",
    "account": "My account",
}


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", PHONE)])
def test_every_page_is_accessible_and_fits(open_page, demo, scheme, size):
    page = open_page("orders", viewport=size, color_scheme=scheme, reduced_motion="reduce")
    for path, heading in PAGES.items():
        settings(page, demo, path).get_by_role("heading", level=1, name=heading, exact=True).wait_for()
        expect(page.get_by_role("status", name="Loading")).to_have_count(0)
        check(page)
        no_sideways_scroll(page)


def test_an_owner_views_as_a_role_and_leaves(open_page, demo):
    page = open_page("orders")
    new = page.get_by_role("button", name="New record")
    expect(new).to_be_visible()
    settings(page, demo, "roles")
    act(page, "Viewer", "View as…")

    banner = page.get_by_role("status").filter(has_text="You see what Viewer sees")
    expect(banner).to_be_visible()
    page.goto(f"{demo.url}/#/{demo.bridge}/orders")
    expect(page.get_by_role("grid")).to_be_visible()
    expect(new).to_be_hidden()
    check(page)
    page.reload()
    expect(banner).to_be_visible()

    page.get_by_role("button", name=re.compile("^Why can")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Table")).to_have_value("orders")
    dialog.get_by_role("button", name="Find out").click()
    expect(dialog.get_by_text("Nothing hides it: they see it.")).to_be_visible()
    dialog.get_by_label("Key of the record").fill("0")
    dialog.get_by_role("button", name="Find out").click()
    expect(dialog.get_by_text("This hides it:")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")

    with afresh(page):
        page.get_by_role("button", name="Leave").click()
    expect(banner).to_be_hidden()
    page.goto(f"{demo.url}/#/{demo.bridge}/orders")
    expect(new).to_be_visible()


def test_who_may_change_sources_has_their_settings(open_page, demo, watched, guest):
    watched.expect("40[13]")
    page = settings(open_page("orders"), demo, "roles/editor")
    page.get_by_label("Add, change and remove sources").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("It holds within seconds").wait_for()
    email = f"cleo.{secrets.token_hex(3)}@example.com"  # nobody is invited twice, nor when this runs again
    clerk = accept(guest, invite(page, demo, email, "Editor"), "Cleo")
    told = settings(clerk, demo, "sources").get_by_text("the bridge was started with it")
    for _ in range(5):  # within seconds, not at once
        with suppress(TookTooLong):
            told.wait_for(timeout=5_000)
            break
        clerk.reload()
    expect(told).to_be_visible()
    pages = clerk.get_by_role("navigation", name="Settings").get_by_role("link")
    expect(pages).to_have_text(["API tokens", "Sources", "My account"])
    settings(page, demo, "roles/editor").get_by_label("Add, change and remove sources").uncheck()
    with answered(page, "PUT"):
        page.get_by_role("button", name="Save").click()
