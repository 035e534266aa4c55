"""Pure rules of the security log."""
