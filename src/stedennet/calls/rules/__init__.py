"""Pure decisions about calls."""
