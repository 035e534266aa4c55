"""Pure decisions about initiatives."""
