"""Second factors: authenticator apps and recovery codes, and projects that ask for them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables of authenticators and recovery codes; add to sessions and projects."""
    op.add_column("sessions", sa.Column("strong", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "projects", sa.Column("second_factor", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "authenticators",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_authenticators_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", name="pk_authenticators"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.id"], name="fk_recovery_codes_person", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", "code_sha256", name="pk_recovery_codes"),
    )
