"""What changes: publishing, delivering, receiving, blocking."""
