"""Spreadsheets that editors read in: a preview first, then all rows or none; heavy ones in the worker."""
