"""The append-only log of what became public, changed or was withdrawn."""
