"""Pure decisions of the security log."""
