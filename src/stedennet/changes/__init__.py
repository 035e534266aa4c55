"""The append-only log of what was published, changed or withdrawn."""
