"""The demo's initiatives: real ones from a CSV file with their source, and one example with adoptions."""

import csv
import datetime as dt
from pathlib import Path

from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.core.records import store_record
from stedennet.initiatives.flows import adoptions, follow_ups, initiatives, reviews, submissions
from stedennet.initiatives.flows.adoptions import AdoptionData
from stedennet.initiatives.flows.follow_ups import FollowUpAnswer
from stedennet.initiatives.models import FollowUp, Initiative
from stedennet.initiatives.rules.choices import Phase
from stedennet.initiatives.rules.lines import format_lines
from stedennet.initiatives.rules.states import Step
from stedennet.network.models import Organisation, Theme
from stedennet.network.querysets.names import look_up_organisations

CONTENT = Path(__file__).parent / "content"
SOURCE_LABELS = {
    "description": "beschrijving",
    "phase": "fase",
    "years": "jaren",
    "costs": "kosten",
    "partners": "partners",
    "lessons": "lessen",
    "results": "resultaten",
    "website": "website",
}
"""The cells of `initiative_details.csv` that have a source, and how a link to that source names them."""
GATHERED_AT = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
"""The moment at which the facts in the file were gathered, and the publication date of the initiatives."""
PHASES = {
    "verkenning": Phase.EXPLORATION,
    "onderzoek": Phase.EXPLORATION,
    "proef": Phase.PILOT,
    "pilot": Phase.PILOT,
    "in gebruik": Phase.IN_USE,
    "in gebruik in 2025": Phase.IN_USE,
    "uitgerold": Phase.IN_USE,
    "opgeschaald": Phase.SCALED,
}
"""The phases that certain words in the source stand for. Other words have none: “gestopt” would need a lesson."""
EXAMPLE_WORDS = "Bedacht, om te laten zien hoe het werkt."
EXAMPLES = ("Voorbeeldstad", "Voorbeelddorp", "Voorbeeldhaven", "Voorbeeldveld")


def load_initiatives() -> int:
    """Load all rows of the file and the example, unless there are initiatives already; return how many."""
    if Initiative.objects.exists():
        return 0
    rows = _read_csv("initiatives.csv")
    details = {row["name"]: row for row in _read_csv("initiative_details.csv")}
    for row in rows:
        _load_initiative(row, details.get(row["name"]))
    _load_example()
    return len(rows) + 1


def _read_csv(name: str) -> list[dict[str, str]]:
    with (CONTENT / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _load_initiative(row: dict[str, str], details: dict[str, str] | None) -> None:
    places = _split_names(row["municipalities"])
    matches = look_up_organisations(places, kind=Organisation.Kind.MUNICIPALITY)
    cities = {place: match.organisation for place, match in matches.items() if match.organisation}
    first, *others = _split_names(row["organisations"]) or [""]
    lead = initiatives.find_organisation(first)
    initiative = _store_initiative(
        title=row["name"],
        summary=row["description_nl"],
        elsewhere=", ".join(place for place in places if place not in cities),
        lead=lead,
        lead_in_words="" if lead else first,
        phase_in_source=row["status"],
        source_url=row["source_url"],
        **_build_year_fields("begins", row["start_year"]),
        **_build_year_fields("ends", row["end_year"]),
    )
    facts: dict[str, object] = {
        "themes": _find_themes(row["theme"]),
        "cities": list(cities.values()),
        "partners": "\n".join(others),
        "phase": PHASES.get(row["status"], ""),
    }
    if details:
        facts |= _build_details(details, lead=first, partners=others)
    initiatives.update_initiative(initiative, facts, by=SYSTEM)
    reviews.take_initiative_step(initiative, Step.PUBLISH, by=SYSTEM, at=GATHERED_AT)


def _build_details(row: dict[str, str], *, lead: str, partners: list[str]) -> dict[str, object]:
    """The facts that this row adds; each source becomes a link that says what it supports."""
    added = [name for name in _split_names(row["partners"]) if name not in (lead, *partners)]
    facts: dict[str, object] = {
        "description": row["description"],
        "costs_in_words": row["costs"],
        "partners": "\n".join([*partners, *added]),
        "lessons": row["lessons"],
        "results": format_lines([[row["results"]]]),
        "links": format_lines(_list_links(row)),
        **_build_year_fields("begins", row["start_year"]),
        **_build_year_fields("ends", row["end_year"]),
    }
    if row["phase"]:
        # The source says in which year it was in this phase, not since when: the year stands in its words.
        facts |= {"phase": row["phase"], "phase_in_source": row["phase_words"]}
    if row["phase"] == Phase.STOPPED:
        facts |= {"phase_on": facts["ends_on"], "phase_precision": "year"}
    return facts


def _list_links(row: dict[str, str]) -> list[tuple[str, str]]:
    supported: dict[str, list[str]] = {}
    for cell, label in SOURCE_LABELS.items():
        for url in row[f"{cell}_source"].split(" ; "):
            if url:
                supported.setdefault(url, []).append(label)
    links = [(f"Bron: {', '.join(labels)}", url) for url, labels in supported.items()]
    return [("Website van het initiatief", row["website"]), *links] if row["website"] else links


def _find_themes(name: str) -> list[Theme]:
    """The theme of the G5 with this name; else the one of the G40."""
    return list(Theme.objects.filter(name=name, scheme__slug__in=("g5", "g40")).order_by("-scheme__slug")[:1])


def _split_names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]


def _store_initiative(**fields: object) -> Initiative:
    return store_record(
        Initiative(slug=submissions.find_free_slug(str(fields["title"])), state_at=GATHERED_AT, **fields)
    )


def _build_year_fields(name: str, year: str) -> dict[str, object]:
    return {f"{name}_on": dt.date(int(year), 1, 1), f"{name}_precision": "year"} if year else {}


def _load_example() -> None:
    """Load an example with every field, and with organisations that say that they are invented."""
    stad, *others = [
        Organisation.objects.get_or_create(
            slug=name.lower(),
            defaults={"name": name, "kind": "network", "description": EXAMPLE_WORDS, "is_example": True},
        )[0]
        for name in EXAMPLES
    ]
    initiative = _store_initiative(
        title="Voorbeeld: lantaarnpalen die de straat meten",
        title_en="Example: lamp posts that measure the street",
        summary="Bedacht, om te laten zien wat een initiatief allemaal kan vertellen.",
        summary_en="Made up, to show all that an initiative can tell.",
        lead=stad,
        is_example=True,
    )
    facts = {
        "themes": Theme.objects.filter(slug="healthy-urban-living"),
        "description": "In de Voorbeeldstraat hangen sensoren aan lantaarnpalen. Bewoners kiezen samen wat zij meten.",
        "challenge": "Schonere lucht en minder geluid in de wijk.",
        "phase": Phase.IN_USE,
        "phase_on": dt.date(2025, 9, 1),
        "phase_precision": "month",
        "partners": "Voorbeeldhaven; levert de sensoren\nBewoners van de Voorbeeldstraat; kiezen wat er gemeten wordt",
        "results": "Minder verkeer in de straat; 8 %\nBewoners kennen de cijfers van hun eigen straat",
        "lessons": "Vraag bewoners eerst wat zij willen weten.\nSpreek vooraf af wie de sensoren onderhoudt.",
        "evidence": "Voorbeeld: een telling van voor en na, door de bewoners nagekeken.",
        "adoption_time": "Voorbeeld: acht maanden, waarvan drie voor de afspraken met bewoners.",
        "licence": "Voorbeeld: de code is open, onder de EUPL-1.2.",
        "visit": "Voorbeeld: elke eerste donderdag van de maand.",
        "contact_level": "role",
        "contact_role": "Voorbeeld: projectleider",
        "products": "software; Straatmeter; https://www.example.org/straatmeter; EUPL-1.2\n"
        "DPIA; Meten in de straat; https://www.example.org/dpia",
        "links": "Meer over dit voorbeeld; https://www.example.org/",
        "costs_low": 20_000,
        "costs_high": 35_000,
        "financing": "Voorbeeldstad en bewoners",
        "sdgs": [3, 11],
    }
    initiatives.update_initiative(initiative, facts, by=SYSTEM)
    reviews.take_initiative_step(initiative, Step.PUBLISH, by=SYSTEM, at=GATHERED_AT)
    dorp, haven, veld = others
    taught = "Voorbeeld: zonder uitleg aan de deur deed niemand mee."
    first = adoptions.submit_adoption(
        initiative, dorp, AdoptionData(kind="adapted", taught=taught, since_on=now().date()), by=SYSTEM
    )
    adoptions.answer_adoption(first, "confirmed", by=SYSTEM)
    question = store_record(FollowUp(adoption=first, moment=FollowUp.Moment.THREE_MONTHS, asked_at=now()))
    answer = FollowUpAnswer("adapted", "Voorbeeld: nu ook in de wijk ernaast.")
    follow_ups.answer_follow_up(question, answer, by=SYSTEM)
    second = adoptions.submit_adoption(initiative, veld, AdoptionData(kind="as_is", of=first), by=SYSTEM)
    adoptions.answer_adoption(second, "confirmed", by=SYSTEM)
    third = adoptions.submit_adoption(initiative, haven, AdoptionData(kind="inspired"), by=SYSTEM)
    adoptions.answer_adoption(third, "disputed", by=SYSTEM, words="Voorbeeld: dit is een ander project.")
