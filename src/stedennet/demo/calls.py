"""The demo's calls: examples only, because no public source has an open call."""

import datetime as dt

from stedennet.calls.flows import deadlines, reviews
from stedennet.calls.flows.submissions import find_free_slug
from stedennet.calls.models import Call, Interest
from stedennet.calls.rules.reviews import QUESTIONS
from stedennet.calls.rules.states import Step, Talk
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.records import store_record
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme

SCORES = dict.fromkeys(QUESTIONS, 5)


def load_calls() -> int:
    """Load three examples, unless there are calls already; return how many."""
    if Call.objects.exists():
        return 0
    lamp = Initiative.objects.get(slug="voorbeeld-lantaarnpalen-die-de-straat-meten")
    _load_call(
        title="Voorbeeld: wie maakt de sensoren van onze straat stiller?",
        kind="looking",
        what_for="Bewoners horen de sensoren ’s nachts zoemen.",
        work="Bedacht. De partner onderzoekt het geluid en maakt een stille behuizing voor twintig lantaarnpalen.",
        wanted=["company", "knowledge"],
        gives=["money", "place"],
        gives_in_words="Tot 10.000 euro, en een straat om te proberen.",
        initiative=lamp,
        theme=lamp.themes.first(),
        days=90,
    )
    _load_call(
        title="Voorbeeld: wij delen onze kennis over meten met bewoners",
        kind="offering",
        what_for="Andere gemeenten hoeven het wiel niet opnieuw uit te vinden.",
        work="Bedacht. De partner is een gemeente die met bewoners wil meten en daar iemand voor vrijmaakt.",
        wanted=["municipality"],
        gives=["knowledge"],
        theme=lamp.themes.first(),
        days=180,
    )
    answered = _load_call(
        title="Voorbeeld: partner gezocht voor een kaart van stille plekken",
        kind="looking",
        what_for="Een kaart waarop inwoners stille plekken vinden.",
        work="Bedacht. De partner bouwt de kaart en houdt haar een jaar bij.",
        wanted=["company"],
        gives=["data"],
        theme=Theme.objects.get(slug="smart-mobility"),
        days=60,
    )
    for name, talk in (("Voorbeeld A", Talk.AGREED), ("Voorbeeld B", Talk.NOT_NOW)):
        store_record(
            Interest(
                call=answered,
                together="Bedacht, om te laten zien hoe het werkt.",
                who="Een voorbeeld",
                name=name,
                email="voorbeeld@stedennet.example",
                talk=talk,
                talked=True,
                at=now(),
            )
        )
    deadlines.record_outcome(answered, "found", by=SYSTEM, partner="Voorbeeldhaven")
    return 3


def _load_call(*, days: int, **fields: object) -> Call:
    organisation = Organisation.objects.get(slug="voorbeeldstad")
    call = store_record(
        Call(
            slug=find_free_slug(str(fields["title"])),
            organisation=organisation,
            closes_on=today() + dt.timedelta(days=days),
            state_at=now(),
            **fields,
        )
    )
    return reviews.take_call_step(call, Step.PUBLISH, by=SYSTEM, scores=SCORES)
