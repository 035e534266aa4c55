"""Blocks on the pages of themes, organisations, actions and initiatives: each shows what the other rooms have."""

import datetime as dt
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stedennet.agenda.flows.progress import record_progress_update
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Indicator, IndicatorPoint
from stedennet.calls.models import Call
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.initiatives.models import Initiative
from stedennet.intake.models import Submission
from stedennet.publications.models import ArticleOrganisation
from tests.builders.articles import make_article
from tests.builders.calls import make_call
from tests.builders.editions import adopt, make_edition, partner
from tests.builders.events import make_event
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.django_db
THEME, ORGANISATION, ACTION = "/themas/smart-mobility/", "/organisaties/eindhoven/", "/agenda/acties/SM-1/"
BLOCK = re.compile(
    r'<h2 class="section-title" id="([a-z]+)">\s*(.*?) <span class="quiet">(\d+)</span></h2>(.*?)</section>', re.S
)
ALL = re.compile(r'class="utrecht-link onward" href="([^"]+)">(.*?)</a>')


def html(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def read_blocks(page):
    """The blocks of a page: for each its number, its rows, and the link to all of them with its words."""
    found = {}
    for key, _heading, total, rest in BLOCK.findall(page):
        link = ALL.search(rest)
        rows = (
            len(re.findall(r"<li\b(?=[^>]*class=\"row\b|>)", rest)) if "<li>" in rest else rest.count('<li class="row')
        )
        found[key] = (int(total), rows, unescape(link[1]) if link else "", link[2] if link else "")
    return found


def fill_rooms(theme, organisation, number):
    """So many actions, calls, initiatives, articles and events about the theme, all of the organisation."""
    edition = make_edition(organisation, actions=number)
    for commitment in edition.commitments.all():
        commitment.themes.add(theme)
    adopt(edition)
    for index in range(number):
        make_call(f"oproep-{index}", theme=theme, organisation=organisation)
        make_initiative(f"Initiatief {index}", theme=theme, lead=organisation)
        article = make_article(f"artikel-{index}", themes=[theme])
        ArticleOrganisation.objects.create(article=article, organisation=organisation, state="confirmed")
        event = make_event(f"evenement-{index}", organiser=organisation)
        event.themes.add(theme)
        event.save_revision().publish()
    return edition


@pytest.mark.parametrize("page", [THEME, ORGANISATION])
def test_each_block_counts_what_the_list_behind_it_shows(client, mobility, eindhoven, page):
    fill_rooms(mobility, eindhoven, 7)
    blocks = read_blocks(html(client, page))
    assert set(blocks) == {"acties", "oproepen", "initiatieven", "artikelen", "evenementen"}
    for key, (total, rows, url, words) in blocks.items():
        assert (total, rows) == (7, 5 if key == "acties" else 3), key
        assert words == f"Alle 7 {key}"
        shown = html(client, url)
        assert len(re.findall('<li class="row', shown)) == 7, url


@pytest.mark.parametrize("page", [THEME, ORGANISATION])
def test_a_block_that_shows_everything_has_no_link_to_more(client, mobility, eindhoven, page):
    fill_rooms(mobility, eindhoven, 1)
    assert {(total, rows, url) for total, rows, url, _words in read_blocks(html(client, page)).values()} == {
        (1, 1, "")
    }


def test_a_call_about_the_initiative_of_a_theme_counts_in_the_block_and_in_the_list(client, mobility):
    initiative = make_initiative(theme=mobility)
    for number in range(4):
        make_call(f"oproep-{number}", initiative=initiative)
    total, rows, url, _words = read_blocks(html(client, THEME))["oproepen"]
    assert (total, rows) == (4, 3)
    assert "4 oproepen" in html(client, url)


@pytest.mark.parametrize("page", [THEME, ORGANISATION])
def test_what_a_page_does_not_have_is_absent(client, mobility, eindhoven, page):
    shown = html(client, page)
    assert read_blocks(shown) == {}
    assert not re.search(r"\b[Nn]og (niemand|niets|nergens|geen)\b", shown.split("<main")[1].split("</main")[0])


def test_an_action_stands_with_its_status_and_the_day_of_its_last_fact_at_theme_and_organisation(
    client, mobility, eindhoven, utrecht
):
    edition = make_edition(eindhoven, actions=2)
    first, second = edition.commitments.order_by("action__code")
    first.themes.add(mobility)
    partner(first, utrecht)
    adopt(edition)
    record_progress_update(first, by=SYSTEM, text="Het gaat goed.", on=today() - dt.timedelta(days=3))
    for page in (THEME, ORGANISATION, "/organisaties/utrecht/"):
        shown = html(client, page)
        assert "Actie SM-1" in shown, page
        assert "op schema" in shown, page
        assert "laatst gemeld:" in shown, page
    assert "Actie SM-2" in html(client, ORGANISATION), "also an action without a theme"
    assert "niets gemeld" in html(client, ORGANISATION)
    assert second.action.code not in html(client, "/organisaties/utrecht/")


def test_an_action_of_a_draft_stands_nowhere(client, mobility, eindhoven):
    edition = make_edition(eindhoven)
    edition.commitments.get().themes.add(mobility)
    for page in (THEME, ORGANISATION):
        assert "SM-1" not in html(client, page)


def test_a_theme_shows_the_indicators_of_its_actions(client, mobility, eindhoven):
    edition = make_edition(eindhoven)
    commitment = edition.commitments.get()
    commitment.themes.add(mobility)
    indicator = save_record(Indicator(action=commitment.action, name="Deelauto's", unit="stuks"), by=SYSTEM)
    save_record(IndicatorPoint(indicator=indicator, kind="value", on=today(), value=12), by=SYSTEM)
    later = today() + dt.timedelta(days=100)
    save_record(IndicatorPoint(indicator=indicator, kind="target", on=later, value=40), by=SYSTEM)
    adopt(edition)
    page = html(client, THEME)
    assert read_blocks(page)["indicatoren"][:2] == (1, 1)
    assert "12 stuks op" in page
    assert "doel: 40 stuks op" in page


def test_an_organisation_names_who_holds_office_at_which_theme(client, lead):
    assert "Bestuurders" not in html(client, ORGANISATION)
    lead.holder_name, lead.holder_office = "J. Jansen", "wethouder"
    lead.save()
    page = html(client, ORGANISATION)
    assert "Bestuurders" in page
    assert "J. Jansen, wethouder" in page
    assert "trekker van Smart Mobility, sinds 20 september 2018" in page
    lead.ends_on = today()
    lead.save()
    assert "Bestuurders" not in html(client, ORGANISATION)


def test_an_action_leads_on_to_what_its_organisation_does_at_the_theme(client, mobility, eindhoven, utrecht):
    edition = make_edition(eindhoven)
    edition.commitments.get().themes.add(mobility)
    adopt(edition)
    make_initiative("Van Utrecht", theme=mobility, lead=utrecht)
    assert "Initiatieven bij Smart Mobility" in html(client, ACTION)
    assert "Van Utrecht" in html(client, ACTION)
    make_initiative("Van Eindhoven", theme=mobility, lead=eindhoven)
    make_event("webinar", title="Een webinar").themes.add(mobility)
    page = html(client, ACTION)
    assert "Wat Eindhoven doet bij Smart Mobility" in page
    assert "Van Eindhoven" in page
    assert "Van Utrecht" not in page


def test_an_initiative_leads_on_to_the_actions_of_its_theme(client, mobility, eindhoven):
    edition = make_edition(eindhoven)
    edition.commitments.get().themes.add(mobility)
    adopt(edition)
    page = html(client, f"/initiatieven/{make_initiative(theme=mobility).slug}/")
    assert "Acties bij Smart Mobility" in page
    assert "Actie SM-1" in page


def test_a_call_can_be_placed_for_a_theme_an_action_and_an_initiative(client, mobility, eindhoven):
    edition = make_edition(eindhoven)
    edition.commitments.get().themes.add(mobility)
    adopt(edition)
    initiative = make_initiative(theme=mobility)
    for page in (THEME, ACTION, f"/initiatieven/{initiative.slug}/"):
        link = re.search(r'href="([^"]+)">Plaats hier een oproep bij</a>', html(client, page))
        form = html(client, unescape(link[1]))
        typed = {"kind": "looking", "title": page, "what_for": "Stille straten.", "email": "jo@example.org"}
        typed |= {
            "closes_on": str(today() + dt.timedelta(days=9)),
            "on": re.search(r'name="on" value="([^"]+)"', form)[1],
        }
        assert client.post("/oproepen/plaatsen/", typed).status_code == 302
        assert Submission.objects.latest("pk").data["theme"] == "smart-mobility", page
    assert f'href="{ACTION}">SM-1 Actie SM-1</a>' in html(client, "/oproepen/plaatsen/?op=actie:SM-1")


@pytest.mark.parametrize("on", ["thema:onbekend", "actie:SM-99", "initiatief:x", "thema:", "<b>", "x" * 500])
def test_a_call_for_something_unknown_is_a_plain_call(client, mobility, on):
    form = html(client, f"/oproepen/plaatsen/?op={on}")
    assert "Hoort bij" not in form
    assert "<b>" not in form.split("<main")[1]


def test_an_initiative_told_from_a_theme_has_that_theme_chosen(client, mobility):
    link = re.search(r'href="([^"]+)">Vertel over een initiatief bij dit thema</a>', html(client, THEME))
    assert '<option value="smart-mobility" selected>' in html(client, link[1])


def test_an_initiative_that_nobody_adopted_invites_to_do_so(client, mobility):
    initiative = make_initiative(theme=mobility)
    page = html(client, f"/initiatieven/{initiative.slug}/")
    assert "Ook iets voor uw stad?" in page
    Initiative.objects.update(state="archived", state_words="Het is voorbij.")
    assert "Ook iets voor uw stad?" not in html(client, f"/initiatieven/{initiative.slug}/")


def count_queries(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


MOST = {THEME: 13, ORGANISATION: 15, ACTION: 24, "/initiatieven/initiatief-1/": 23}


def test_the_pages_take_as_many_queries_with_ten_times_as_much(client, mobility, eindhoven, settings):
    edition = fill_rooms(mobility, eindhoven, 4)
    few = {page: count_queries(client, page) for page in MOST}
    actions = edition.commitments.count()
    for index in range(10 * actions):
        make_initiative(f"Meer {index}", theme=mobility, lead=eindhoven)
        make_event(f"meer-{index}", organiser=eindhoven).themes.add(mobility)
        make_article(f"meer-artikel-{index}", themes=[mobility])
        Call.objects.create(
            slug=f"meer-{index}", kind="looking", title="Wie?", what_for="Dit.", work="Dat.", theme=mobility,
            organisation=eindhoven, state="published", state_at=now(), published_at=now(), closes_on=today(),
        )  # fmt: skip
    assert {page: count_queries(client, page) for page in MOST} == few
    assert all(few[page] <= MOST[page] for page in MOST), few
