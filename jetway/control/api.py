"""Every route of control: its method, its path, who may call it, and what answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from jetway.control import (
    api_tokens,
    audit,
    bridges,
    changes,
    documents,
    enrolment,
    first_run,
    health,
    invitations,
    jet_bridge,
    members,
    passkeys,
    password_links,
    policy_history,
    projects,
    second_factor,
    sessions,
    sign_in,
    single_sign_on,
    user_tokens,
)
from jetway.control.callers import (
    Who,
    anybody,
    bridge,
    browser,
    manager,
    member,
    recent_manager,
    recent_member,
    recent_owner,
    recent_session,
    session,
)
from jetway.control.desk import ControlConfig, Desk, open_desk
from jetway.permission import DeclaredRoute
from jetway.problem import application

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.applications import Starlette

    from jetway.control.oidc_client import OidcClient
    from jetway.control.passwords import Passwords
    from jetway.control.store import Store

C = TypeVar("C")
Answer: TypeAlias = Callable[[Desk, Request, C], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Entry(Generic[C]):
    """One route. It cannot be written down without saying who may call it."""

    method: str
    path: str
    who: Who[C]
    answer: Answer[C]


PROJECT = "/api/projects/{project}"

API: tuple[Entry[Any], ...] = (
    Entry("GET", "/api/session/", anybody, sessions.show),
    Entry("POST", "/api/setup/", browser, first_run.set_up),
    Entry("POST", "/api/session/", browser, sign_in.sign_in),
    Entry("POST", "/api/session/second_factor/", browser, sign_in.second_step),
    Entry("POST", "/api/session/passkey/begin/", browser, passkeys.begin_sign_in),
    Entry("POST", "/api/session/passkey/", browser, passkeys.sign_in),
    Entry("DELETE", "/api/session/", browser, sign_in.sign_out),
    Entry("GET", "/api/ways/", anybody, sessions.show_ways),
    Entry("POST", "/api/single_sign_on/begin/", browser, single_sign_on.begin),
    Entry("GET", "/api/single_sign_on/callback/", anybody, single_sign_on.come_back),
    Entry("POST", "/api/single_sign_on/finish/", browser, single_sign_on.finish),
    Entry("GET", f"{PROJECT}/groups/", manager, single_sign_on.show_groups),
    Entry("PUT", f"{PROJECT}/groups/", recent_owner, single_sign_on.put_groups),
    Entry("GET", "/api/account/", session, sessions.show_account),
    Entry("POST", "/api/account/totp/", recent_session, second_factor.begin),
    Entry("POST", "/api/account/totp/confirm/", recent_session, second_factor.confirm),
    Entry("DELETE", "/api/account/totp/", recent_session, second_factor.remove),
    Entry("POST", "/api/account/recovery_codes/", recent_session, second_factor.renew_codes),
    Entry("GET", "/api/account/passkeys/", session, passkeys.show),
    Entry("POST", "/api/account/passkeys/begin/", recent_session, passkeys.begin),
    Entry("POST", "/api/account/passkeys/", recent_session, passkeys.register),
    Entry("PATCH", "/api/account/passkeys/{passkey}/", session, passkeys.rename),
    Entry("DELETE", "/api/account/passkeys/{passkey}/", recent_session, passkeys.remove),
    Entry("GET", "/api/account/sessions/", session, sessions.show_all),
    Entry("DELETE", "/api/account/sessions/", session, sessions.end_others),
    Entry("DELETE", "/api/account/sessions/{session}/", session, sessions.end),
    Entry("POST", "/api/account/proof/", session, sessions.prove),
    Entry("POST", "/api/account/proof/passkey/", session, passkeys.prove),
    Entry("PUT", "/api/account/password/", session, password_links.change),
    Entry("POST", "/api/password/forgot/", browser, password_links.forgot),
    Entry("POST", "/api/password/reset/", browser, password_links.reset),
    Entry("POST", "/api/user_tokens/", session, user_tokens.mint),
    Entry("POST", "/api/projects/", session, projects.create),
    Entry("PATCH", f"{PROJECT}/", manager, projects.rename),
    Entry("POST", f"{PROJECT}/environments/", manager, projects.create_environment),
    Entry("PATCH", f"{PROJECT}/environments/{{environment}}/", manager, projects.change_environment),
    Entry("DELETE", f"{PROJECT}/environments/{{environment}}/", recent_owner, projects.delete_environment),
    Entry("GET", f"{PROJECT}/bridges/", manager, bridges.show),
    Entry("POST", f"{PROJECT}/bridges/", recent_manager, bridges.create),
    Entry("PATCH", f"{PROJECT}/bridges/{{bridge}}/", manager, bridges.rename),
    Entry("DELETE", f"{PROJECT}/bridges/{{bridge}}/", recent_manager, bridges.remove),
    Entry("PUT", f"{PROJECT}/bridges/{{bridge}}/address/", recent_owner, bridges.put_address),
    Entry("POST", f"{PROJECT}/bridges/{{bridge}}/unlock/", recent_owner, bridges.unlock),
    Entry("GET", f"{PROJECT}/settings/", member, documents.show_settings),
    Entry("PUT", f"{PROJECT}/settings/", manager, documents.put_settings),
    Entry("GET", f"{PROJECT}/audit/", manager, audit.show),
    Entry("GET", f"{PROJECT}/policy/", manager, documents.show_policy),
    Entry("PUT", f"{PROJECT}/policy/", manager, documents.put_policy),
    Entry("GET", f"{PROJECT}/policy/versions/", manager, policy_history.show_versions),
    Entry("GET", f"{PROJECT}/policy/versions/{{version}}/", manager, policy_history.show_version),
    Entry("GET", f"{PROJECT}/policy/versions/{{version}}/diff/", manager, policy_history.show_diff),
    Entry("POST", f"{PROJECT}/policy/versions/{{version}}/revert/", manager, policy_history.revert),
    Entry("GET", f"{PROJECT}/members/", manager, members.show),
    Entry("PATCH", f"{PROJECT}/members/{{member}}/", manager, members.change),
    Entry("DELETE", f"{PROJECT}/members/{{member}}/", member, members.remove),
    Entry("DELETE", f"{PROJECT}/members/{{member}}/sessions/", manager, members.sign_out),
    Entry("PUT", f"{PROJECT}/second_factor/", recent_owner, second_factor.put_requirement),
    Entry("DELETE", f"{PROJECT}/members/{{member}}/second_factor/", recent_owner, second_factor.reset),
    Entry("POST", f"{PROJECT}/members/{{member}}/password_link/", recent_owner, password_links.hand_out),
    Entry("POST", f"{PROJECT}/invitations/", manager, invitations.invite),
    Entry("POST", f"{PROJECT}/invitations/{{invitation}}/resend/", manager, invitations.resend),
    Entry("DELETE", f"{PROJECT}/invitations/{{invitation}}/", manager, invitations.revoke),
    Entry("GET", f"{PROJECT}/api_tokens/", member, api_tokens.show),
    Entry("POST", f"{PROJECT}/api_tokens/", recent_member, api_tokens.create),
    Entry("DELETE", f"{PROJECT}/api_tokens/{{token}}/", member, api_tokens.revoke),
    Entry("POST", "/api/invitations/show/", browser, invitations.show),
    Entry("POST", "/api/invitations/accept/", browser, invitations.accept),
    Entry("POST", "/api/enrolments/", anybody, enrolment.begin),
    Entry("POST", "/api/enrolments/poll/", anybody, enrolment.poll),
    Entry("GET", "/api/enrolments/{code}/", session, enrolment.show),
    Entry("POST", "/api/enrolments/{code}/approve/", recent_session, enrolment.give_approval),
    Entry("POST", "/api/project_auth/", jet_bridge.asking, jet_bridge.project_auth),
    Entry("GET", "/api/project_tokens/{token}/", anybody, jet_bridge.show_token),
    Entry("POST", "/api/check_resource_token/", anybody, jet_bridge.check_token),
    Entry("GET", "/api/bridge/policy/", bridge, documents.show_policy_to_bridge),
    Entry("GET", "/api/bridge/members/{member}/", bridge, user_tokens.show_member),
    Entry("GET", "/api/bridge/changes/", bridge, changes.show),
    Entry("PUT", "/api/bridge/", bridge, bridges.put_facts),
    Entry("PUT", "/api/bridge/project_token/", bridge, bridges.put_project_token),
)

HEALTH: tuple[Entry[Any], ...] = (
    Entry("GET", "/healthz", anybody, health.alive),
    Entry("GET", "/readyz", anybody, health.ready),
)


@dataclass(frozen=True, slots=True)
class Control:
    """Control, ready to be served: `routes` of its API, and `health` for where nobody else has it."""

    desk: Desk
    routes: tuple[DeclaredRoute, ...]
    health: tuple[DeclaredRoute, ...]

    def application(self) -> Starlette:
        """Control alone, as an ASGI application."""
        return application([*self.routes, *self.health])


def create_control(
    store: Store,
    config: ControlConfig,
    *,
    passwords: Passwords | None = None,
    provider: OidcClient | None = None,
) -> Control:
    """Control on an open store, which stays the caller's to close."""
    desk = open_desk(store, config, passwords, provider)
    return Control(desk, _routes(desk, API), _routes(desk, HEALTH))


def _routes(desk: Desk, entries: Sequence[Entry[Any]]) -> tuple[DeclaredRoute, ...]:
    """One route per path, so that 405 names every method that the path takes."""
    paths = dict.fromkeys(entry.path for entry in entries)
    return tuple(_route(desk, path, [entry for entry in entries if entry.path == path]) for path in paths)


def _route(desk: Desk, path: str, entries: Sequence[Entry[Any]]) -> DeclaredRoute:
    by_method = {entry.method: entry for entry in entries}

    async def endpoint(request: Request) -> Response:
        entry = by_method["GET" if request.method == "HEAD" else request.method]
        return await audit.audited(desk, request, await entry.who(desk, request), entry.answer)

    return DeclaredRoute(path, endpoint, {method: entry.who for method, entry in by_method.items()})
