"""Everything the applicant entered in a call, labelled as on the form, for the reviewer."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from stedennet.core.dates import format_day
from stedennet.network.models import Organisation

from .models import Call

WANTED_LABELS = dict(Organisation.Kind.choices)
GIVES_LABELS = dict(Call.Gives.choices)


def list_entered_fields(call: Call) -> list[dict[str, object]]:
    """The label and value of each field, in the order of the form; the value is empty where nothing was entered."""
    rows = [
        (_("Titel"), call.title),
        (_("Soort"), call.get_kind_display()),
        (_("Waarvoor"), call.what_for),
        (_("Wat de partner doet"), call.work),
        (_("Welke soort organisatie past"), _format_choices(call.wanted, WANTED_LABELS)),
        (_("Wat het oplevert (aangevinkt)"), _format_choices(call.gives, GIVES_LABELS)),
        (_("Wat het oplevert, in woorden"), call.gives_in_words),
        (_("Kan reageren tot en met"), format_day(call.closes_on)),
        (_("Thema"), call.theme.full_title if call.theme else ""),
        (_("Provincie"), call.province.name if call.province else _("heel Nederland")),
        (_("Hoort bij"), str(call.initiative or call.action or "")),
        (_("Organisatie"), _format_organisation(call)),
        (_("Plaatser"), " · ".join(filter(None, [call.owner_name, call.owner_email]))),
        (_("Taal"), _("Engels") if call.language == "en" else _("Nederlands")),
        (_("Ingestuurd"), _format_submitted_at(call)),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _format_choices(keys: list[str], labels: Mapping[str, object]) -> str:
    return ", ".join(str(labels.get(key, key)) for key in keys)


def _format_organisation(call: Call) -> str:
    if call.organisation is None and not call.organisation_in_words:
        return ""
    if call.organisation is None:
        return _("%(name)s (zoals getypt; nog niet gekoppeld)") % {"name": call.organisation_in_words}
    typed = call.organisation_in_words
    return call.organisation.name if typed in ("", call.organisation.name) else f"{call.organisation.name} ({typed})"


def _format_submitted_at(call: Call) -> str:
    return date_format(localtime(call.submission.created_at), "j F Y, H:i") if call.submission else ""
