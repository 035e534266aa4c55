"""Events, their series, and who registered for them."""
