"""Times the lists of initiatives and calls with 20,000 of each, and the search for similar names.

Use: `python -m benchmarks.initiatives [number]`.
"""

import datetime as dt
import sys

from benchmarks.stage import milliseconds, set_up

PAGES = (
    "initiatieven/",
    "initiatieven/?fase=pilot&lessen=ja",
    "initiatieven/?volgorde=hergebruik",
    "initiatieven/?pagina=400",
    "initiatieven/n-7/",
    "initiatieven/aanmelden/lijkt-op/?title=slimme+lantarenpalen+12345",
    "oproepen/",
    "oproepen/?zoekt=company",
)


def main(number: int) -> None:
    """Fill an empty database and time each page."""
    from django.test import Client

    fill(number)
    client = Client(SERVER_NAME="localhost")
    print(f"{number} initiatives, {number} calls")
    print(f"{'page':70} {'median ms':>10} {'slowest':>8} {'processor':>10}")
    for page in PAGES:
        median, slowest, worked = milliseconds(lambda page=page: client.get(f"/{page}").content, rounds=7)
        print(f"/{page:69} {median:10.0f} {slowest:8.0f} {worked:10.0f}")


def fill(number: int) -> None:
    """Create this many published initiatives of forty organisations on eleven themes, and as many calls."""
    from stedennet.calls.models import Call
    from stedennet.core.clock import now, today
    from stedennet.initiatives.models import Initiative, Lesson
    from stedennet.network.models import Organisation, Theme, ThemeScheme

    scheme = ThemeScheme.objects.create(slug="m", name="Meting")
    themes = [Theme.objects.create(scheme=scheme, slug=f"t-{n}", name=f"Thema {n}") for n in range(11)]
    cities = Organisation.objects.bulk_create(
        Organisation(slug=f"stad-{n}", name=f"Stad {n}", kind="company") for n in range(40)
    )
    moment = now()
    rows = Initiative.objects.bulk_create(
        Initiative(
            slug=f"n-{n}",
            title=f"Slimme lantaarnpalen {n} in de wijk",
            summary="Palen die de lucht en het geluid in de straat meten, samen met bewoners.",
            state="published",
            published_at=moment - dt.timedelta(minutes=n),
            state_at=moment,
            phase=("idea", "pilot", "in_use")[n % 3],
            begins_on=dt.date(2010 + n % 15, 1, 1),
            lead=cities[n % 40],
        )
        for n in range(number)
    )
    Initiative.themes.through.objects.bulk_create(
        Initiative.themes.through(initiative_id=initiative.pk, theme_id=themes[n % 11].pk)
        for n, initiative in enumerate(rows)
    )
    Initiative.cities.through.objects.bulk_create(
        Initiative.cities.through(initiative_id=initiative.pk, organisation_id=cities[n % 40].pk)
        for n, initiative in enumerate(rows)
    )
    Lesson.objects.bulk_create(Lesson(initiative=initiative, text="Begin klein.") for initiative in rows[::5])
    Call.objects.bulk_create(
        Call(
            slug=f"n-{n}",
            kind="looking",
            title=f"Oproep {n}",
            what_for="Samen meten.",
            work="Een behuizing maken.",
            wanted=[("company", "knowledge")[n % 2]],
            closes_on=today() + dt.timedelta(days=n % 300),
            theme=themes[n % 11],
            state="published" if n % 3 else "closed",
            state_at=moment,
            published_at=moment,
        )
        for n in range(number)
    )


if __name__ == "__main__":
    set_up()
    main(*(int(argument) for argument in (sys.argv[1:] or ("20000",))))
