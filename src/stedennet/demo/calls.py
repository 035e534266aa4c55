"""The demo's calls: real ones that are over, from a file with their source, and examples of open ones."""

import csv
import datetime as dt
from pathlib import Path

from stedennet.calls.flows import deadlines, reviews
from stedennet.calls.flows.sources import SourcedCallData, record_sourced_call
from stedennet.calls.flows.submissions import find_free_slug
from stedennet.calls.models import Call, Interest
from stedennet.calls.rules.reviews import QUESTIONS
from stedennet.calls.rules.states import Step, Talk
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.dates import parse_short_day
from stedennet.core.records import store_record
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.names import look_up_organisations

FILE = Path(__file__).parent / "content" / "past_calls.csv"
SEEN_AT = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
"""The day on which the sources were read."""
SCORES = dict.fromkeys(QUESTIONS, 5)


def load_calls() -> int:
    """Load the rows of the file and three examples, unless there are calls already; return how many."""
    if Call.objects.exists():
        return 0
    rows = read_calls()
    makers = look_up_organisations({row["organisation"] for row in rows if row["organisation"]})
    for row in rows:
        match = makers.get(row["organisation"])
        _load_sourced_call(row, match.organisation if match else None)
    return len(rows) + _load_examples()


def read_calls() -> list[dict[str, str]]:
    """The rows of the file."""
    with FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _load_sourced_call(row: dict[str, str], organisation: Organisation | None) -> None:
    opened_on, opened_precision = parse_short_day(row["opened"])
    if opened_on is None:
        raise ValueError(f"no begin of {row['title']}")
    data = SourcedCallData(
        title=row["title"],
        what_for=row["what_for"],
        work=row["work"],
        outcome=row["outcome"],
        outcome_words=row["outcome_words"],
        source_url=row["source_url"],
        outcome_partner=row["outcome_partner"],
        opened_on=opened_on,
        opened_precision=opened_precision,
        closes_on=parse_short_day(row["closes"])[0],
        wanted=[kind for kind in row["wanted"].split("; ") if kind],
        organisation=organisation,
        organisation_in_words="" if organisation else row["organisation_in_words"],
        initiative=Initiative.objects.filter(title=row["initiative"]).first(),
    )
    record_sourced_call(data, by=SYSTEM, at=SEEN_AT)


def _load_examples() -> int:
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
            is_example=True,
            state_at=now(),
            **fields,
        )
    )
    return reviews.take_call_step(call, Step.PUBLISH, by=SYSTEM, scores=SCORES)
