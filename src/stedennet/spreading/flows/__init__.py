"""Changes in this room."""
