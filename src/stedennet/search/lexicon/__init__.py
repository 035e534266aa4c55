"""The frequencies of Dutch words: a list that is built while the package is installed (see hatch_build.py)."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("nl.txt")


@cache
def load_frequencies() -> dict[str, float]:
    """Load plain Dutch words of three letters or more with their frequency (0 to 1), once per process.

    Sources: wordfreq (Speer; CC BY-SA 4.0) and the word list of OpenTaal (BSD or CC BY 3.0).
    """
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {word: float(frequency) for word, _, frequency in (line.partition("\t") for line in lines)}
