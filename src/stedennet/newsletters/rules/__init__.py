"""Pure decisions: values in, values or an error out."""
