"""The forms of the site, which check what readers type."""
