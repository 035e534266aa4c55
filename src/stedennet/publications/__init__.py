"""Articles: what editors write, and the organisations involved."""
