"""The web server: its processes, and the entry point through which requests reach Django."""
