"""Jetway: a self-hosted admin system for the database you already have."""

__version__ = "0.1.0"
