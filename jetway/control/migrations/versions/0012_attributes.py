"""Attributes of members, which row rules compare with."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column."""
    op.add_column("memberships", sa.Column("attributes", sa.Text(), server_default="{}", nullable=False))
