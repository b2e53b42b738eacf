"""Puts the parts together: control, bridge and interface in one process, or each by itself."""
