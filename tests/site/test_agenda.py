"""The pages of strategy and agenda: what readers see, what is not public, and that it stays fast."""

import datetime as dt
import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from stedennet.agenda.flows import approvals, editions
from stedennet.agenda.flows.progress import record_progress_update, state_status
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import (
    Action,
    Commitment,
    Document,
    Indicator,
    IndicatorPoint,
    Milestone,
    StrategyPart,
)
from stedennet.agenda.overview import list_overviews
from stedennet.agenda.rules.editions import Step
from stedennet.calls.models import Call
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.lists.agenda import ACTIONS
from tests.builders.articles import make_article
from tests.builders.editions import adopt, make_edition, partner, say
from tests.builders.strategies import make_strategy
from tests.fixtures.agenda import vng  # noqa: F401

pytestmark = pytest.mark.django_db
PAGES = ("", "tabel/", "bord/", "tijdlijn/", "acties/SM-1/", "edities/", "edities/1/")
LISTS = ("", "tabel/", "bord/", "tijdlijn/", "export.csv", "export.json", "feed.atom", "kalender.ics")


@pytest.fixture
def agenda(eindhoven, utrecht, vng, mobility):  # noqa: F811
    edition = make_edition(eindhoven, utrecht, vng, actions=3, foreword="Wij gaan samen verder.")
    commitment = edition.commitments.get(action__code="SM-1")
    commitment.themes.add(mobility)
    partner(commitment, utrecht, "meet mee")
    return adopt(edition)


def html(response):
    return response.content.decode()


@pytest.fixture
def strategy(db):
    one = make_strategy("de-strategie", title="De strategie", summary="Samen.")
    save_record(StrategyPart(strategy=one, title="Veilige systemen"), by=SYSTEM)
    return one


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", [f"/agenda/{one}" for one in PAGES] + ["/strategie/de-strategie/"])
def test_the_pages_answer_in_both_languages_without_a_cookie(client, agenda, strategy, language, path):
    response = client.get(language + path)
    assert response.status_code == 200
    assert f'<html lang="{language[1:] or "nl"}">' in html(response)
    assert not response.cookies


def test_the_strategy_that_holds_is_the_one_that_the_short_address_leads_to(client, strategy):
    assert client.get("/strategie/")["Location"] == "/strategie/de-strategie/"
    assert "Veilige systemen" in html(client.get("/strategie/de-strategie/"))
    strategy.ends_on = today() - dt.timedelta(days=1)
    save_record(strategy, by=SYSTEM)
    none = html(client.get("/strategie/"))
    assert "nog geen strategie" in none
    assert 'href="/strategie/de-strategie/"' in none
    assert client.get("/strategie/de-strategie/").status_code == 200


def test_every_version_of_the_strategy_stays_readable_and_says_which_one_holds(client, strategy):
    strategy.ends_on = today() - dt.timedelta(days=1)
    newer = make_strategy("de-volgende", title="De volgende", summary="Verder.", begins_on=today(), sdgs=[11, 7])
    strategy.successor = newer
    save_record(strategy, by=SYSTEM)
    Document.objects.create(strategy=strategy, title="Het stuk", url="https://example.org/", woo_category="3.3.2f")
    old, new = html(client.get("/strategie/de-strategie/")), html(client.get("/strategie/de-volgende/"))
    assert client.get("/strategie/")["Location"] == "/strategie/de-volgende/"
    assert "Vervangen door" in old
    assert "convenanten" in old
    assert 'href="/strategie/de-strategie/"' in new
    for page in (old, new):
        assert page.count("geldt nu") == 1
    assert 'href="/sdg/7/">7. Betaalbare en schone energie</a>' in new


def test_without_an_agenda_the_page_says_so(client, db):
    assert "nog geen agenda" in html(client.get("/agenda/"))


def test_an_action_shows_what_was_agreed_and_how_it_goes(client, agenda, eindhoven):
    action = Action.objects.get(code="SM-1")
    save_record(Milestone(action=action, title="Plan klaar", due_on=today() - dt.timedelta(days=1)), by=SYSTEM)
    commitment = agenda.commitments.get(action=action)
    record_progress_update(commitment, by=SYSTEM, text="Het plan is bijna klaar.", on=today())
    indicator = save_record(Indicator(action=action, name="Deelauto's", unit="stuks"), by=SYSTEM)
    save_record(IndicatorPoint(indicator=indicator, kind="value", on=today(), value=12), by=SYSTEM)
    page = html(client.get("/agenda/acties/SM-1/"))
    for shown in ("Plan klaar", "bijna klaar", "te laat", "Eindhoven", "Utrecht", "meet mee", "Deelauto", ">12<"):
        assert shown in page, shown


def test_what_a_person_states_stands_beside_what_the_facts_say(client, agenda):
    commitment = agenda.commitments.get(action__code="SM-2")
    state_status(commitment, "at_risk", by=SYSTEM, reason="Het geld is op.")
    page = html(client.get("/agenda/acties/SM-2/"))
    assert "in gevaar" in page
    assert "Het geld is op." in page
    assert "Volgens de feiten: niets gemeld" in page


@pytest.mark.parametrize(
    ("level", "shown", "hidden"),
    [("none", [], ["Programmaleider", "Jo Jansen"]), ("role", ["Programmaleider"], ["Jo Jansen"])],
)
def test_of_the_contact_readers_see_no_more_than_was_agreed(client, agenda, level, shown, hidden):
    Action.objects.filter(code="SM-1").update(
        contact_level=level, contact_role="Programmaleider", contact_name="Jo Jansen", contact_email="jo@example.org"
    )
    page = html(client.get("/agenda/acties/SM-1/"))
    assert all(word in page for word in shown)
    assert not any(word in page for word in [*hidden, "jo@example.org"])


def test_what_was_merged_leads_to_what_it_became(client, agenda):
    Action.objects.filter(code="SM-3").update(merged_into=Action.objects.get(code="SM-1"))
    answer = client.get("/agenda/acties/SM-3/")
    assert (answer.status_code, answer["Location"]) == (301, "/agenda/acties/SM-1/")
    assert "SM-3 Actie SM-3" in html(client.get("/agenda/acties/SM-1/"))


def test_an_action_shows_what_needs_it_its_calls_and_the_articles_that_link_to_it(client, agenda, settings):
    needs, action = Action.objects.get(code="SM-2"), Action.objects.get(code="SM-1")
    draft = editions.open_draft(by=SYSTEM)
    draft.commitments.get(action=needs).depends_on.add(action)
    adopt(draft)
    Call.objects.create(
        slug="wie", title="Wie helpt?", kind="looking", action=action, state="published",
        state_at=now(), published_at=now(), closes_on=today() + dt.timedelta(days=9),
    )  # fmt: skip
    link = f'<p><a href="{settings.SITE_URL}/en/agenda/acties/SM-1/?x=1#y">de actie</a></p>'
    article = make_article(body=[("paragraph", link)])
    for page in ("/agenda/acties/SM-1/", "/en/agenda/acties/SM-1/"):
        shown = html(client.get(page))
        for words in ("Wie helpt?", "acties/SM-2/", f">{article.title}<", "op=actie:SM-1"):
            assert words in shown, words
    article.unpublish()
    assert f">{article.title}<" not in html(client.get("/agenda/acties/SM-1/"))


@pytest.mark.parametrize("code", ["SM-99", "sm-1", "x", "<b>", "SM-1%00", "é"])
def test_an_action_that_is_not_there_is_not_found(client, agenda, code):
    assert client.get(f"/agenda/acties/{code}/").status_code == 404


def test_a_draft_is_not_public(client, agenda):
    draft = editions.open_draft(by=SYSTEM, title="Geheim")
    new = Action.objects.create(code="SM-7")
    save_record(Commitment(edition=draft, action=new, title="Nog geheim"), by=SYSTEM)
    for path in (
        "/agenda/edities/2/",
        "/agenda/edities/2.json",
        "/agenda/acties/SM-7/",
        "/agenda/edities/1/verschillen/2/",
    ):
        assert client.get(path).status_code == 404
    for path in ("/agenda/", "/agenda/edities/", "/", "/agenda/feed.atom"):
        assert "eheim" not in html(client.get(path))


def test_the_list_is_filtered_and_counts(client, agenda, mobility):
    assert "3 acties" in html(client.get("/agenda/"))
    page = html(client.get("/agenda/?thema=smart-mobility&organisatie=utrecht"))
    assert "1 actie<" in page
    assert "Actie SM-1" in page
    assert "2 acties" in html(client.get("/agenda/?thema=randvoorwaarden"))
    assert "1 actie<" in html(client.get("/agenda/?q=sm-2"))
    assert "Niets gevonden" in html(client.get("/agenda/?stand=done"))


@pytest.mark.parametrize(
    "query", ["thema=x", "stand=%00", "jaar=9999999999", "fase=<script>", "q=%F0%9F%A6%84", "pagina=x"]
)
def test_odd_filters_are_no_error(client, agenda, query):
    for path in LISTS:
        assert client.get(f"/agenda/{path}?{query}").status_code == 200


def test_csv_json_and_feed_have_the_same_filters(client, agenda):
    state_status(agenda.commitments.get(action__code="SM-1"), "late", by=SYSTEM, reason="Te druk.")
    query = "?organisatie=utrecht"
    assert [row["code"] for row in client.get(f"/agenda/export.json{query}").json()["acties"]] == ["SM-1"]
    assert html(client.get(f"/agenda/export.csv{query}")).count("\n") == 2
    assert "te laat: Te druk." in html(client.get(f"/agenda/feed.atom{query}"))


def test_the_downloaded_file_has_the_seal_that_the_page_shows(client, agenda):
    body = client.get("/agenda/edities/1.json").content
    seal = hashlib.sha256(body).hexdigest()
    assert seal == agenda.seal
    assert seal in html(client.get("/agenda/edities/1/"))


def test_the_edition_shows_who_decided_and_who_is_awaited(client, agenda):
    edition = editions.take_step(make_edition(), Step.SUBMIT, by=SYSTEM)
    first, second, _third = edition.parties.all()
    say(first, "reservation", "Mits er geld komt.")
    approvals.withdraw_approval(
        say(second), by=second.organisation.representations.get().user, reason="De raad wil wachten."
    )
    page = html(client.get("/agenda/edities/2/"))
    for shown in ("1 van 3 zijn akkoord", "Mits er geld komt.", "nog niet besloten", "De raad wil wachten."):
        assert shown in page, shown


def test_an_action_leads_on_only_to_what_readers_may_see(client, agenda):
    draft = editions.open_draft(by=SYSTEM)
    new = Action.objects.create(code="NW-1")
    save_record(Commitment(edition=draft, action=new, title="Nieuw"), by=SYSTEM)
    Action.objects.filter(code="SM-1").update(superseded_by=new)
    assert client.get("/agenda/acties/SM-1/").status_code == 200
    editions.take_step(draft, Step.CONSULT, by=SYSTEM, until=today())
    assert client.get("/agenda/acties/SM-1/").status_code == 301


def test_no_page_leads_to_an_action_that_has_no_page(client, agenda):
    draft = editions.open_draft(by=SYSTEM)
    new = Action.objects.create(code="NW-1")
    save_record(Commitment(edition=draft, action=new, title="Nieuw"), by=SYSTEM)
    editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    editions.take_step(draft, Step.WITHDRAW, by=SYSTEM, reason="Toch niet.")
    for path in ("/agenda/edities/2/", "/agenda/edities/1/verschillen/2/"):
        page = html(client.get(path))
        assert "NW-1" in page
        assert "/agenda/acties/NW-1/" not in page


def test_the_year_in_which_it_is_ready_counts_and_english_words_are_found(client, agenda):
    one = editions.open_draft(by=SYSTEM).commitments.get(action__code="SM-1")
    one.begins_on, one.ends_on, one.title_en = None, dt.date(2031, 1, 1), "Charging points"
    save_record(one, by=SYSTEM)
    rows = list_overviews(one.edition, today=today())
    assert [row.code for row in ACTIONS.narrow(rows, {"jaar": "2031"})] == ["SM-1"]
    assert [row.code for row in ACTIONS.narrow(rows, {"q": "charging"})] == ["SM-1"]


@pytest.mark.parametrize("path", ["/", "/agenda/", "/agenda/acties/SM-1/", "/agenda/edities/", "/agenda/tijdlijn/"])
def test_no_list_and_no_page_of_an_action_reads_the_whole_sealed_agenda(client, agenda, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    assert not [one["sql"] for one in queries if '"sealed"' in one["sql"] or '"laid_before"' in one["sql"]]


def test_the_differences_between_two_editions(client, agenda):
    draft = editions.open_draft(by=SYSTEM)
    commitment = draft.commitments.get(action__code="SM-1")
    commitment.lead, commitment.begins_on, commitment.begins_precision = (
        "Wij doen dat.",
        dt.date(2027, 4, 1),
        "quarter",
    )
    save_record(commitment, by=SYSTEM)
    draft.commitments.get(action__code="SM-2").delete()
    editions.take_step(draft, Step.CONSULT, by=SYSTEM, until=today())
    pages = [html(client.get(f"/agenda/edities/{pair}/")) for pair in ("1/verschillen/2", "2/verschillen/1")]
    assert pages[0] == pages[1].replace("2/verschillen/1", "1/verschillen/2")
    for shown in (
        "<del>dit</del>",
        "<ins>dat</ins>",
        "2e kwartaal 2027",
        "Acties die eruit gingen",
        "1 actie bleef gelijk",
    ):
        assert shown in pages[0], shown
    assert client.get("/agenda/edities/1/verschillen/1/").status_code == 404


def test_hostile_words_end_as_text(client, agenda):
    edition = editions.open_draft(by=SYSTEM)
    bad = "<script>alert(1)</script>"
    edition.foreword = edition.title = bad
    save_record(edition, by=SYSTEM)
    commitment = edition.commitments.get(action__code="SM-1")
    commitment.title = commitment.lead = commitment.description = commitment.schedule = bad
    save_record(commitment, by=SYSTEM)
    editions.take_step(edition, Step.CONSULT, by=SYSTEM, until=today())
    for path in ("/agenda/edities/2/", "/agenda/edities/1/verschillen/2/", "/agenda/edities/"):
        assert b"<script>alert" not in client.get(path).content


def test_few_queries_with_two_thousand_actions_and_ten_thousand_milestones(client, agenda, eindhoven, mobility):
    edition = editions.open_draft(by=SYSTEM)
    Action.objects.bulk_create(Action(code=f"T-{number}") for number in range(2000))
    actions = list(Action.objects.filter(code__startswith="T-"))
    Commitment.objects.bulk_create(
        Commitment(edition=edition, action=one, title=f"Actie {one.code}", responsible=eindhoven) for one in actions
    )
    themes = Commitment.themes.through
    themes.objects.bulk_create(
        themes(commitment_id=pk, theme=mobility)
        for pk in edition.commitments.filter(action__in=actions).values_list("pk", flat=True)
    )
    Milestone.objects.bulk_create(
        Milestone(action=one, title=f"Stap {number}", due_on=today() + dt.timedelta(days=number * 90))
        for one in actions
        for number in range(5)
    )
    adopt(edition)
    for path in ("/agenda/", "/agenda/?stand=late", "/agenda/tabel/", "/agenda/bord/", "/agenda/tijdlijn/"):
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(path).status_code == 200
        assert len(queries) <= 15, (path, len(queries))


def test_board_and_timeline_show_the_same_actions_with_the_same_filters(client, agenda):
    Action.objects.filter(code="SM-2").update(done_on=today())
    board = html(client.get("/agenda/bord/"))
    assert board.index("niets gemeld") < board.index("Actie SM-1") < board.index("Actie SM-2")
    assert "Actie SM-2" not in html(client.get("/agenda/bord/?organisatie=utrecht"))
    draft = editions.open_draft(by=SYSTEM)
    commitment = draft.commitments.get(action__code="SM-1")
    commitment.begins_on, commitment.begins_precision = dt.date(2026, 1, 1), "year"
    save_record(commitment, by=SYSTEM)
    adopt(draft)
    timeline = html(client.get("/agenda/tijdlijn/"))
    assert timeline.count('href="/agenda/acties/SM-1/"') == 2
    assert "Van 2 acties is geen begin bekend" in timeline


def test_milestones_come_into_a_calendar_and_change_there(client, agenda):
    action = Action.objects.get(code="SM-1")
    milestone = Milestone(action=action, title="Plan klaar", due_on=dt.date(2027, 4, 1), precision="quarter")
    save_record(milestone, by=SYSTEM)

    def event():
        calendar = Calendar.from_ical(client.get("/agenda/kalender.ics?thema=smart-mobility").content)
        (one,) = calendar.walk("VEVENT")
        return one

    first = event()
    assert (first.decoded("dtstart"), str(first["status"])) == (dt.date(2027, 6, 30), "CONFIRMED")
    milestone.state = "cancelled"
    save_record(milestone, by=SYSTEM)
    second = event()
    assert second["uid"] == first["uid"]
    assert int(second["sequence"]) > int(first["sequence"])
    assert str(second["status"]) == "CANCELLED"
    assert not Calendar.from_ical(client.get("/agenda/kalender.ics?organisatie=vng").content).walk("VEVENT")
