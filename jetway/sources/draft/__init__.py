"""Descriptions of apps, drafted from what an app says of itself, for a person to look at and to keep."""
