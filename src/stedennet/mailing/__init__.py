"""One message to many addresses, each exactly once."""
