"""Sources that people add to a bridge, beside its first."""
