"""The pages of events: list, month, one event, calendars, and registering."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils.timezone import localtime
from icalendar import Calendar

from stedennet.core.clock import now
from stedennet.events.models import EventPage, Registration
from stedennet.events.personal_links import REGISTRATION_LINK
from stedennet.network.models import Organisation
from stedennet.outbox.models import OutgoingMail
from tests.builders.events import last_mail, link_in, make_event, register, send_in

pytestmark = pytest.mark.django_db
LIST = "/evenementen/"
URL = "/evenementen/webinar/"
TYPED = {"name": "Ada", "email": "ada@example.org", "organisation": "Voorbeeld"}


@pytest.fixture
def event(db):
    return make_event(capacity=1, place="Stadhuis", online_url="https://meet.example.org/room")


@pytest.fixture
def past(db):
    begin = now() - dt.timedelta(days=400)
    return make_event("toen", title="Toen", starts_at=begin, ends_at=begin, time_known=False, registration=False)


def html(response):
    return response.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", [LIST, URL, "/evenementen/kalender/", f"{URL}aanmelden/"])
def test_the_pages_answer_in_both_languages(client, event, path, language):
    response = client.get(language + path)
    assert response.status_code == 200
    assert f'<html lang="{language[1:] or "nl"}">' in html(response)


@pytest.mark.parametrize("path", [LIST, URL, "/evenementen/kalender/"])
def test_reading_sets_no_cookie(client, event, path):
    assert not client.get(path).cookies


def test_what_comes_stands_before_what_was(client, event, past):
    context = client.get(LIST).context
    assert [one["title"] for one in context["upcoming"]] == ["Webinar"]
    assert [one["title"] for one in context["past"]] == ["Toen"]


def test_filters_combine_and_make_no_error_whatever_they_hold(client, event, past, mobility):
    event.themes.add(mobility)
    event.save_revision().publish()
    assert len(client.get(f"{LIST}?thema=smart-mobility&soort=webinar").context["upcoming"]) == 1
    for query in ("jaar=x", "jaar=99999999999", "jaar=²", "soort=%00", "thema='--", "pagina=x", "pagina=-1"):
        assert client.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("month", ["", "2026-13", "x", "0001-01", "9999-12", "2026-02"])
def test_any_month_is_a_page(client, event, month):
    assert client.get(f"/evenementen/kalender/?maand={month}").status_code == 200


@pytest.mark.parametrize("days", [-40, 0, 3, 40, 400])
def test_the_calendar_opens_on_the_next_month_with_something_in_it(client, event, days):
    starts = now() + dt.timedelta(days=days)
    EventPage.objects.filter(pk=event.pk).update(starts_at=starts, ends_at=starts + dt.timedelta(hours=2))
    expected = localtime(max(starts, now())).date().replace(day=1)
    assert client.get("/evenementen/kalender/").context["first"] == expected
    assert client.get("/evenementen/kalender/?soort=webinar&thema=x").context["first"] == localtime(
        now()
    ).date().replace(day=1)


def test_the_month_shows_the_event(client, event):
    assert "Webinar" in html(client.get(f"/evenementen/kalender/?maand={event.starts_at:%Y-%m}"))


def test_the_link_to_take_part_is_not_on_the_page(client, event):
    assert "meet.example.org" not in html(client.get(URL))
    assert "meet.example.org" not in client.get(f"{URL}kalender.ics").content.decode()


def test_calendars_of_the_list_and_of_one(client, event, past):
    for path, number in (("/evenementen/kalender.ics", 2), (f"{URL}kalender.ics", 1)):
        response = client.get(path)
        assert response["Content-Type"].startswith("text/calendar")
        assert len(Calendar.from_ical(response.content).walk("VEVENT")) == number


def test_a_change_keeps_the_uid_and_raises_the_sequence(client, event):
    def read():
        return Calendar.from_ical(client.get(f"{URL}kalender.ics").content).walk("VEVENT")[0]

    before = read()
    event.is_cancelled = True
    event.save_revision().publish()
    after = read()
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["status"] == "CANCELLED"
    assert "Gaat niet door" in html(client.get(URL))


def test_hostile_words_stay_words(client, db):
    make_event("fout", title="</script><script>alert(1)</script>", summary="<img src=x onerror=alert(1)>")
    page = html(client.get("/evenementen/fout/"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_from_the_form_to_a_place_and_the_waiting_list(client, event):
    for name in ("ada", "ben"):
        typed = {**TYPED, "email": f"{name}@example.org", "once": str(uuid4())}
        assert client.post(f"{URL}aanmelden/", typed).status_code == 302
        client.post(f"/bevestigen/{link_in(last_mail(f'{name}@example.org'))}/")
    assert [one.status for one in event.registrations.in_order()] == ["place", "waiting"]
    mine = f"/evenementen/aanmelding/{REGISTRATION_LINK.make_token(event.registrations.first())}/"
    assert "heeft een plaats" in html(client.get(mine))
    assert client.post(mine, {"wat": "afmelden"}).status_code == 302
    offered = f"/evenementen/aanmelding/{REGISTRATION_LINK.make_token(event.registrations.last())}/"
    assert client.post(offered, {"wat": "aannemen"}).status_code == 302
    assert [one.status for one in event.registrations.in_order()] == ["cancelled", "place"]


def test_looking_at_ones_registration_changes_nothing(client, event):
    registration = register(event, "ada@example.org")
    for _ in range(2):
        client.get(f"/evenementen/aanmelding/{REGISTRATION_LINK.make_token(registration)}/")
    assert Registration.objects.get().status == "place"


@pytest.mark.parametrize("token", ["x", "1:x", "%00", "a" * 500])
def test_a_forged_link_is_not_found(client, event, token):
    assert client.get(f"/evenementen/aanmelding/{token}/").status_code == 404
    assert client.post(f"/evenementen/aanmelding/{token}/", {"wat": "afmelden"}).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("email", "x"), ("name", "n\0l"), ("organisation", "x" * 151)]
)
def test_what_is_wrong_is_said_and_nothing_is_sent(client, event, field, value):
    response = client.post(f"{URL}aanmelden/", {**TYPED, field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not OutgoingMail.objects.exists()


def test_a_robot_is_thanked_and_ignored(client, event):
    assert client.post(f"{URL}aanmelden/", {**TYPED, "website": "x"}).status_code == 302
    assert not OutgoingMail.objects.exists()


def test_when_it_is_closed_the_form_says_so(client, event):
    event.registration = False
    event.save_revision().publish()
    assert client.post(f"{URL}aanmelden/", TYPED).status_code == 422
    assert "Aanmelden kan niet meer" in html(client.get(f"{URL}aanmelden/"))


def test_a_draft_is_not_public(client, event):
    event.unpublish()
    for path in (URL, f"{URL}aanmelden/", f"{URL}kalender.ics"):
        assert client.get(path).status_code == 404
    assert client.get(LIST).context["upcoming"] == []


def test_publishing_is_news(client, event):
    assert "Webinar" in html(client.get("/"))


def test_pages_need_few_queries_however_many_events_there_are(client, mobility, django_assert_max_num_queries):
    organiser = Organisation.objects.create(kind="company", name="Bedrijf", slug="bedrijf")
    for number in range(30):
        event = make_event(f"event-{number}", organiser=organiser)
        event.themes.add(mobility)
        event.save()
    for path in (LIST, "/evenementen/kalender/", "/evenementen/kalender.ics", "/evenementen/event-1/"):
        client.get(path)
        with django_assert_max_num_queries(15):
            client.get(path)


def test_the_list_of_events_says_how_it_is_put_on_another_site(client):
    page = html(client.get("/evenementen/"))
    assert "/insluiten/evenementen/alle/code/" in page
    assert "application/json+oembed" in page


def test_the_page_after_registering_says_who_has_a_place_and_who_waits(client, db):
    event = make_event(capacity=1)
    for name, words in (("ada", "u hebt een plaats"), ("ben", "U staat op de wachtlijst")):
        send_in(event, f"{name}@example.org")
        link = f"/bevestigen/{link_in(last_mail(f'{name}@example.org'))}/"
        page = client.post(link, follow=True).content.decode()
        assert words in page
        assert "Uw inzending staat op de site" not in page
