"""What readers say below a page, and what becomes of it."""
