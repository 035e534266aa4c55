"""All changes to subscriptions, digests, dispatches and sightings."""
