"""Background work: a heartbeat, periodic jobs, tasks."""
