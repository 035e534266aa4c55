"""What cities and partners do: initiatives, and their adoption by other cities."""
