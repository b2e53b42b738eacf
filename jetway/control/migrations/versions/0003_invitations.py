"""Invitations; people who were suspended, and when each was last seen."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of invitations; add to people what the list of members shows."""
    op.add_column("people", sa.Column("seen_at", sa.BigInteger(), nullable=True))
    op.add_column("people", sa.Column("suspended_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("project", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("email_key", sa.String(length=640), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["people.id"], name="fk_invitations_invited_by", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project"], ["projects.id"], name="fk_invitations_project", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("code_sha256", name="uq_invitations_code_sha256"),
        sa.UniqueConstraint("project", "email_key", name="uq_invitations_project_email_key"),
    )
    op.create_index("ix_invitations_project", "invitations", ["project"], unique=False)
    op.create_index("ix_memberships_project", "memberships", ["project"], unique=False)
