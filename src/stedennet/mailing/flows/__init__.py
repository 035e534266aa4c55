"""All changes to mailings, deliveries, bounces, suppressions and holds."""
