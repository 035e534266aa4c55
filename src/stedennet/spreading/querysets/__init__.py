"""Queries on digests, dispatches, sightings, subscriptions and wishes."""
