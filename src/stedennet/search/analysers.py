"""The two analysers, built once per process."""

from functools import cache

from . import lexicon
from .rules import analysis
from .rules.compounds import Splitter


@cache
def get_dutch_analyser() -> analysis.Analyser:
    """The analyser of Dutch, which splits compounds."""
    frequencies = lexicon.load_frequencies()
    return analysis.build_dutch_analyser(Splitter(frequencies).split_word, frequencies)


@cache
def get_english_analyser() -> analysis.Analyser:
    """The analyser of English."""
    return analysis.build_english_analyser()
