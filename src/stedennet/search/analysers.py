"""The two analysers, made once for each process."""

from functools import cache

from . import lexicon
from .rules import analysis
from .rules.compounds import Splitter


@cache
def get_dutch_analyser() -> analysis.Analyser:
    """Dutch, with compounds."""
    words = lexicon.load_frequencies()
    return analysis.build_dutch_analyser(Splitter(words).parts, words)


@cache
def get_english_analyser() -> analysis.Analyser:
    """English."""
    return analysis.build_english_analyser()
