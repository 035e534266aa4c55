"""Each public list, declared once: its rows, filters, columns, orders, dates and feed."""
