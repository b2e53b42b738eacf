"""The OpenAPI 3.1 document of what a caller may do."""
