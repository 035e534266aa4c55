"""Accounts for the network and its themes that people can follow from Mastodon and other ActivityPub servers."""
