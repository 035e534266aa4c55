"""Where the messages of the network went, and who wants to get them."""
