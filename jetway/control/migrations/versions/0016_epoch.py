"""The epoch of the store: another one after each time it was put back from a backup."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add to the instance. The first epoch has no name."""
    op.add_column("instance", sa.Column("epoch", sa.String(length=32), nullable=False, server_default=""))
