"""Who does not want to be named, and who hears of a new call."""
