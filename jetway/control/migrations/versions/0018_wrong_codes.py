"""How many wrong codes people typed of late."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the table. Nobody has typed any."""
    op.create_table(
        "wrong_codes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_wrong_codes_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_codes"),
    )
    op.create_index("ix_wrong_codes_person", "wrong_codes", ["person"], unique=False)
    op.create_index("ix_wrong_codes_at", "wrong_codes", ["at"], unique=False)
