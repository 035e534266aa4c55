"""Pure decisions about the agenda."""
