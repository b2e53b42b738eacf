"""Saved queries, which travel with the roles."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column."""
    op.add_column("policies", sa.Column("queries", sa.Text(), server_default="{}", nullable=False))
