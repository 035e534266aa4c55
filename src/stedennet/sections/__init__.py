"""Pages that are one form in several sections, and keeping what is typed in them."""
