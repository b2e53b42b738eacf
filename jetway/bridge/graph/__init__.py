"""GraphQL over a view: queries only, each root field one plan."""
