"""Tests mirror the package; servers and browsers are real."""
