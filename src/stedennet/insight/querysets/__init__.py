"""Reads of figures and of the facts behind them."""
