"""Pure decisions about reactions."""
