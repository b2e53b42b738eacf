"""Who is measured, in the order of the table's columns. Peers run as they come, one process each."""

from benchmarks.peers import (
    datasette,
    directus,
    django_rest,
    fastapi_sqlalchemy,
    jet_bridge,
    jetway,
    limit,
    postgraphile,
)

PEERS = (jetway, limit, postgraphile, fastapi_sqlalchemy, django_rest, directus, jet_bridge, datasette)
