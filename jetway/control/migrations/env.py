"""What Alembic runs: migrations on the connection, and in the transaction, that the store gives."""

from alembic import context

from jetway.control.store.migrate import VERSION_TABLE
from jetway.control.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
