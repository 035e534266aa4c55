"""All changes to announcements."""
