"""All changes to initiatives and adoptions."""
