"""Labels and display forms of the facts of an action, an edition or a strategy."""

from django.utils.translation import gettext_lazy as _

from stedennet.core import goals
from stedennet.core.dates import format_day, parse_short_day

FIELD_LABELS = {
    "title": _("Titel"),
    "foreword": _("Voorwoord"),
    "subtitle": _("Ondertitel"),
    "summary": _("In één zin"),
    "vision": _("Visie"),
    "vision_parts": _("Uit de visie"),
    "conditions": _("Randvoorwaarden"),
    "parties": _("Partijen"),
    "lead": _("In één zin"),
    "description": _("Beschrijving"),
    "part_of": _("Onderdeel van"),
    "responsible": _("Verantwoordelijk"),
    "partners": _("Partners"),
    "other_partners": _("Andere partners"),
    "themes": _("Thema’s"),
    "begins": _("Begint"),
    "ends": _("Klaar"),
    "schedule": _("Planning"),
    "budget": _("Kosten"),
    "budget_source": _("Waar het geld vandaan komt"),
    "amounts": _("Kosten per jaar"),
    "sdgs": _("Duurzame ontwikkelingsdoelen"),
    "depends_on": _("Hangt af van"),
    "source_url": _("Bron"),
    "title_en": _("Titel in het Engels"),
    "foreword_en": _("Voorwoord in het Engels"),
    "lead_en": _("In één zin, in het Engels"),
    "description_en": _("Beschrijving in het Engels"),
    "summary_en": _("In één zin, in het Engels"),
    "vision_en": _("Visie in het Engels"),
    "vision_parts_en": _("Uit de visie, in het Engels"),
    "conditions_en": _("Randvoorwaarden in het Engels"),
    "milestones": _("Mijlpalen"),
    "indicators": _("Indicatoren"),
}


def format_fact(field: str, text: str) -> str:
    """A sealed fact as shown to readers: periods in words, goals with their names."""
    if field in ("begins", "ends"):
        return format_day(*parse_short_day(text))
    if field == "sdgs" and text:
        numbers = map(int, text.split(", "))
        return "; ".join(goal["label"] for goal in goals.describe_goals(numbers))
    return text
