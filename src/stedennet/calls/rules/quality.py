"""How good a call is, by four questions of 0 to 5, and what to advise. Pure: scores in, sentences out."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "ask_is_clear": _("Is duidelijk wat er gevraagd wordt?"),
    "offer_is_clear": _("Is duidelijk wat er tegenover staat?"),
    "date_is_realistic": _("Is de datum haalbaar?"),
    "is_no_advertising": _("Is het geen reclame?"),
}
ADVICE = {
    "ask_is_clear": _("Schrijf preciezer welk werk u van een partner vraagt."),
    "offer_is_clear": _("Schrijf erbij wat het de partner oplevert: geld, een proefplek, data of kennis."),
    "date_is_realistic": _("Geef meer tijd: een partner moet het ook nog kunnen bespreken."),
    "is_no_advertising": _("Haal weg wat op reclame lijkt: zeg wat u wilt doen, niet wat u verkoopt."),
}
LEAST, MOST = 0, 5


def is_score(value: object) -> bool:
    """Whether this is a score: a whole number from 0 to 5."""
    return isinstance(value, int) and not isinstance(value, bool) and LEAST <= value <= MOST


def advice(scores: Mapping[str, int], *, below: int) -> list[str]:
    """What to make better: a sentence for each question that scored less than `below`."""
    return [str(ADVICE[name]) for name in QUESTIONS if name in scores and scores[name] < below]
