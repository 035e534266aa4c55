"""The quality of a call: four scores of 0 to 5, and the advice that follows. Pure: scores in, sentences out."""

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
LEVELS = {
    "ask_is_clear": (
        ("0", _("Er staat niet wat een partner doet.")),
        ("1 – 2", _("De richting is duidelijk, het werk niet.")),
        ("3", _("Het werk is duidelijk; hoe veel en hoe lang nog niet.")),
        ("4 – 5", _("Een partner kan hierop ja of nee zeggen. 5: ook zonder te bellen.")),
    ),
    "offer_is_clear": (
        ("0", _("Er staat niet wat het de partner oplevert.")),
        ("1 – 2", _("Alleen algemene woorden, zoals “zichtbaarheid”.")),
        ("3", _("Het soort is duidelijk (geld, plek, data, kennis), niet hoeveel.")),
        ("4 – 5", _("Duidelijk wat en hoeveel. 5: ook vanaf wanneer.")),
    ),
    "date_is_realistic": (
        ("0", _("De datum is voorbij, of over een paar dagen.")),
        ("1 – 2", _("Te kort om het in de eigen organisatie te bespreken.")),
        ("3", _("Krap, maar het kan.")),
        ("4 – 5", _("Een maand of meer, en het past bij het werk.")),
    ),
    "is_no_advertising": (
        ("0", _("Het is reclame voor een product of dienst.")),
        ("1 – 2", _("Vooral wat de plaatser verkoopt.")),
        ("3", _("Een paar zinnen lijken op reclame.")),
        ("4 – 5", _("Het gaat over wat men samen wil doen.")),
    ),
}
"""The meaning of each score, for the reviewer."""
MIN_SCORE, MAX_SCORE = 0, 5


def is_score(value: object) -> bool:
    """Whether `value` is a score: a whole number from 0 to 5."""
    return isinstance(value, int) and not isinstance(value, bool) and MIN_SCORE <= value <= MAX_SCORE


def build_advice(scores: Mapping[str, int], *, below: int) -> list[str]:
    """Advice for improving the call: a sentence for each question that scored less than `below`."""
    return [str(ADVICE[name]) for name in QUESTIONS if name in scores and scores[name] < below]
