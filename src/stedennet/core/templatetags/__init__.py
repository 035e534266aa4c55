"""Tags for the editors' pages."""
