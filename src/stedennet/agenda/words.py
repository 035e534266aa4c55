"""What the facts of an action are called on screen."""

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "title": _("Titel"),
    "foreword": _("Voorwoord"),
    "lead": _("In één zin"),
    "description": _("Beschrijving"),
    "responsible": _("Verantwoordelijk"),
    "partners": _("Partners"),
    "other_partners": _("Andere partners"),
    "themes": _("Thema’s"),
    "begins": _("Begint"),
    "ends": _("Klaar"),
    "schedule": _("Planning"),
    "budget": _("Kosten"),
    "budget_source": _("Waar het geld vandaan komt"),
    "sdgs": _("Duurzame ontwikkelingsdoelen"),
    "depends_on": _("Hangt af van"),
    "source_url": _("Bron"),
}
