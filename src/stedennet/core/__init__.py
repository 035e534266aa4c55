"""Tools that every room uses and no room owns: time, text, errors. No models; imports from no other room."""
