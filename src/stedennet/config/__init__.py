"""Configuration: settings, URLs, the WSGI application."""
