"""Records what was spent on an action; what an edition plans is edited with the edition itself."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from stedennet.changes.flows import announce_change
from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.money import format_amount
from stedennet.core.records import store_record
from stedennet.network.models import Organisation

from ..access import can_update_progress
from ..models import Action, Commitment, YearAmount


@transaction.atomic
def record_spending(
    commitment: Commitment,
    *,
    by: Actor,
    year: int,
    euros: Decimal,
    payer: str,
    source_url: str = "",
    replaces: bool = False,
) -> YearAmount:
    """Record what `payer` (the name of an organisation, or other words) spent on the action in a year.

    Raises NotAllowed, or Refused for a year to come, and for a year that already has another amount unless this one
    `replaces` it.
    """
    if not can_update_progress(by, commitment, day=today()):
        raise NotAllowed(_("Alleen wie aan deze actie werkt kan dit zeggen."))
    if year > today().year:
        raise Refused(_("Dit jaar moet nog komen."), field="year")
    action = Action.objects.select_for_update().get(pk=commitment.action_id)
    organisation = Organisation.objects.on(today()).filter(name__iexact=payer.strip()).order_by("pk").first()
    words = "" if organisation else payer.strip()
    stored = action.spent_amounts.filter(year=year, payer=organisation, payer_in_words=words).first()
    if stored and (stored.euros, stored.source_url) == (euros, source_url):
        return stored
    if stored and not replaces:
        sentence = _("Voor dit jaar staat er al: %(there)s.") % {"there": format_amount(stored.euros)}
        raise Refused(sentence, field="replaces")
    amount = stored or YearAmount(
        kind=YearAmount.Kind.SPENT, action=action, year=year, payer=organisation, payer_in_words=words
    )
    amount.euros, amount.source_url = euros, source_url
    store_record(amount)
    announce_change(
        action,
        "changed",
        title=str(commitment),
        behalf_of=commitment.by,
        note=_describe_spending(amount, "nl"),
        note_en=_describe_spending(amount, "en"),
    )
    return amount


def _describe_spending(amount: YearAmount, language: str) -> str:
    with override(language):
        return _("besteed in %(year)s: %(amount)s") % {"year": amount.year, "amount": format_amount(amount.euros)}
