"""When a bridge was last heard of, and the name that people gave it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add to bridges."""
    op.add_column("bridges", sa.Column("given_name", sa.String(length=200), nullable=True))
    op.add_column("bridges", sa.Column("seen_at", sa.BigInteger(), nullable=True))
