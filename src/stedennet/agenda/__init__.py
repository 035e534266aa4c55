"""The strategy and the joint action agenda, which several parties draw up, approve and report on in public."""
