"""Every change around articles that is not Wagtail's own."""
