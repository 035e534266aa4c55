"""Erasure of questions that contain the e-mail address of a person who is to be forgotten."""

from stedennet.accounts.erasers import Leaver

from ..models import Asked


def erase_questions(leaver: Leaver) -> int:
    """Delete the questions that contain this address; return how many."""
    return Asked.objects.filter(question__icontains=leaver.email[:100]).delete()[0]
