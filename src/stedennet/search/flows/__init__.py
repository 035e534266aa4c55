"""Updates of the index and its vectors, the log of questions, and synonyms."""
