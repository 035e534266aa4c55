"""Pure rules: adding up."""
