"""What control reaches outside, as the settings have it: where people sign in, and what sends their mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.config import SettingRefused
from jetway.control.attributes import is_name
from jetway.control.mail import MailServer, mail_server
from jetway.control.oidc_client import OidcClient, OidcConfig, require_issuer
from jetway.outbound.guard import guarded_client
from jetway.outbound.reach import ANYWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jetway.config import Settings


def provider(settings: Settings, now: Callable[[], int]) -> OidcClient | None:
    """The OpenID provider, where there is one. Raises `SettingRefused`."""
    if not settings.oidc_issuer:
        return None
    try:
        require_issuer(settings.oidc_issuer)
    except ValueError as error:
        raise SettingRefused(f"oidc_issuer {error}.") from None
    if not (settings.oidc_client_id and settings.oidc_client_secret):
        raise SettingRefused("oidc_issuer needs oidc_client_id and oidc_client_secret.")
    who = (settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    how = (settings.oidc_name, settings.oidc_scopes, settings.oidc_groups_claim)
    attributes = _attributes(settings.oidc_attributes)
    return OidcClient(OidcConfig(*who, *how, attributes), guarded_client(ANYWHERE), now)


def _attributes(listed: Sequence[str]) -> dict[str, str]:
    """The claim of each attribute, by the attribute's name."""
    found = {}
    for one in listed:
        name, _, claim = one.partition("=")
        if not is_name(name):
            raise SettingRefused(
                f"oidc_attributes cannot have {one!r}; it takes names of attributes, as department, or "
                "name=claim, as region=company_region."
            )
        found[name] = claim or name
    return found


def mail(settings: Settings) -> MailServer | None:
    """The mail server, where there is one. Raises `SettingRefused`."""
    try:
        return mail_server(settings.smtp_url, settings.mail_from) if settings.smtp_url else None
    except ValueError as error:
        raise SettingRefused(f"smtp_url {error}.") from None
