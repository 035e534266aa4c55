"""How words are cut and compared: pure, values in and values out."""
