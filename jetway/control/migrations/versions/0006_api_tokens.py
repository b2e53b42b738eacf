"""API tokens belong to whoever made them, and may be narrowed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add to API tokens. Those there are were made at the console, and belong to nobody."""
    with op.batch_alter_table("api_tokens") as batch:
        batch.add_column(sa.Column("person", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("read_only", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("tables", sa.Text(), nullable=True))
        batch.create_foreign_key("fk_api_tokens_person", "people", ["person"], ["id"], ondelete="CASCADE")
        batch.create_index("ix_api_tokens_person", ["person"], unique=False)
