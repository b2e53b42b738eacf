"""Requests that leave this machine: where they may go, and what they may cost."""
