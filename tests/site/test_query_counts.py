"""Ten times as many records cost no more queries."""

from copy import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stedennet.agenda.models import Action, Commitment, CommitmentPartner, Milestone, ProgressUpdate, Strategy
from stedennet.calls.models import Call
from stedennet.challenges.models import Challenge
from stedennet.core.clock import today
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Adoption, Initiative, Lesson, Result
from stedennet.network.models import GroupMembership, Organisation, Theme, ThemeRole
from stedennet.publications.models import ArticleOrganisation, ArticlePage
from tests.builders.organisations import municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_rows")]
PAGES = [
    "/",
    "/themas/",
    "/themas/smart-mobility/",
    "/organisaties/",
    "/organisaties/?soort=municipality&groep=g40&thema=smart-mobility",
    "/organisaties/?pagina=3",
    "/organisaties/eindhoven/",
    "/organisaties/provincie-utrecht/",
    "/verbreding/",
    "/organisaties/feed.atom",
    "/organisaties/export.json",
    "/themas/feed.atom",
    "/verbreding/feed.atom",
]
WITH_BLOCKS = ["/", "/themas/smart-mobility/", "/organisaties/eindhoven/", "/organisaties/provincie-utrecht/"]
MOST = 12
MOST_WITH_BLOCKS = 15
"""Pages that show what the other rooms have, each list in one or two queries."""


def counts(client, pages=PAGES):
    """The number of queries of each page, the second time that it is asked for."""
    found = {}
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page).status_code == 200
        found[page] = len(queries)
    return found


def test_a_page_needs_as_few_queries_with_342_and_with_3420_municipalities(client, settings):
    settings.DEMO = True
    few = counts(client)
    theme, group = (
        Theme.objects.get(slug="smart-mobility"),
        GroupMembership.objects.filter(group__slug="g40").first().group,
    )
    more = Organisation.objects.bulk_create(
        municipality(f"GM{number}", f"Voorbeeld-{number}", longitude=5.0, latitude=52.0)
        for number in range(6000, 6000 + 3420 - 342)
    )
    ThemeRole.objects.bulk_create(ThemeRole(theme=theme, organisation=one, role="participant") for one in more[::3])
    GroupMembership.objects.bulk_create(GroupMembership(group=group, organisation=one) for one in more[::2])
    assert Organisation.objects.on(today()).of_kind("municipality").count() == 3420
    many = counts(client)
    assert many == few
    blocks = {page: many.pop(page) for page in WITH_BLOCKS}
    assert max(blocks.values()) <= MOST_WITH_BLOCKS, blocks
    assert max(many.values()) <= MOST, many


def list_pages_of_things():
    """The addresses of the pages of every kind of thing."""
    return [
        *(f"/agenda/acties/{code}/" for code in Action.objects.readable().values_list("code", flat=True)),
        *(f"/initiatieven/{slug}/" for slug in Initiative.objects.published().values_list("slug", flat=True)[:30]),
        *(f"/initiatieven/{slug}/" for slug in Adoption.objects.values_list("initiative__slug", flat=True)[:30]),
        *(f"/themas/{slug}/" for slug in Theme.objects.values_list("slug", flat=True)),
        *(f"/opgaven/{slug}/" for slug in Challenge.objects.values_list("slug", flat=True)),
        *(f"/oproepen/{slug}/" for slug in Call.objects.readable().values_list("slug", flat=True)),
        *(f"/artikelen/{slug}/" for slug in ArticlePage.objects.public().values_list("slug", flat=True)),
        *(f"/evenementen/{slug}/" for slug in EventPage.objects.public().values_list("slug", flat=True)),
        *(f"/strategie/{slug}/" for slug in Strategy.objects.values_list("slug", flat=True)),
        *(f"/organisaties/{slug}/" for slug in ("eindhoven", "helmond", "texel", "biind", "voorbeeldstad")),
    ]


def test_the_page_of_a_thing_needs_few_queries(client, settings):
    settings.DEMO = True
    found = counts(client, dict.fromkeys(list_pages_of_things()))
    assert {page: number for page, number in found.items() if number > MOST_WITH_BLOCKS} == {}
    narrow = {page: number for page, number in found.items() if page.startswith(("/agenda/acties/", "/initiatieven/"))}
    assert max(narrow.values()) <= MOST, narrow


def multiply(row, **names):
    """Nine more rows like this one; `names` are the values of what must differ, or of what they belong to."""
    copies = []
    for number in range(9):
        fresh = copy(row)
        fresh.pk, fresh._state = None, copy(row._state)
        fresh._state.adding = True
        for name, value in names.items():
            setattr(fresh, name, value[number] if isinstance(value, list) else value)
        copies.append(fresh)
    type(row).objects.bulk_create(copies)


def test_the_page_of_a_thing_needs_as_few_queries_with_ten_times_as_much_around_it(client, settings):
    settings.DEMO = True
    others = list(Organisation.objects.filter(kind="municipality").order_by("-pk")[:9])
    initiative = Initiative.objects.get(slug="voorbeeld-lantaarnpalen-die-de-straat-meten")
    action = Milestone.objects.select_related("action").filter(action__is_example=True)[0].action
    article = ArticlePage.objects.get(slug="vng-en-g5-werken-aan-nl-smart-city-strategie")
    pages = [f"/initiatieven/{initiative.slug}/", f"/agenda/acties/{action.code}/", f"/artikelen/{article.slug}/"]
    few = counts(client, pages)
    commitment = Commitment.objects.filter(action=action).latest("edition__number")
    multiply(Adoption.objects.filter(verdict="confirmed")[0], initiative=initiative, organisation=others, of=None)
    multiply(Result.objects.first() or Result(text="Minder licht"), initiative=initiative)
    multiply(Lesson(text="Vraag eerst de buurt"), initiative=initiative)
    multiply(Milestone.objects.filter(action=action)[0], title=[f"Mijlpaal {number}" for number in range(9)])
    multiply(ProgressUpdate.objects.filter(action__is_example=True)[0], action=action)
    CommitmentPartner.objects.bulk_create(
        CommitmentPartner(commitment=commitment, organisation=other)
        for other in others
        if not commitment.partners.filter(organisation=other)
    )
    call = Call.objects.filter(is_example=True)[0]
    slugs = [f"nog-een-{number}" for number in range(9)]
    multiply(call, slug=slugs, initiative=initiative, action=None)
    multiply(call, slug=[f"actie-{slug}" for slug in slugs], action=action, initiative=None)
    ArticleOrganisation.objects.bulk_create(ArticleOrganisation(article=article, organisation=one) for one in others)
    assert counts(client, pages) == few
