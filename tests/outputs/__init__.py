"""A snapshot of everything that the site shows and mails, to compare before and after a change (see README.md)."""
