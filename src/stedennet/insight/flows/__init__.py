"""The upkeep of stored figures."""
