"""People, projects, roles, tokens and the interface's settings. Never sees a customer's row."""
