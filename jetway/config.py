"""One `Settings`, made from a file, the environment and flags, each over the one before."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from jetway.outbound.reach import Reach
from jetway.sources.address import without_password

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class SettingRefused(ValueError):
    """A setting has a value that it cannot have. The text says which, from where, and what it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be configured. `docs/reference/settings.md` has a line for each."""

    host: str = "127.0.0.1"
    port: int = 8000
    state: Path = Path(".jetway/state")
    database: str = ""
    control: str = ""
    control_database: str = ""
    public_url: str = ""
    allowed_hosts: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    enroll_key: str = ""
    secret_key: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "Single sign-on"
    oidc_scopes: str = "openid email profile"
    oidc_groups_claim: str = "groups"
    oidc_attributes: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    smtp_url: str = ""
    mail_from: str = ""
    name: str = ""
    statement_s: float = 5.0
    connections: int = 8
    ceiling: str = ""
    export_s: float = 600.0
    exports: int = 2
    import_bytes: int = 100 * 1024 * 1024
    writes_without_control: bool = True
    audit_days: int = 0
    outbound_private: tuple[str, ...] = ()
    source_folders: tuple[str, ...] = ()
    source_hosts: tuple[str, ...] = ()
    files: str = ""
    files_most_bytes: int = 25 * 1024 * 1024
    files_endpoint: str = "https://s3.amazonaws.com"
    files_region: str = "us-east-1"
    files_key: str = ""
    files_secret: str = ""

    @property
    def url(self) -> str:
        """Where people reach this server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")


PREFIX = "JETWAY_"
SECRETS = frozenset(
    {
        *("secret_key", "enroll_key", "database", "control_database", "smtp_url"),
        *("oidc_client_secret", "files_secret"),
    }
)
BORROWED: Mapping[str, str] = {"DATABASE_URL": "database", "API_BASE_URL": "control"}
"""Names that Jet Bridge and others use, and what they mean here. Our own names win over them."""


_TRUTHS: Mapping[str, bool] = {"true": True, "1": True, "false": False, "0": False}


BUCKET = "s3://"
_BUCKETED = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?")
_ENDPOINT = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?/?")


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def _is_reach(named: tuple[str, ...]) -> bool:
    try:
        Reach.of(named)
    except ValueError:
        return False
    return True


def _is_place(text: str) -> bool:
    return not text or Path(text).is_absolute() or _BUCKETED.fullmatch(text) is not None


def _is_endpoint(text: str) -> bool:
    return _ENDPOINT.fullmatch(text) is not None


_LIMITS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "port": (lambda port: 0 <= port <= 65535, "0 to 65535"),
    "statement_s": (lambda seconds: 0 < seconds <= 3600, "seconds, more than 0 and up to 3600"),
    "trusted_proxies": (lambda those: all(map(_is_network, those)), "addresses and networks: 10.0.0.0/8"),
    "connections": (lambda number: 1 <= number <= 1000, "1 to 1000"),
    "export_s": (lambda seconds: 0 < seconds <= 86400, "seconds, more than 0 and up to 86400"),
    "exports": (lambda number: 1 <= number <= 100, "1 to 100"),
    "audit_days": (lambda days: 0 <= days <= 36500, "days, up to 36500; 0 keeps all"),
    "outbound_private": (_is_reach, "networks, addresses and names of hosts: 10.0.0.0/8, crm.example.lan"),
    "source_hosts": (_is_reach, "networks, addresses and names of hosts: 10.0.0.0/8, db.example.lan"),
    "source_folders": (lambda those: all(Path(one).is_absolute() for one in those), "absolute paths"),
    "import_bytes": (lambda number: number > 0, "bytes, more than 0"),
    "files": (_is_place, "the absolute path of a folder, or s3://bucket/prefix"),
    "files_endpoint": (_is_endpoint, "https://host or http://host, with a port where it is another one"),
    "files_most_bytes": (lambda number: number > 0, "bytes, more than 0"),
}


def load(flags: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """The settings. `flags` that are `None` were not given. Raises `SettingRefused`."""
    types = get_type_hints(Settings)
    said = _said(flags, environment)
    settings = Settings(
        **{name: _read(name, value, types[name], where) for name, (value, where) in said.items()}
    )
    for name, (good, takes) in _LIMITS.items():
        if not good(getattr(settings, name)):
            raise SettingRefused(f"{name} has the value {getattr(settings, name)!r}; it takes {takes}.")
    return settings


def is_said(name: str, flags: Mapping[str, Any], environment: Mapping[str, str]) -> bool:
    """Whether a setting was given at all."""
    return name in _said(flags, environment)


def origins(flags: Mapping[str, Any], environment: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Every setting's name, value as text (secrets as ***), and where the value comes from."""
    settings, said = load(flags, environment), _said(flags, environment)
    return [
        (name, _shown(name, getattr(settings, name)), said[name][1] if name in said else "default")
        for name in (field.name for field in fields(Settings))
    ]


def _shown(name: str, value: object) -> str:
    if name in SECRETS and value:
        return without_password(str(value)) if name.endswith(("database", "_url")) else "***"
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _said(flags: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    said = {**_from_file(flags, environment), **_from_environment(environment)}
    said.update({name: (value, f"--{name}") for name, value in flags.items() if value is not None})
    said.pop("config", None)
    return said


def _from_file(flags: Mapping[str, Any], environment: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    path = flags.get("config") or environment.get(f"{PREFIX}CONFIG")
    if not path:
        return {}
    try:
        said = tomllib.loads(Path(path).read_text())
    except (OSError, UnicodeDecodeError) as error:
        raise SettingRefused(f"The configuration file {path} cannot be read: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingRefused(f"The configuration file {path} is not TOML: {error}.") from None
    unknown = sorted(said.keys() - _names())
    if unknown:
        known = ", ".join(sorted(_names()))
        raise SettingRefused(f"{path} has the unknown setting {unknown[0]!r}. There are: {known}.")
    return {name: (value, str(path)) for name, value in said.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    borrowed = {BORROWED[name]: (environment[name], name) for name in BORROWED if environment.get(name)}
    own = {
        name: (environment[variable], variable)
        for name in _names()
        if environment.get(variable := PREFIX + name.upper())
    }
    return {**borrowed, **own}


def _names() -> set[str]:
    return {field.name for field in fields(Settings)}


def _read(name: str, value: Any, type_: Any, where: str) -> Any:  # noqa: ANN401 - what TOML and flags hold
    try:
        if type_ == tuple[str, ...]:
            parts = value.split(",") if isinstance(value, str) else map(str, value)
            return tuple(part.strip() for part in parts if part.strip())
        if type_ is bool:
            return _TRUTHS[str(value).lower()]
        if type_ is not str or isinstance(value, str):
            return type_(value)
    except (KeyError, TypeError, ValueError):
        pass
    wanted = {bool: "true or false", int: "a whole number", float: "a number"}.get(type_, "text")
    raise SettingRefused(f"{name} has the value {value!r} (from {where}); it takes {wanted}.")
