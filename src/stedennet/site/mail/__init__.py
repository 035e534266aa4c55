"""How mails look: HTML letters and plain text."""
