"""Who fits this call, what resembles this, which cities are like yours; each with the reason in words."""
