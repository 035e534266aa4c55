"""`stedennet setup`, and the first steps of docs/operations.md."""
