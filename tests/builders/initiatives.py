"""Initiatives, and people who submit them."""

import re
from uuid import uuid4

from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.core.records import store_record
from stedennet.initiatives.flows import reviews, submissions
from stedennet.initiatives.flows.submissions import WORKS, InitiativeData
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.rules.states import Step
from stedennet.intake.flows import confirm_submission
from stedennet.outbox.models import OutgoingMail


def make_initiative(title="Slimme lantaarnpalen", *, publish=True, theme=None, **more) -> Initiative:
    """An initiative that an editor published."""
    fields = {"summary": "Palen die meten.", "state_at": now(), "slug": submissions.find_free_slug(title), **more}
    one = store_record(Initiative(title=title, **fields))
    if theme is not None:
        one.themes.add(theme)
        if publish:
            one = reviews.take_initiative_step(one, Step.PUBLISH, by=SYSTEM)
    return one


def told(title="Deelfietsen in de wijk", *, part=WORKS, city="Eindhoven", theme="smart-mobility"):
    """Somebody told of it; the submission waits for its confirmation."""
    submissions.submit_initiative(
        InitiativeData(title, city, theme, "Wij delen fietsen.", "jo@example.org", part),
        language="nl",
        once=str(uuid4()),
        page="/initiatieven/",
    )
    return OutgoingMail.objects.filter(to="jo@example.org").latest("id")


def link_in(mail, part):
    """What stands in a mail after this part of an address."""
    return re.search(rf"/{part}/([^/\s]+)/", mail.text)[1]


def confirmed(**more) -> Initiative:
    """Somebody told of it and confirmed."""
    confirm_submission(link_in(told(**more), "bevestigen"))
    return Initiative.objects.latest("id")
