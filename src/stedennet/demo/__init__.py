"""True content for the first start: public facts with their sources, and accounts to try things with."""
