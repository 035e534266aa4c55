"""Pure decisions: values in, values out. No ORM, no clock, no network."""
