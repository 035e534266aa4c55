"""The two analysers, made once for each process."""

from functools import cache

from . import lexicon
from .rules import analysis
from .rules.compounds import Splitter


@cache
def dutch() -> analysis.Analyser:
    """Dutch, with compounds."""
    words = lexicon.frequencies()
    return analysis.dutch(Splitter(words).parts, words)


@cache
def english() -> analysis.Analyser:
    """English."""
    return analysis.english()
