"""All changes to events and registrations."""
