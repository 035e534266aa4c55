"""All changes: accounts, posts, deliveries, incoming messages, blocks and retention."""
