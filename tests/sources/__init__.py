"""One suite over every engine, on real servers."""
