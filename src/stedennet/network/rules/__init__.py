"""Pure decisions: values in, value or error out. No ORM, no clock."""
