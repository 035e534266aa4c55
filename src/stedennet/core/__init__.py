"""What every room needs and nobody owns: time, text, errors. No models; knows nobody."""
