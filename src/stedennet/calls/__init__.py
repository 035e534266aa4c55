"""Calls: looking for a partner, or offering to be one."""
