"""The network and its themes as accounts that people follow from Mastodon and other servers of the fediverse."""
