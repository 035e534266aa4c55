"""The pages of initiatives: told without an account, listed with filters, owned by link or account, reused."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.agenda.models import Action, ActionLink
from stedennet.calls.models import Call
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.initiatives.flows import adoptions, reviews
from stedennet.initiatives.flows.adoptions import AdoptionData
from stedennet.initiatives.models import Initiative, Lesson, Partner
from stedennet.initiatives.personal_links import INITIATIVE_LINK
from stedennet.initiatives.rules.states import Step
from stedennet.intake.models import Submission
from stedennet.lists.initiatives import INITIATIVES
from stedennet.outbox.models import OutgoingMail
from tests.builders.articles import make_article
from tests.builders.editions import adopt, make_edition
from tests.builders.initiatives import link_in, make_initiative
from tests.builders.people import speaks_for
from tests.sections.pressing import pressed

pytestmark = pytest.mark.django_db
LISTS = ("", "export.csv", "export.json", "feed.atom")


@pytest.fixture
def lamp(mobility, eindhoven):
    one = make_initiative("Slimme lantaarnpalen", theme=mobility, lead=eindhoven, contact_email="kees@example.org")
    one.cities.add(eindhoven)
    return one


@pytest.fixture
def typed(mobility):
    return {
        "title": "Deelfietsen in de wijk",
        "city": "Eindhoven",
        "theme": "smart-mobility",
        "summary": "Wij delen fietsen.",
        "email": "jo@example.org",
        "part": "works",
        "once": str(uuid4()),
    }


def html(response):
    return response.content.decode()


def confirm_by_mail(client, address="jo@example.org"):
    token = link_in(OutgoingMail.objects.filter(to=address, text__contains="/bevestigen/").latest("id"), "bevestigen")
    return client.post(f"/bevestigen/{token}/", follow=True)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(
    "path", ["", "?weergave=tabel", "aanmelden/", "slimme-lantaarnpalen/", "slimme-lantaarnpalen/vragen/"]
)
def test_the_pages_answer_in_both_languages(client, lamp, language, path):
    response = client.get(f"{language}/initiatieven/{path}")
    assert response.status_code == 200
    assert f'<html lang="{language[1:] or "nl"}">' in html(response)


def test_told_confirmed_told_more_published(client, lamp, typed, eindhoven):
    assert client.post("/initiatieven/aanmelden/", typed)["Location"].endswith("/verstuurd/")
    assert not Initiative.objects.filter(title=typed["title"]).exists()
    page = html(confirm_by_mail(client))
    own = re.search(r'href="[^"]*(/initiatieven/mijn/[^"]+)"', page)[1]
    form = html(client.get(own))
    seen = re.search(r'name="opslaan-seen" value="(\d+)"', form)[1]
    more = {
        "seen": seen,
        "title": typed["title"],
        "summary": typed["summary"],
        "themes": ["smart-mobility"],
        "cities": "Eindhoven",
        "contact_level": "none",
        "lessons": "Begin klein.",
        "begins": "2025-09",
    }
    wrong = client.post(own, pressed("opslaan", **more | {"begins": "ooit", "cities": "Nergenshuizen"}))
    assert (wrong.status_code, "Begin klein." in html(wrong), "Nergenshuizen" in html(wrong)) == (422, True, True)
    assert client.post(own, pressed("opslaan", **more)).status_code == 302
    stale = client.post(own, pressed("opslaan", **more | {"summary": "Van een ander venster."}))
    assert (stale.status_code, "Van een ander venster." in html(stale)) == (422, True)
    one = Initiative.objects.get(title=typed["title"])
    assert client.get(f"/initiatieven/{one.slug}/").status_code == 404
    reviews.take_initiative_step(one, Step.PUBLISH, by=SYSTEM)
    shown = html(client.get(f"/initiatieven/{one.slug}/"))
    assert "Begin klein." in shown
    assert "september 2025" in shown


def test_sent_twice_it_is_told_once(client, typed, eindhoven):
    for _ in range(2):
        assert client.post("/initiatieven/aanmelden/", typed).status_code == 302
    assert Submission.objects.count() == 1


def test_a_name_that_is_there_is_shown_before_it_is_sent(client, lamp, typed):
    typed["title"] = "lantarenpalen slimme"
    first = client.post("/initiatieven/aanmelden/", typed)
    assert (first.status_code, "Nee, dit is iets anders" in html(first)) == (200, True)
    assert 'name="sure" value="1"' in html(first)
    assert not Submission.objects.exists()
    assert client.post("/initiatieven/aanmelden/", {**typed, "sure": "1"}).status_code == 302
    part = html(client.get("/initiatieven/aanmelden/lijkt-op/?title=lantarenpalen+slimme"))
    assert "/initiatieven/slimme-lantaarnpalen/" in part
    assert "<html" not in part


@pytest.mark.parametrize("field", ["title", "city", "summary", "email", "part"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, typed, field):
    response = client.post("/initiatieven/aanmelden/", {**typed, field: ""})
    assert response.status_code == 422
    kept = "Wij delen fietsen." if field != "summary" else "Deelfietsen in de wijk"
    assert kept in html(response)


def test_hostile_words_stay_words(client, mobility):
    one = make_initiative("<script>alert(1)</script>", theme=mobility, summary="<img src=x onerror=alert(1)>")
    for path in ("", f"{one.slug}/", "feed.atom", "?weergave=tabel"):
        page = html(client.get(f"/initiatieven/{path}"))
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_no_address_of_a_person_is_shown_anywhere(client, lamp, utrecht):
    adoptions.submit_adoption(lamp, utrecht, AdoptionData(kind="as_is", contact_name="Piet"), by=SYSTEM)
    pages = [f"/initiatieven/{path}" for path in (*LISTS, "slimme-lantaarnpalen/", "slimme-lantaarnpalen/vragen/")]
    for path in [*pages, "/themas/smart-mobility/", "/organisaties/eindhoven/", "/"]:
        assert "kees@example.org" not in html(client.get(path)), path
        assert "Piet" not in html(client.get(path)), path


def open_call_on(initiative, *, closes_in=30):
    Call.objects.create(
        slug=f"oproep-{closes_in}",
        kind="looking",
        title="Wie helpt?",
        what_for="Meten",
        work="Meten",
        initiative=initiative,
        state="published",
        state_at=now(),
        published_at=now(),
        closes_on=today() + dt.timedelta(days=closes_in),
    )


def test_a_call_that_is_over_does_not_count_as_open(client, lamp):
    open_call_on(lamp, closes_in=-1)
    assert "Slimme lantaarnpalen" not in html(client.get("/initiatieven/?oproep=ja"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("thema=smart-mobility", True),
        ("thema=anders", False),
        ("stad=eindhoven", True),
        ("stad=utrecht", False),
        ("fase=pilot", True),
        ("fase=idea", False),
        ("lessen=ja", True),
        ("oproep=ja", True),
        ("partner=company", False),
        ("partner=municipality", True),
        ("jaar=2025", True),
        ("jaar=2024", False),
        ("jaar=morgen", False),
        ("jaar=99999999999", False),
        ("q=lantaarn", True),
        ("q=fiets", False),
    ],
)
def test_each_filter_finds_what_fits(client, lamp, utrecht, query, found):
    Lesson.objects.create(initiative=lamp, text="Begin klein.")
    Partner.objects.create(initiative=lamp, organisation=utrecht)
    Initiative.objects.filter(pk=lamp.pk).update(phase="pilot", begins_on="2025-05-01")
    open_call_on(lamp)
    for path in ("", "export.json"):
        shown = "Slimme lantaarnpalen" in html(client.get(f"/initiatieven/{path}?{query}"))
        assert shown == found, path


def test_the_page_of_an_owner_is_for_owners_and_editors(client, lamp, eindhoven, utrecht):
    page = f"/account/initiatieven/{lamp.slug}/"
    assert client.get(page).status_code == 302
    client.force_login(speaks_for(utrecht))
    assert client.get(page).status_code == 403
    client.force_login(speaks_for(eindhoven))
    assert client.get(page).status_code == 200
    assert page in html(client.get("/account/"))
    client.post(page, {"wat": "klopt"})
    assert lamp.confirmations.count() == 1


def test_an_archived_one_stays_readable_and_leaves_the_list(client, lamp):
    reviews.take_initiative_step(lamp, Step.ARCHIVE, by=SYSTEM, words="Het is voorbij.")
    assert "Het is voorbij." in html(client.get("/initiatieven/slimme-lantaarnpalen/"))
    assert "Slimme lantaarnpalen" not in html(client.get("/initiatieven/"))


def test_a_claim_and_a_question_by_anybody(client, mobility, eindhoven):
    one = make_initiative("Een tip", theme=mobility, is_tip=True)
    claim = {"name": "Sam", "email": "sam@example.org", "organisation": "Eindhoven", "role": "adviseur"}
    assert client.post(f"/initiatieven/{one.slug}/claimen/", {**claim, "organisation": "X BV"}).status_code == 422
    assert client.post(f"/initiatieven/{one.slug}/claimen/", claim).status_code == 302
    ask = {"name": "Ans", "email": "ans@example.org", "text": "Wat kost het?"}
    assert client.post(f"/initiatieven/{one.slug}/vragen/", ask).status_code == 302
    owned = make_initiative("Geen tip", theme=mobility)
    assert client.get(f"/initiatieven/{owned.slug}/claimen/").status_code == 404


def test_editors_judge_in_the_admin_and_others_do_not(client, settings, typed, eindhoven):
    settings.REQUIRE_SECOND_FACTOR = False
    client.post("/initiatieven/aanmelden/", typed)
    confirm_by_mail(client)
    one = Initiative.objects.get()
    detail = reverse("initiatives:detail", args=[one.pk])
    client.force_login(speaks_for(eindhoven))
    assert client.post(detail, {"step": "publish"}).status_code in (302, 403)
    client.force_login(create_person(email="e@example.org", name="E", password=None, by=SYSTEM, is_editor=True))
    assert typed["title"] in html(client.get(reverse("initiatives:list")))
    assert client.post(detail, {"step": "ask"}).status_code == 422
    assert client.post(detail, {"step": "x"}).status_code == 422
    client.post(detail, {"step": "publish"})
    one.refresh_from_db()
    assert one.state == "published"
    assert client.get(f"/initiatieven/{one.slug}/").status_code == 200


def many(number, mobility, cities):
    """So many published initiatives, as a database full of them."""
    moment = now()
    rows = Initiative.objects.bulk_create(
        Initiative(
            slug=f"n-{n}",
            title=f"Initiatief {n}",
            summary="Een zin.",
            state="published",
            published_at=moment,
            state_at=moment,
            phase="pilot" if n % 3 else "in_use",
            begins_on=f"{2010 + n % 15}-01-01",
            lead=cities[n % 2],
        )
        for n in range(number)
    )
    Initiative.themes.through.objects.bulk_create(
        Initiative.themes.through(initiative_id=one.pk, theme_id=mobility.pk) for one in rows[::2]
    )
    Initiative.cities.through.objects.bulk_create(
        Initiative.cities.through(initiative_id=one.pk, organisation_id=cities[n % 2].pk) for n, one in enumerate(rows)
    )
    Lesson.objects.bulk_create(Lesson(initiative=one, text="Les.") for one in rows[::5])


def test_few_queries_with_twenty_thousand(client, lamp, mobility, eindhoven, utrecht):
    many(20_000, mobility, [eindhoven, utrecht])
    client.get("/initiatieven/")
    for path in ("", "?thema=smart-mobility&fase=pilot&lessen=ja", "?pagina=3&volgorde=hergebruik"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/initiatieven/{path}").status_code == 200
        assert len(queries) <= 15


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the query plan of SQLite")
@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"thema": "smart-mobility"},
        {"stad": "eindhoven"},
        {"fase": "pilot"},
        {"lessen": "ja"},
        {"provincie": "utrecht"},
        {"partner": "company"},
        {"jaar": "2025"},
    ],
)
def test_each_filter_uses_an_index(db, chosen):
    plan = INITIATIVES.sort(INITIATIVES.narrow(INITIATIVES.rows(), chosen), chosen)[:24].explain()
    steps = [line.split(" ", 3)[3] for line in plan.splitlines()]
    tables = [step for step in steps if step.startswith(("SCAN", "SEARCH"))]
    assert tables
    assert all("USING" in step for step in tables), plan


def test_an_owner_by_link_of_a_tip_reads_but_does_not_change(client, mobility):
    one = make_initiative("Een tip", theme=mobility, is_tip=True, contact_email="jo@example.org")
    page = f"/initiatieven/mijn/{INITIATIVE_LINK.make_token(one)}/"
    shown = client.get(page)
    assert (shown.status_code, shown["Referrer-Policy"]) == (200, "no-referrer")
    assert "U kunt dit nu niet wijzigen" in html(shown)
    assert client.post(page, {"wat": "opslaan"}).status_code == 200
    assert client.get("/initiatieven/mijn/x-y:z/").status_code == 404


def test_the_page_says_which_articles_and_actions_mention_it(client, lamp, settings, eindhoven):
    edition = make_edition(eindhoven)
    url = f"{settings.SITE_URL}/initiatieven/{lamp.slug}/"
    ActionLink.objects.create(action=Action.objects.get(), title="De proef", url=url)
    article = make_article(body=[("paragraph", f'<p><a href="{url}">lantaarns</a></p>')])
    make_article("ander", body=[("paragraph", f'<p><a href="{url}meer/">lantaarns</a></p>')])
    page = html(client.get(f"/initiatieven/{lamp.slug}/"))
    assert article.title in page
    assert "Ander" not in page
    assert "/agenda/acties/SM-1/" not in page
    adopt(edition)
    assert 'href="/agenda/acties/SM-1/"' in html(client.get(f"/initiatieven/{lamp.slug}/"))


def test_a_page_without_a_story_says_who_can_tell_it_and_offers_to_ask(client, mobility, eindhoven, utrecht):
    initiative = make_initiative("Kale lantaarnpalen", theme=mobility)
    initiative.cities.add(eindhoven, utrecht)
    address = f"/initiatieven/{initiative.slug}/"
    page = " ".join(client.get(address).content.decode().split())
    block = page[page.index("Wie kan hierover vertellen") :][:900]
    assert "Eindhoven" in block
    assert "Utrecht" in block
    assert f"{address}vragen/" in block
    Lesson.objects.create(initiative=initiative, text="Vraag eerst de buurt.")
    assert "Wie kan hierover vertellen" not in client.get(address).content.decode()


def test_nothing_true_begins_at_an_example(client, mobility):
    make_initiative("Slimme lantaarnpalen", theme=mobility, is_example=True)
    page = client.get("/initiatieven/slimme-lantaarnpalen/").content.decode()
    assert "Wij nemen dit over" not in page
    assert "Plaats hier een oproep bij" not in page
    form = client.get("/oproepen/plaatsen/?op=initiatief:slimme-lantaarnpalen").content.decode()
    assert "Hoort bij" not in form
