"""The web server: its processes, and the entry through which requests reach Django."""
