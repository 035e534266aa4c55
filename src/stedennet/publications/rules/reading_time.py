"""The reading time of a text. Pure: text in, minutes out."""

import re

WORDS_PER_MINUTE = 220
WORD = re.compile(r"[^\W_]+(?:['’\-.,/&][^\W_]+)*")
"""Letters or digits in a row; punctuation inside does not split a word ("auto's", "G40-steden", "2.000")."""


def count_words(text: str) -> int:
    """The number of words in `text`."""
    return len(WORD.findall(text))


def compute_reading_minutes(text: str) -> int:
    """The whole minutes that reading takes: rounded up, at least one."""
    return max(-(-count_words(text) // WORDS_PER_MINUTE), 1)
