"""Pure rules: retries and merging of announcements."""
