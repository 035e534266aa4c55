"""Pure rules: choices, consent texts, schedules, host names."""
