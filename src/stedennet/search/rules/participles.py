"""Which verb a participle is of: gedeeld(e) is of delen, aangepast of aanpassen, verbeterd of verbeteren. Pure.

Porter's stemmer knows endings only and leaves them apart. A participle has ge- (behind the prefix of a verb that comes
apart) or begins with be-, ver-, ont- or her-, and ends in t after a voiceless sound and in d after others (Algemene
Nederlandse Spraakkunst, 2.3.2.5); a list of how usual words are tells whether there is such a verb.
"""

import re
from collections.abc import Iterator, Mapping

APART = "aan|achter|af|bij|binnen|door|in|mee|na|om|op|over|samen|terug|toe|uit|vast|voor|weg"
"""What comes apart from its verb: aangepast, meegedacht."""
PARTICIPLE = re.compile(rf"(?:({APART})?ge|(?=(?:be|ver|ont|her|ge)))(.{{3,}}?[dt])e?$")
VOICELESS = frozenset("tkfschpx")
VOICED = {"s": "z", "f": "v"}
VOWELS = frozenset("aeiou")
LEAST, MOST = 0.1, 30.0
"""The verb is at least and at most so many times as usual as its participle; else they are two words."""
NOT_OF = frozenset(
    """
    gebied gezond gerust gerecht gedicht genoot gemiddeld genaamd geloofd gewond gewend geband gestalt geschut
    bekend verkeerd verband verstand bestand bereid beleefd
    """.split()  # noqa: SIM905
)
"""Words of their own that look like the participle of another."""


UNLIKE = {"dacht": "denken", "bracht": "brengen", "zocht": "zoeken", "kocht": "kopen"}
"""Cores that no rule makes."""


def find_infinitive(word: str, usual: Mapping[str, float]) -> str:
    """The verb that this word is a participle of; empty when it is none.

    `usual` is how often plain words are written. `gedeelde` is no word of the list: its verb is that of `gedeeld`.
    """
    found = PARTICIPLE.match(word)
    if found is None or word in NOT_OF or word.removesuffix("e") in NOT_OF:
        return ""
    apart, core = found[1] or "", found[2]
    often = usual.get(word) or usual.get(word.removesuffix("e"), 0.0)
    verbs = [apart + verb for verb in _list_verbs(core)]
    if found.start(2) and not apart:
        verbs += _list_verbs(f"ge{core}")
    if core in UNLIKE:
        verbs = verbs[:1]
    best = max(verbs, key=lambda verb: usual.get(verb, 0.0), default="")
    there = usual.get(best, 0.0)
    return best if there and (not often or LEAST <= there / often <= MOST) else ""


def _list_verbs(core: str) -> Iterator[str]:
    """The verbs that a core with its ending may be of: `deeld` is of delen (or of deelden), `start` of starten."""
    if core in UNLIKE:
        yield UNLIKE[core]
    yield from _add_en(core, voiced=False)
    root, ending = core[:-1], core[-1]
    voiceless = root[-1] in VOICELESS
    if (ending == "t") == voiceless or (ending == "d" and root[-1] in VOICED):
        yield from _add_en(root, voiced=ending == "d")


def _add_en(root: str, *, voiced: bool) -> Iterator[str]:
    """A root with -en, as Dutch spells it: dim(m)en, de(e)len, rei(s→z)en, regelen."""
    last = VOICED.get(root[-1], root[-1]) if voiced else root[-1]
    before = root[:-1]
    if root[-1] in VOWELS or not before:
        yield f"{root}en"
    elif before[-1] not in VOWELS:
        yield f"{before}{last}en"
    elif before[-2:-1] == before[-1] and before[-1] in "aeou":
        yield f"{before[:-1]}{last}en"
    elif before[-2:-1] in VOWELS:
        yield f"{before}{last}en"
    else:
        yield f"{root}{root[-1]}en"
        if sum(letter in VOWELS for letter in before) > 1:
            yield f"{root}en"
