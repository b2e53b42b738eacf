"""Endpoints, which travel with the roles."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the column."""
    op.add_column("policies", sa.Column("endpoints", sa.Text(), server_default="{}", nullable=False))
