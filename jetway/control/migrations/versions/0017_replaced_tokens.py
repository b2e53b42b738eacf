"""The Project Tokens that bridges had before the one before."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the table. What was replaced earlier is not known any more."""
    op.create_table(
        "replaced_tokens",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("bridge", sa.String(length=32), nullable=False),
        sa.Column("replaced_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bridge"], ["bridges.id"], name="fk_replaced_tokens_bridge", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_replaced_tokens"),
    )
    op.create_index("ix_replaced_tokens_bridge", "replaced_tokens", ["bridge"], unique=False)
