"""Control's tables. No column holds a customer's row, a database credential or a token in the clear.

Times are whole seconds since 1970 UTC. Documents are JSON text in ASCII.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


def _sha256(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(64), unique=True, nullable=nullable)


def _time(name: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable, index=index)


def _reference(name: str, target: str, *, nullable: bool = False) -> Column[str]:
    key = ForeignKey(f"{target}.id", ondelete="CASCADE")
    return Column(name, String(32), key, nullable=nullable, index=True)


# One row, made by the first migration. Changing it is the lock of everything that happens once.
instance = Table(
    "instance",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("setup_code_sha256", String(64)),
    _time("set_up_at", nullable=True),
    Column("epoch", String(32), nullable=False, server_default=""),
)

people = Table(
    "people",
    metadata,
    _id(),
    Column("email", String(320), nullable=False),
    Column("email_key", String(640), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("password_hash", String(200), nullable=False),
    _time("created_at"),
    _time("seen_at", nullable=True),
    _time("suspended_at", nullable=True),
)

sessions = Table(
    "sessions",
    metadata,
    _id(),
    _sha256("secret_sha256"),
    _reference("person", "people"),
    _time("created_at"),
    _time("seen_at"),
    _time("proved_at"),
    Column("address", String(64), nullable=False),
    Column("user_agent", String(400), nullable=False),
    Column("renew", Boolean, nullable=False),
    Column("strong", Boolean, nullable=False),
)

devices = Table(
    "devices",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    Column("person", String(32), ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    _time("seen_at"),
)

authenticators = Table(
    "authenticators",
    metadata,
    Column("person", String(32), ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("sealed_secret", LargeBinary, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("last_step", BigInteger, nullable=False),
)

passkeys = Table(
    "passkeys",
    metadata,
    _id(),
    _reference("person", "people"),
    Column("name", String(200), nullable=False),
    _sha256("credential_sha256"),
    Column("credential", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    _time("created_at"),
    _time("used_at", nullable=True),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("person", String(32), ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("code_sha256", String(64), primary_key=True),
)

projects = Table(
    "projects",
    metadata,
    _id(),
    Column("name", String(200), nullable=False),
    Column("second_factor", Boolean, nullable=False, default=False),
    _time("created_at"),
)

environments = Table(
    "environments",
    metadata,
    _id(),
    _reference("project", "projects"),
    Column("name", String(200), nullable=False),
    _time("created_at"),
    UniqueConstraint("project", "name"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person", String(32), ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("project", String(32), ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True),
    Column("role", String(64), nullable=False),
    Column("by_group", Boolean, nullable=False, default=False),
    Column("attributes", Text, nullable=False, server_default="{}"),
)

identities = Table(
    "identities",
    metadata,
    Column("issuer", String(500), primary_key=True),
    Column("subject", String(255), primary_key=True),
    _reference("person", "people"),
    _time("created_at"),
)

group_roles = Table(
    "group_roles",
    metadata,
    Column("project", String(32), ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("group_name", String(200), nullable=False),
    Column("role", String(64), nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    _id(),
    _reference("project", "projects"),
    Column("email", String(320), nullable=False),
    Column("email_key", String(640), nullable=False),
    Column("role", String(64), nullable=False),
    _sha256("code_sha256"),
    Column("invited_by", String(32), ForeignKey("people.id", ondelete="SET NULL")),
    _time("created_at"),
    _time("expires_at"),
    UniqueConstraint("project", "email_key"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    Column("purpose", String(32), nullable=False),
    _reference("person", "people", nullable=True),
    Column("document", Text, nullable=False),
    _time("expires_at", index=True),
)

bridges = Table(
    "bridges",
    metadata,
    _id(),
    _reference("environment", "environments"),
    Column("name", String(200), nullable=False),
    Column("url", String(2000), nullable=False),
    Column("engine", String(64), nullable=False),
    Column("given_name", String(200)),
    _time("seen_at", nullable=True),
    _sha256("token_sha256"),
    _sha256("previous_token_sha256", nullable=True),
    _time("previous_expires_at", nullable=True),
    _time("locked_at", nullable=True),
    _time("created_at"),
)

replaced_tokens = Table(
    "replaced_tokens",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    _reference("bridge", "bridges"),
    _time("replaced_at"),
)

user_tokens = Table(
    "user_tokens",
    metadata,
    _id(),
    _sha256("token_sha256"),
    _reference("session", "sessions"),
    _reference("environment", "environments"),
    Column("audience", String(32), nullable=False),
    Column("as_role", String(64)),
    _reference("as_person", "people", nullable=True),
    _time("expires_at", index=True),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    _id(),
    _sha256("token_sha256"),
    _reference("environment", "environments"),
    Column("name", String(200), nullable=False),
    Column("role", String(64), nullable=False),
    _reference("person", "people", nullable=True),
    Column("read_only", Boolean, nullable=False),
    Column("tables", Text),
    _time("created_at"),
    _time("expires_at"),
    _time("used_at", nullable=True),
    _time("revoked_at", nullable=True),
)

enrolments = Table(
    "enrolments",
    metadata,
    _id(),
    _sha256("device_sha256"),
    _sha256("code_sha256"),
    Column("name", String(200), nullable=False),
    Column("url", String(2000), nullable=False),
    Column("engine", String(64), nullable=False),
    Column("asked_from", String(200), nullable=False),
    _reference("environment", "environments", nullable=True),
    _time("expires_at"),
)

enrolment_keys = Table("enrolment_keys", metadata, _id(), _sha256("key_sha256"), _time("expires_at"))

policies = Table(
    "policies",
    metadata,
    Column("environment", String(32), ForeignKey("environments.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("roles", Text, nullable=False),
    *(Column(name, Text, nullable=False, server_default="{}") for name in ("queries", "endpoints")),
    Column("person", String(32), ForeignKey("people.id", ondelete="SET NULL")),
    _time("created_at"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("environment", String(32), ForeignKey("environments.id", ondelete="CASCADE"), nullable=False),
    Column("actor", String(32), nullable=True),
    _time("created_at"),
    sqlite_autoincrement=True,
)

settings = Table(
    "settings",
    metadata,
    Column("project", String(32), ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("document", Text, nullable=False),
    _time("changed_at"),
)

Index("ix_changes_environment_id", changes.c.environment, changes.c.id)
Index("ix_memberships_project", memberships.c.project)
