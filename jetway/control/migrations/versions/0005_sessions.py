"""What a session is recognised by; when somebody last proved who they are; browsers seen before."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add to sessions; make the table of devices."""
    for name, length in (("address", 64), ("user_agent", 400)):
        op.add_column(
            "sessions", sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        )
    op.add_column("sessions", sa.Column("proved_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("sessions", sa.Column("renew", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE sessions SET proved_at = created_at")
    op.create_table(
        "devices",
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_devices_person", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("secret_sha256", "person", name="pk_devices"),
    )
    op.create_index("ix_devices_person", "devices", ["person"], unique=False)
