"""Relations to other sources of the bridge."""
