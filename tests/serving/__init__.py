"""The entry through which requests reach Django."""
