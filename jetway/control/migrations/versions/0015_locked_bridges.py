"""When a bridge was locked."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add to bridges. None is locked."""
    op.add_column("bridges", sa.Column("locked_at", sa.BigInteger(), nullable=True))
