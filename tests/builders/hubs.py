"""The address of a hub."""

HUB = "https://hub.example.org/"
