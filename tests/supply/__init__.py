"""What others made that goes into Stedennet."""
