"""Where control keeps what it knows: SQLite or PostgreSQL, the same code. Knows no HTTP.

The modules of this package are one subject each: functions that take a connection and say what happens.
"""

from jetway.control.store.database import Store, open_store

__all__ = ["Store", "open_store"]
