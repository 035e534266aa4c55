"""Newsletters, what they tell of, and the mailings that they became."""

from .newsletters import Newsletter, Part, Story

__all__ = ["Newsletter", "Part", "Story"]
