"""An address that somebody typed into the search field is no question to keep."""

from stedennet.accounts.erasers import Leaver

from ..models import Asked


def erase_questions(leaver: Leaver) -> int:
    """Forget the questions with this address in them."""
    return Asked.objects.filter(question__icontains=leaver.email[:100]).delete()[0]
