"""The test that keeps personal data out of the log of questions. Pure."""

import re

LONGEST, MOST_WORDS = 80, 8
PERSONAL = (
    re.compile(r"@"),
    re.compile(r"(?:\d[\s.\-/()+]*){7,}"),  # telephone, citizen service number (BSN), bank account
    re.compile(r"\b\d{4}\s?[a-z]{2}\b"),  # postcode
    re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b"),  # date of birth
    re.compile(r"\b(?:mijn|my|ik|dhr|mevr|mevrouw|meneer|heer|mr|mrs|ms)\b"),
    re.compile(r"https?:|www\."),
)
"""Patterns of personal data."""


def may_keep_question(question: str) -> bool:
    """Whether a question may be stored: it is short, and nothing in it looks like personal data."""
    if not question or len(question) > LONGEST or len(question.split()) > MOST_WORDS:
        return False
    return not any(pattern.search(question.lower()) for pattern in PERSONAL)
