"""Secret links in mails: each can be made invalid by itself, and a new one takes its place."""
