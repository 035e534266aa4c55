"""The strategy and the joint action agenda: drawn up by several parties, decided by each, followed in public."""
