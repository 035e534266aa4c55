"""From an address to a page: parse, read or call one flow, render."""
