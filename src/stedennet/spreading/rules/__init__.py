"""Pure decisions: what somebody chose, and when a digest is due."""
