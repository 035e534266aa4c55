"""Following the agenda: update rounds, progress reports, Excel, the report of a consultation, links of an action."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import editions, rounds, spreadsheets
from stedennet.agenda.flows.consultation import can_submit_remark
from stedennet.agenda.flows.pdfs import make_missing_pdfs
from stedennet.agenda.flows.progress import change_phase, record_progress_update, set_milestone_state
from stedennet.agenda.models import (
    Action,
    ActionLink,
    Approval,
    Confirmation,
    Milestone,
    ProgressReport,
    RoundRequest,
    UpdateRound,
)
from stedennet.agenda.personal_links import ROUND_LINK, LinkedRequest
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.outbox.models import OutgoingMail
from tests.agenda.test_reports import make_report
from tests.agenda.test_spreadsheets import changed
from tests.builders.editions import adopt, make_edition, secret_for
from tests.builders.people import speaks_for
from tests.fixtures.agenda import vng  # noqa: F401
from tests.sections.pressing import pressed

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(eindhoven, utrecht, mobility):
    edition = make_edition(eindhoven, utrecht, actions=2)
    edition.commitments.get(action__code="SM-1").themes.add(mobility)
    return adopt(edition)


@pytest.fixture
def office(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(create_person(email="o@example.org", name="O", password=None, by=SYSTEM, is_editor=True))
    return client


@pytest.fixture
def round_page(agenda, eindhoven):
    rounds.open_round(by=SYSTEM)
    link = ROUND_LINK.url(LinkedRequest(RoundRequest.objects.get(organisation=eindhoven), speaks_for(eindhoven)), "nl")
    return re.sub("^https?://[^/]+", "", link)


def html(response):
    return response.content.decode()


def test_the_page_of_a_round_needs_no_account_and_is_filled_in_before(client, round_page):
    goal = Milestone.objects.create(action=Action.objects.get(code="SM-1"), title="Plan klaar", due_on=today())
    Action.objects.filter(code="SM-1").update(phase="planning")
    response = client.get(round_page)
    assert (response.status_code, response["Referrer-Policy"]) == (200, "no-referrer")
    page = html(response)
    assert '<option value="planning" selected>' in page
    assert f'name="SM-1-milestone_{goal.pk}"' in page
    assert "Plan klaar" in page


def as_sent(page):
    """The fields of the form as a browser would send them: also the hidden ones."""
    form = BeautifulSoup(page, "html.parser").find("form", class_="form--wide")
    typed = {one["name"]: one.get("value", "") for one in form.find_all("input", type="hidden")}
    typed |= {one["name"]: one.text.strip() for one in form.find_all("textarea")}
    for one in form.find_all("select"):
        chosen = one.find("option", selected=True)
        typed[one["name"]] = chosen["value"] if chosen else ""
    return typed


def test_what_a_colleague_did_meanwhile_is_not_undone_by_an_old_page(client, agenda, round_page):
    commitment = agenda.commitments.get(action__code="SM-1")
    goal = Milestone.objects.create(action=commitment.action, title="Plan klaar", due_on=today())
    old = as_sent(html(client.get(round_page)))
    set_milestone_state(commitment, goal, "done", by=SYSTEM)
    change_phase(commitment, "doing", by=SYSTEM)
    assert client.post(round_page, {**old, "SM-1-choice": "klopt"}).status_code == 302
    goal.refresh_from_db()
    assert (goal.state, Action.objects.get(code="SM-1").phase) == ("done", "doing")


def test_two_who_change_the_same_are_told_and_the_second_decides(client, agenda, round_page):
    old = as_sent(html(client.get(round_page)))
    change_phase(agenda.commitments.get(action__code="SM-1"), "doing", by=SYSTEM)
    answer = client.post(round_page, {**old, "SM-1-phase": "planning"})
    assert answer.status_code == 422
    assert "Nu staat er: “uitvoeren”" in html(answer)
    again = as_sent(html(answer))
    assert again["SM-1-phase"] == "planning"
    assert client.post(round_page, again).status_code == 302
    assert Action.objects.get(code="SM-1").phase == "planning"


@pytest.mark.parametrize("seen", ["", "{", "[]", "1", '{"phase": 7}'])
def test_a_hidden_field_that_says_nonsense_does_no_harm(client, round_page, seen):
    typed = {"SM-1-seen": seen, "SM-1-choice": "klopt", "SM-1-phase": ""}
    assert client.post(round_page, typed).status_code in (302, 422)


def test_confirming_everything(client, round_page):
    done = client.post(round_page, {"SM-1-choice": "klopt", "SM-2-choice": "klopt"}, follow=True)
    assert "Al uw acties zijn nagekeken" in html(done)
    assert Confirmation.objects.count() == 2


def test_who_writes_a_change_need_not_choose_it_first(client, round_page):
    client.post(round_page, {"SM-1-text": "Het plan is klaar.", "SM-1-phase": ""})
    assert "Het plan is klaar." in html(client.get("/agenda/acties/SM-1/"))


def test_a_wrong_row_keeps_what_was_typed_and_stores_nothing(client, round_page):
    typed = {"SM-1-choice": "klopt", "SM-2-choice": "stop", "SM-2-text": "Dit typte ik."}
    response = client.post(round_page, typed)
    assert response.status_code == 422
    assert "Dit typte ik." in html(response)
    assert "Zeg waarom de actie stopt" in html(response)
    assert Confirmation.objects.count() == 0


@pytest.mark.parametrize("typed", [{"SM-1-choice": "x"}, {"SM-1-phase": "x"}, {"SM-1-text": "x" * 4001}])
def test_a_forged_row_is_refused(client, round_page, typed):
    assert client.post(round_page, typed).status_code == 422
    assert Confirmation.objects.count() == 0


def test_a_link_that_is_over_says_so(client, agenda):
    assert client.get("/agenda/bijwerken/x-1:y/").status_code == 410


def test_the_account_leads_to_the_round(client, round_page, eindhoven):
    client.force_login(speaks_for(eindhoven))
    assert round_page in html(client.get("/account/"))


def test_the_office_begins_a_round_and_sees_who_answered(office, agenda):
    page = reverse("agenda:update_rounds")
    assert "Er was nog geen ronde" in html(office.get(page))
    office.post(page)
    assert UpdateRound.objects.count() == 1
    assert "nog niet klaar" in html(office.get(page))


def test_a_report_has_a_page_a_file_with_its_seal_and_a_pdf(client, agenda):
    record_progress_update(
        agenda.commitments.get(action__code="SM-1"), by=SYSTEM, text="Begonnen <b>nu</b>.", on=today()
    )
    made = make_report("Eerste")
    assert "De pdf wordt gemaakt" in html(client.get("/agenda/rapporten/1/"))
    make_missing_pdfs()
    page = html(client.get("/agenda/rapporten/1/"))
    for shown in ("Begonnen &lt;b&gt;nu&lt;/b&gt;.", "op schema", made.seal, "/agenda/rapporten/1.pdf"):
        assert shown in page, shown
    assert client.get("/agenda/rapporten/1.json").content.decode() == made.content
    assert client.get("/agenda/rapporten/1.pdf").content.startswith(b"%PDF")
    assert "Eerste" in html(client.get("/agenda/rapporten/"))
    assert "/agenda/rapporten/" in html(client.get("/agenda/"))


def test_the_second_report_shows_what_changed(client, agenda):
    make_report("Eerste")
    record_progress_update(agenda.commitments.get(action__code="SM-1"), by=SYSTEM, text="Begonnen.", on=today())
    make_report("Tweede")
    page = html(client.get("/agenda/rapporten/2/"))
    assert "Wat er veranderde sinds Eerste" in page
    assert "en is nu" in page


def test_the_office_makes_a_report(office, agenda):
    typed = {"title": "Voorjaar", "begins_on": "2026-01-01", "ends_on": str(today())}
    page = reverse("agenda:report")
    assert office.get(page).status_code == 200
    assert office.post(page, {**typed, "ends_on": "2099-01-01"}).status_code == 422
    asked = html(office.post(page, typed))
    assert "Voorjaar" in asked
    assert not ProgressReport.objects.exists()
    office.post(page, {**typed, "confirmed": "1"})
    assert ProgressReport.objects.get().title == "Voorjaar"


@pytest.mark.parametrize("name", ["agenda:update_rounds", "agenda:report"])
def test_others_have_no_door_to_the_offices_pages(client, settings, agenda, eindhoven, name):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(speaks_for(eindhoven))
    assert client.get(reverse(name)).status_code in (302, 403)
    assert client.post(reverse(name)).status_code in (302, 403)


def test_the_list_as_excel_has_the_same_filters(client, agenda, mobility):
    data = client.get(f"/agenda/export.xlsx?thema={mobility.slug}").content
    assert [one.name for one in spreadsheets.preview_import(agenda, data, by=SYSTEM).rows] == ["SM-1"]


def test_the_office_reads_in_after_a_preview(office, eindhoven):
    draft = make_edition(eindhoven, actions=2)
    page = reverse("agenda:read_in", args=[draft.pk])
    data = office.get(reverse("agenda:workbook", args=[draft.pk])).content
    file = SimpleUploadedFile("x.xlsx", changed(data, acties_2_titel="<b>Anders</b>"))
    shown = office.post(page, {"bestand": file}, follow=True)
    assert "&lt;b&gt;Anders&lt;/b&gt;" in html(shown)
    assert not draft.commitments.filter(title__contains="Anders").exists()
    preview = shown.redirect_chain[-1][0]
    assert "Opgeslagen: 1 rij." in html(office.post(preview, {"doen": "1"}, follow=True))
    assert draft.commitments.get(action__code="SM-1").title == "<b>Anders</b>"
    assert office.post(preview, {"doen": "1"}).status_code == 422  # Pressed twice: there is nothing left to store.
    assert draft.commitments.filter(title="<b>Anders</b>").count() == 1


@pytest.mark.parametrize(
    "typed",
    [{}, {"inhoud": "%%%"}, {"inhoud": "QUJD"}, {"bestand": SimpleUploadedFile("x.xlsx", b"PK niets")}],
)
def test_a_strange_upload_is_answered_in_words(office, eindhoven, typed):
    draft = make_edition(eindhoven)
    assert office.post(reverse("agenda:read_in", args=[draft.pk]), typed).status_code in (200, 422)


def test_a_decision_by_link_is_told_apart_and_the_party_hears_of_it(client, eindhoven, utrecht):
    edition = make_edition(eindhoven, utrecht)
    editions.take_step(edition, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=utrecht)
    speaks_for(utrecht)
    token = secret_for(party)
    verdict = {"decision": "approved", "signed_by": "De wethouder"}
    assert client.post(f"/agenda/akkoord/{token}/", verdict).status_code == 422
    verdict |= {"mandate_body": "Het college", "mandate_on": "2026-01-02"}
    client.post(f"/agenda/akkoord/{token}/", verdict)
    assert Approval.objects.get().way == Approval.Way.LINK
    assert "met de link van de partij" in html(client.get("/agenda/edities/1/"))
    assert "De wethouder" in OutgoingMail.objects.filter(to="utrecht@example.org").latest("id").text


def test_links_and_the_range_of_costs_show_on_the_action(client, eindhoven):
    edition = make_edition(eindhoven)
    edition.commitments.update(budget_low=10_000, budget_high=25_000)
    ActionLink.objects.create(
        action=Action.objects.get(), kind="document", title="Raadsbesluit", url="https://www.example.org/besluit"
    )
    adopt(edition)
    page = html(client.get("/agenda/acties/SM-1/"))
    assert "Raadsbesluit" in page
    assert "€\u00a010.000 tot €\u00a025.000" in page


def test_a_party_proposes_other_words_for_the_foreword(client, eindhoven):
    edition = make_edition(eindhoven, foreword="Wij gaan samen verder.")
    client.force_login(speaks_for(eindhoven))
    page = f"/account/agenda/{edition.number}/voorwoord/"
    typed = pressed("voorstel", field="foreword", words="Wij gaan samen sneller verder.")
    assert client.post(page, typed)["Location"] == page
    assert "sneller" in html(client.get(page))
    assert "1 voorstel" in html(client.get(f"/account/agenda/{edition.number}/"))


def test_only_named_organisations_are_consulted(eindhoven, utrecht, vng):  # noqa: F811
    edition = make_edition(eindhoven, consultation_is_open=False)
    edition.consulted.add(utrecht)
    editions.take_step(edition, Step.CONSULT, by=SYSTEM, until=today())
    edition.refresh_from_db()
    assert [can_submit_remark(edition, by=speaks_for(one)) for one in (eindhoven, utrecht, vng)] == [True, True, False]


def test_the_report_of_a_consultation_stands_on_a_page_of_its_own(client, agenda):
    assert "Niemand maakte een opmerking" in html(client.get("/agenda/edities/1/opmerkingen/"))


def test_how_it_goes_is_counted_per_organisation_too(client, agenda):
    assert 'href="?organisatie=eindhoven"' in html(client.get("/agenda/"))
