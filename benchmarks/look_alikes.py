"""Measures how well variants of a name are recognised, and how often an unrelated name is mistaken for one.

Use: `python -m benchmarks.look_alikes [queries.jsonl]`. Every name of the demo's initiatives is varied in each of
`WAYS`, with a fixed seed. “Found” means that the original is among the first three, “silent” that nothing is similar
enough. The latter uses names that are not in the list: the `text` of each line of the file, or else those below.
"""

import csv
import json
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from stedennet.initiatives.rules.look_alikes import NameIndex, extract_words

DEMO = Path(__file__).parent.parent / "src/stedennet/demo/content/initiatives.csv"
CITIES = ("Eindhoven", "Zwolle", "Den Haag", "Leeuwarden")

UNRELATED = (
    "Kinderboerderij in de wijk",
    "Fietsenstalling onder het station",
    "Schuldhulp voor jongeren",
    "Digitale balie voor rijbewijzen",
    "Buurtbus op afroep",
    "Groene daken op scholen",
    "Taalles in de bibliotheek",
    "Hergebruik van bakstenen",
    "Warmtenet uit het kanaal",
    "Stemhulp voor ouderen",
    "Regenwater in de achtertuin",
    "Drones boven het strand",
    "Archief van oude kaarten",
    "Koelte op het schoolplein",
    "Vergunning in een dag",
    "Wifi in het dorpshuis",
    "Zwemwater vooraf gekeurd",
    "Deelauto's bij flats",
    "Spoorzone opnieuw ingericht",
    "Voedselbos aan de rand",
    "Rolstoelroutes door het centrum",
    "Nachtvlinders geteld",
    "Stille stenen op de ring",
    "Begroting door bewoners",
    "Zonnepanelen op geluidsschermen",
    "Meldpunt voor losse tegels",
    "Bomen met een paspoort",
    "Vracht over het water",
    "Repaircafé in het gemeentehuis",
    "Chatbot voor afval",
    "Bezoekers van musea",
    "Rioolwater en medicijnen",
    "Tiny houses op wielen",
    "Parkeren met je kenteken",
    "Batterij voor de straat",
    "Gladheid voorspeld",
    "Inwoners tellen ratten",
    "Glasvezel in het buitengebied",
    "Lesboot in de haven",
    "Boeren delen hun machines",
)
"""Names that are unrelated to the list."""


def typo(name: str, chance: random.Random) -> str:
    """Double or omit one letter, or swap it with its neighbour."""
    place = chance.randrange(1, max(2, len(name) - 1))
    kind = chance.choice("dmx")
    if kind == "d":
        return name[:place] + name[place - 1] + name[place:]
    if kind == "m":
        return name[: place - 1] + name[place:]
    return name[: place - 1] + name[place : place + 1] + name[place - 1] + name[place + 1 :]


def two_typos(name: str, chance: random.Random) -> str:
    """Make two typing errors."""
    return typo(typo(name, chance), chance)


def other_order(name: str, chance: random.Random) -> str:
    """Shuffle the words."""
    words = name.split()
    chance.shuffle(words)
    return " ".join(words)


def with_city(name: str, chance: random.Random) -> str:
    """Add the name of a city."""
    return f"{name} {chance.choice(CITIES)}"


def renamed(name: str, chance: random.Random) -> str:
    """Put another small word before it."""
    return f"{chance.choice(['Project', 'Pilot', 'De', 'Proef met'])} {name.lower()}"


def shortened(name: str, chance: random.Random) -> str:
    """Omit a word, or the end of a name of fewer than three words."""
    words = name.split()
    if len(words) < 3:
        return name[: max(4, len(name) * 3 // 4)]
    words.pop(chance.randrange(len(words)))
    return " ".join(words)


def initials(name: str, chance: random.Random) -> str:
    """Use the first letters of its words, if there are three or more."""
    letters = "".join(word[0] for word in extract_words(name))
    return letters.upper() if len(letters) > 2 else name


WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    typo,
    two_typos,
    other_order,
    with_city,
    renamed,
    shortened,
    initials,
)


def main(names: list[str], cities: Iterable[str], others: list[str]) -> None:
    """Print the shares."""
    index, chance = NameIndex(enumerate(names), leave_out=cities), random.Random(7)
    total = 0
    for way in WAYS:
        found = sum(
            number in [candidate.key for candidate in index.like(way(name, chance))]
            for number, name in enumerate(names)
        )
        total += found
        print(f"{way.__name__:14} found {found / len(names):7.1%}")
    print(f"{'all':14} found {total / len(names) / len(WAYS):7.1%} of {len(names) * len(WAYS)}")
    quiet = sum(
        not [candidate for candidate in index.like(name, most=9) if candidate.key != number]
        for number, name in enumerate(names)
    )
    print(f"{'own others':14} silent {quiet / len(names):6.1%} of {len(names)} (some do resemble each other)")
    silent = sum(not index.like(name) for name in others)
    print(f"{'other names':14} silent {silent / len(others):6.1%} of {len(others)}")


def read(path: Path, column: str) -> list[str]:
    """Read a column of a CSV file, or a key of the lines of a JSON file."""
    with path.open(encoding="utf-8") as file:
        if path.suffix == ".jsonl":
            return [json.loads(line)[column] for line in file]
        return [row[column] for row in csv.DictReader(file)]


if __name__ == "__main__":
    places = read(DEMO.parent / "municipalities.csv", "name")
    unrelated = read(Path(sys.argv[1]), "text") if len(sys.argv) > 1 else list(UNRELATED)
    main(read(DEMO, "name"), places, unrelated)
