"""Who a person is at an OpenID provider, and which groups there have which role here."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables of identities and of groups; add to memberships."""
    op.add_column(
        "memberships", sa.Column("by_group", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "identities",
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_identities_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
    )
    op.create_index("ix_identities_person", "identities", ["person"], unique=False)
    op.create_table(
        "group_roles",
        sa.Column("project", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group_name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["project"], ["projects.id"], name="fk_group_roles_project", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("project", "position", name="pk_group_roles"),
    )
