"""Apps behind HTTP APIs as tables: a description, requests made from it, and rows made of the answers."""
