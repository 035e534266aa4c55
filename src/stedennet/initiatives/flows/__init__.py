"""Every change of an initiative."""
