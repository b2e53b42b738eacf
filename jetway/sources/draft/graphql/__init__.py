"""Descriptions of apps with GraphQL, drafted from what introspection tells: lists are known by shape."""
