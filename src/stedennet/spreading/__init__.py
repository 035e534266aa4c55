"""Subscriptions and digests, and the ledger of where each message was sent."""
