"""The pages of calls: placed and answered by anybody, talked about by personal links, closed with an outcome."""

import datetime as dt
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from stedennet.accounts.flows import create_person
from stedennet.calls.flows import conversations, reviews
from stedennet.calls.flows.sources import record_sourced_call
from stedennet.calls.models import Attachment, Call, Interest
from stedennet.calls.personal_links import CALL_LINK, CONVERSATION_LINK
from stedennet.calls.rules.states import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.lists.calls import CALLS
from stedennet.outbox.models import OutgoingMail
from tests.builders.calls import GOOD as CLEAR
from tests.builders.calls import answered, confirm_for, owner, placed, sender
from tests.builders.initiatives import make_initiative
from tests.builders.people import speaks_for
from tests.calls.test_sources import SEEN_AT, TOLD
from tests.core.test_files import GOOD, HOSTILE
from tests.fixtures.calls import call  # noqa: F401
from tests.sections.pressing import pressed

pytestmark = pytest.mark.django_db
LISTS = ("", "export.csv", "export.json", "feed.atom", "kalender.ics")


@pytest.fixture
def typed(mobility):
    return {
        "kind": "looking",
        "title": "Wie maakt het stil?",
        "what_for": "Stille straten.",
        "closes_on": str(today() + dt.timedelta(days=30)),
        "email": "jo@example.org",
        "once": str(uuid4()),
    }


def html(response):
    return response.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["", "plaatsen/", "wie-bouwt-een-kaart/", "wie-bouwt-een-kaart/reageren/"])
def test_the_pages_answer_in_both_languages(client, call, language, path):  # noqa: F811
    response = client.get(f"{language}/oproepen/{path}")
    assert response.status_code == 200
    assert f'<html lang="{language[1:] or "nl"}">' in html(response)


def test_from_placing_to_working_together(client, settings, typed, eindhoven):
    settings.REQUIRE_SECOND_FACTOR = False
    assert client.post("/oproepen/plaatsen/", typed)["Location"].endswith("/verstuurd/")
    confirm_for("jo@example.org")
    one = Call.objects.get()
    assert client.get(f"/oproepen/{one.slug}/").status_code == 404
    client.force_login(create_person(email="e@example.org", name="E", password=None, by=SYSTEM, is_editor=True))
    detail = reverse("calls:detail", args=[one.pk])
    assert typed["title"] in html(client.get(reverse("calls:list")))
    client.post(detail, {"step": "publish", "ask_is_clear": "1"})
    client.logout()
    assert typed["title"] in html(client.get("/oproepen/"))
    answer = {"together": "Wij maken het.", "who": "Een bedrijf", "name": "Sam", "email": "sam@example.org"}
    assert client.post(f"/oproepen/{one.slug}/reageren/", answer).status_code == 302
    confirm_for("sam@example.org")
    interest = Interest.objects.get()
    own, talk = (
        f"/oproepen/mijn/{CALL_LINK.make_token(one)}/",
        f"/oproepen/gesprek/{CONVERSATION_LINK.make_token(interest)}/",
    )
    assert "Wij maken het." in html(client.get(own))
    assert client.post(own, pressed(f"bericht-{interest.pk}", text="")).status_code == 422
    client.post(own, pressed(f"bericht-{interest.pk}", text="Kom langs."))
    assert "Kom langs." in html(client.get(talk))
    client.post(talk, pressed("bericht", text="Graag."))
    assert "Graag." in html(client.get(own))
    for page in (own, talk):
        assert "sam@example.org" not in html(client.get(page))
        assert "jo@example.org" not in html(client.get(page))
    client.post(own, pressed(f"deel-{interest.pk}"))
    client.post(talk, {"wat": "deel"})
    assert "sam@example.org" in html(client.get(own))
    assert "jo@example.org" in html(client.get(talk))
    client.post(own, pressed(f"stand-{interest.pk}", stand="agreed"))
    client.post(own, pressed("uitkomst", outcome="found", partner="Een bedrijf"))
    assert "Een bedrijf" in html(client.get(f"/oproepen/{one.slug}/"))
    assert client.get(f"/oproepen/{one.slug}/reageren/").status_code == 200
    assert client.post(f"/oproepen/{one.slug}/reageren/", answer).status_code == 422


def test_a_call_hangs_on_an_initiative(client, typed, mobility, eindhoven, call):  # noqa: F811
    lamp = make_initiative(theme=mobility)
    page = html(client.get(f"/oproepen/plaatsen/?op=initiatief:{lamp.slug}"))
    assert lamp.title in page
    assert f'value="initiatief:{lamp.slug}"' in page
    client.post("/oproepen/plaatsen/", {**typed, "on": f"initiatief:{lamp.slug}"})
    confirm_for("jo@example.org")
    assert Call.objects.latest("id").initiative == lamp
    Call.objects.filter(pk=call.pk).update(initiative=lamp)
    assert call.title in html(client.get(f"/initiatieven/{lamp.slug}/"))


@pytest.mark.parametrize("field", ["kind", "title", "what_for", "closes_on", "email"])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, typed, field):
    response = client.post("/oproepen/plaatsen/", {**typed, field: ""})
    assert response.status_code == 422
    assert ("Wie maakt het stil?" if field != "title" else "Stille straten.") in html(response)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("thema=smart-mobility", True),
        ("thema=x", False),
        ("soort=looking", True),
        ("soort=offering", False),
        ("zoekt=company", True),
        ("zoekt=municipality", False),
        ("zoekt=%25", False),
        ("provincie=utrecht", False),
        ("stand=gesloten", False),
        ("stand=open", True),
        ("stand=x", False),
        ("q=kaart", True),
        ("q=fiets", False),
    ],
)
def test_each_filter_finds_what_fits(client, call, query, found):  # noqa: F811
    for path in ("", "export.json"):
        assert ("Wie bouwt een kaart?" in html(client.get(f"/oproepen/{path}?{query}"))) == found, path


def test_a_call_from_a_source_says_so_on_every_page_and_is_in_no_calendar(client, call, eindhoven):  # noqa: F811
    told = replace(TOLD, organisation=eindhoven, outcome_partner="Een bedrijf")
    stored = record_sourced_call(told, by=SYSTEM, at=SEEN_AT)
    page = html(client.get(f"/oproepen/{stored.slug}/"))
    for text in ("Deze oproep is gesloten.", "(Een bedrijf)", told.outcome_words, "bekeken op 28 november 2026"):
        assert text in page
    assert f'href="{told.source_url}"' in page
    assert "Ik heb belangstelling" not in page
    assert "Heel Nederland" not in page
    listed = html(client.get("/oproepen/?stand=gesloten"))
    assert told.outcome_words in listed
    assert "Van 1 oproep van elders" in listed
    [row] = client.get("/oproepen/export.json?herkomst=bron").json()["oproepen"]
    assert (row["geplaatst"], row["bron"], row["sluit_op"]) == ("2014", told.source_url, None)
    assert told.outcome_words in html(client.get("/oproepen/feed.atom"))
    assert stored.title not in html(client.get("/oproepen/kalender.ics"))
    assert client.get(f"/oproepen/{call.slug}/").status_code == 200


@pytest.mark.parametrize(("origin", "found"), [("hier", False), ("bron", False), ("voorbeeld", True), ("x", False)])
def test_an_example_is_marked_and_found_apart(client, call, origin, found):  # noqa: F811
    Call.objects.filter(pk=call.pk).update(is_example=True)
    assert "voorbeeld</span>" in html(client.get("/oproepen/"))
    assert "· voorbeeld" in html(client.get(f"/oproepen/{call.slug}/"))
    assert bool(client.get(f"/oproepen/export.json?herkomst={origin}").json()["oproepen"]) is found


def test_the_calendar_says_when_calls_close(client, call):  # noqa: F811
    calendar = Calendar.from_ical(client.get("/oproepen/kalender.ics").content)
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == call.closes_on


def test_no_address_of_a_person_is_shown_anywhere(client, call):  # noqa: F811
    answered(call)
    pages = [f"/oproepen/{path}" for path in (*LISTS, "wie-bouwt-een-kaart/", "wie-bouwt-een-kaart/reageren/")]
    for path in [*pages, "/themas/smart-mobility/", "/organisaties/eindhoven/", "/"]:
        for address in ("jo@example.org", "sam@example.org"):
            assert address not in html(client.get(path)), path
    for mail in OutgoingMail.objects.all():
        others = {"jo@example.org", "sam@example.org"} - {mail.to}
        assert not any(one in mail.text + mail.html + mail.subject + mail.reply_to for one in others)


def test_hostile_words_and_forged_links(client, call, typed):  # noqa: F811
    Call.objects.filter(pk=call.pk).update(title="<script>alert(1)</script>", work="<img src=x onerror=y>")
    for path in ("", f"{call.slug}/", "feed.atom"):
        assert "<script>alert" not in html(client.get(f"/oproepen/{path}"))
    for path in ("mijn/x/", "gesprek/x-1:y/", "bestaat-niet/"):
        assert client.get(f"/oproepen/{path}").status_code == 404
    own = f"/oproepen/mijn/{CALL_LINK.make_token(call)}/"
    for data in ({}, {"wat": "x"}, {"wat": "bericht-" + "9" * 30}, {"wat": "tekst"}, {"wat": "uitkomst"}):
        assert client.post(own, data).status_code in (302, 422), data


def test_who_speaks_for_the_organisation_has_the_page_too(client, call, eindhoven, utrecht):  # noqa: F811
    page = f"/account/oproepen/{call.slug}/"
    client.force_login(speaks_for(utrecht))
    assert client.get(page).status_code == 403
    client.force_login(speaks_for(eindhoven))
    assert page in html(client.get("/account/"))
    client.post(page, {"wat": "langer"})
    call.refresh_from_db()
    assert call.closes_on > today() + dt.timedelta(days=100)


def test_few_queries_with_twenty_thousand_and_each_filter_uses_an_index(client, call, mobility):  # noqa: F811
    moment = now()
    Call.objects.bulk_create(
        Call(
            slug=f"n-{n}",
            kind="looking",
            title=f"Oproep {n}",
            what_for="Iets.",
            work="Werk.",
            wanted=["company"],
            closes_on=today() + dt.timedelta(days=n % 300),
            theme=mobility if n % 2 else None,
            state="published" if n % 3 else "closed",
            state_at=moment,
            published_at=moment,
        )
        for n in range(20_000)
    )
    client.get("/oproepen/")
    for path in ("", "?thema=smart-mobility&zoekt=company", "?pagina=4&stand=gesloten"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/oproepen/{path}").status_code == 200
        assert len(queries) <= 15
    if connection.vendor == "sqlite":
        for chosen in (
            {},
            {"thema": "smart-mobility"},
            {"soort": "looking"},
            {"stand": "open"},
            {"stand": "gesloten"},
            {"zoekt": "company"},
        ):
            plan = CALLS.sort(CALLS.narrow(CALLS.rows(), chosen), chosen)[:24].explain()
            steps = [line.split(" ", 3)[3] for line in plan.splitlines()]
            tables = [step for step in steps if step.startswith(("SCAN", "SEARCH"))]
            assert tables
            assert all(re.search("USING", step) for step in tables), plan


def _sends(client, url, *, name, data, section="bericht", **more):
    upload = SimpleUploadedFile(name, data, content_type="application/pdf")
    return client.post(url, pressed(section, text="Zie het plan.", files=[upload], **more))


@pytest.fixture
def talk(call):  # noqa: F811
    interest = answered(call)
    conversations.send_message(interest, "Hallo.", by=owner(call))
    return interest


def test_both_sides_send_files_and_nobody_else_gets_them(client, call, talk, mobility):  # noqa: F811
    own, other = (
        f"/oproepen/mijn/{CALL_LINK.make_token(call)}/",
        f"/oproepen/gesprek/{CONVERSATION_LINK.make_token(talk)}/",
    )
    plan = GOOD["plan.pdf"]
    assert _sends(client, own, name="plan.pdf", data=plan, section=f"bericht-{talk.pk}").status_code == 302
    assert _sends(client, other, name="reactie.v2.pdf", data=plan).status_code == 302
    first, second = Attachment.objects.order_by("pk")
    for page in (own, other):
        shown = html(client.get(page))
        for file, name in ((first, "plan.pdf"), (second, "reactie-v2.pdf")):
            assert f'href="{page}bestanden/{file.pk}/"' in shown
            response = client.get(f"{page}bestanden/{file.pk}/")
            assert response.content == plan
            assert response["Content-Disposition"] == f'attachment; filename="{name}"'
            assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
            assert response["Content-Security-Policy"].startswith("sandbox")
            assert "no-store" in response["Cache-Control"]
            assert response["Referrer-Policy"] == "no-referrer"
    another = reviews.take_call_step(placed(title="Een andere oproep"), Step.PUBLISH, by=SYSTEM, scores=CLEAR)
    stranger = answered(another, "an@example.org")
    for page in (
        f"/oproepen/mijn/{CALL_LINK.make_token(stranger.call)}/",
        f"/oproepen/gesprek/{CONVERSATION_LINK.make_token(stranger)}/",
        "/oproepen/mijn/x/",
        "/oproepen/gesprek/x/",
    ):
        assert client.get(f"{page}bestanden/{first.pk}/").status_code == 404
    assert client.get(f"/account/oproepen/{call.slug}/bestanden/{first.pk}/").status_code == 302
    conversations.end_conversation(talk, by=sender(talk))
    assert client.get(f"{own}bestanden/{first.pk}/").status_code == 404


def test_who_speaks_for_the_organisation_gets_files_and_an_editor_does_not(client, settings, call, talk, eindhoven):  # noqa: F811
    settings.REQUIRE_SECOND_FACTOR = False
    conversations.send_message(talk, "Hierbij.", by=sender(talk), files=[("plan.pdf", GOOD["plan.pdf"])])
    url = f"/account/oproepen/{call.slug}/bestanden/{Attachment.objects.get().pk}/"
    client.force_login(create_person(email="e@example.org", name="E", password=None, by=SYSTEM, is_editor=True))
    assert client.get(url).status_code == 403
    client.force_login(speaks_for(eindhoven))
    assert client.get(url).content == GOOD["plan.pdf"]


@pytest.mark.parametrize("name", ["page.pdf", "drawing.svg", "plan.pdf.exe", "macro.docx", "large.pdf"])
def test_a_hostile_file_is_refused_and_what_was_typed_stays(client, call, talk, name):  # noqa: F811
    url = f"/oproepen/gesprek/{CONVERSATION_LINK.make_token(talk)}/"
    response = _sends(client, url, name=name, data=HOSTILE[name])
    assert response.status_code == 422
    assert "Zie het plan." in html(response)
    assert not Attachment.objects.exists()


def test_a_scanner_that_is_away_takes_no_file_and_keeps_what_was_typed(client, settings, call, talk):  # noqa: F811
    settings.CLAMAV = "/nowhere/clamd.sock"
    url = f"/oproepen/gesprek/{CONVERSATION_LINK.make_token(talk)}/"
    response = _sends(client, url, name="plan.pdf", data=GOOD["plan.pdf"])
    assert response.status_code == 422
    assert "Wij kunnen bestanden nu niet controleren. Probeer het later nog eens." in html(response)
    assert "Zie het plan." in html(response)
    assert not Attachment.objects.exists()


def test_a_huge_request_is_not_read(client, call, talk):  # noqa: F811
    links = {"mijn": CALL_LINK.make_token(call), "gesprek": CONVERSATION_LINK.make_token(talk)}
    for url in (f"/oproepen/{kind}/{secret}/" for kind, secret in links.items()):
        for size in ("40000001", "x", "-1"):
            response = client.generic("POST", url, b"", content_type="multipart/form-data", CONTENT_LENGTH=size)
            assert response.status_code == 413
