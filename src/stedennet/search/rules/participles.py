"""Finds the infinitive of a participle: delen for gedeeld(e), aanpassen for aangepast, verbeteren for verbeterd. Pure.

Porter's stemmer knows endings only. A Dutch participle has ge- (after the prefix of a separable verb) or begins with
be-, ver-, ont- or her-, and ends in t after a voiceless consonant and in d elsewhere (Algemene Nederlandse
Spraakkunst, 2.3.2.5). Word frequencies tell whether the verb exists.
"""

import re
from collections.abc import Iterator, Mapping

SEPARABLE_PREFIXES = "aan|achter|af|bij|binnen|door|in|mee|na|om|op|over|samen|terug|toe|uit|vast|voor|weg"
"""Prefixes of separable verbs: aangepast, meegedacht."""
PARTICIPLE = re.compile(rf"(?:({SEPARABLE_PREFIXES})?ge|(?=(?:be|ver|ont|her|ge)))(.{{3,}}?[dt])e?$")
VOICELESS = frozenset("tkfschpx")
VOICED = {"s": "z", "f": "v"}
VOWELS = frozenset("aeiou")
LEAST_RATIO, MOST_RATIO = 0.1, 30.0
"""The bounds of the frequency of a verb relative to its participle; outside them they are unrelated words."""
NOT_PARTICIPLES = frozenset(
    """
    gebied gezond gerust gerecht gedicht genoot gemiddeld genaamd geloofd gewond gewend geband gestalt geschut
    bekend verkeerd verband verstand bestand bereid beleefd
    """.split()  # noqa: SIM905
)
"""Words that look like a participle but are not."""
IRREGULAR_CORES = {"dacht": "denken", "bracht": "brengen", "zocht": "zoeken", "kocht": "kopen"}
"""The infinitives of irregular cores."""


def find_infinitive(word: str, lexicon: Mapping[str, float]) -> str:
    """Find the infinitive of which this word is the participle; empty when it is not a participle.

    `lexicon` has the frequencies of plain words. It lacks inflected forms such as gedeelde, which count as gedeeld.
    """
    match = PARTICIPLE.match(word)
    if match is None or word in NOT_PARTICIPLES or word.removesuffix("e") in NOT_PARTICIPLES:
        return ""
    prefix, core = match[1] or "", match[2]
    frequency = lexicon.get(word) or lexicon.get(word.removesuffix("e"), 0.0)
    verbs = [prefix + verb for verb in _list_verbs(core)]
    if match.start(2) and not prefix:
        verbs += _list_verbs(f"ge{core}")
    if core in IRREGULAR_CORES:
        verbs = verbs[:1]
    best = max(verbs, key=lambda verb: lexicon.get(verb, 0.0), default="")
    best_frequency = lexicon.get(best, 0.0)
    if best_frequency and (not frequency or LEAST_RATIO <= best_frequency / frequency <= MOST_RATIO):
        return best
    return ""


def _list_verbs(core: str) -> Iterator[str]:
    """List the verbs that may have this core with its ending: delen (or deelden) for `deeld`, starten for `start`."""
    if core in IRREGULAR_CORES:
        yield IRREGULAR_CORES[core]
    yield from _add_en(core, voiced=False)
    root, ending = core[:-1], core[-1]
    is_voiceless = root[-1] in VOICELESS
    if (ending == "t") == is_voiceless or (ending == "d" and root[-1] in VOICED):
        yield from _add_en(root, voiced=ending == "d")


def _add_en(root: str, *, voiced: bool) -> Iterator[str]:
    """Add -en to a root by the rules of Dutch spelling: dim(m)en, de(e)len, rei(s→z)en, regelen."""
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
