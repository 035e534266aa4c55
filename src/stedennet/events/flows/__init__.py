"""Every change around events."""
