"""From which address a bridge asks to be let in, in place of what it says of itself."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Rename the column."""
    op.execute("ALTER TABLE enrolments RENAME COLUMN fingerprint TO asked_from")
