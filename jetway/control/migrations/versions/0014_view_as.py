"""User Tokens that act as a role or as another member."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add whom a token acts as. Those there are act as their own person."""
    with op.batch_alter_table("user_tokens") as batch:
        batch.add_column(sa.Column("as_role", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("as_person", sa.String(length=32), nullable=True))
        batch.create_foreign_key(
            "fk_user_tokens_as_person", "people", ["as_person"], ["id"], ondelete="CASCADE"
        )
        batch.create_index("ix_user_tokens_as_person", ["as_person"], unique=False)
