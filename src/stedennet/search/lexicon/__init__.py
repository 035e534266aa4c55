"""How usual Dutch words are: a list that is made while the package is installed (see hatch_build.py)."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("nl.txt")


@cache
def load_frequencies() -> dict[str, float]:
    """Plain Dutch words of three letters and more with their frequency (0 to 1); read once.

    Sources: wordfreq (Speer; CC BY-SA 4.0) and the word list of OpenTaal (BSD or CC BY 3.0).
    """
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {word: float(frequency) for word, _, frequency in (line.partition("\t") for line in lines)}
