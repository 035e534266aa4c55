"""Newsletters, their stories, and their mailings."""

from .newsletters import Newsletter, Part, Story

__all__ = ["Newsletter", "Part", "Story"]
