"""Spreadsheets that editors import: a preview first, then all rows or none; heavy ones in the worker."""
