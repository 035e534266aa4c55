"""What came of actions, calls and adoptions: an amount with a unit and a source, confirmed by both sides."""
