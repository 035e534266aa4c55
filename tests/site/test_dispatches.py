"""“Where this went”: counts for everybody, places for who is responsible, and noting a channel of one's own."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stedennet.accounts.models import User
from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.spreading import responses
from stedennet.spreading.access import can_see_dispatch_details
from stedennet.spreading.flows.dispatch_reports import report_dispatch
from stedennet.spreading.flows.dispatches import record_dispatch
from stedennet.spreading.models import Dispatch, Sighting
from tests.builders.articles import make_article
from tests.builders.editions import adopt, make_edition
from tests.builders.events import make_event
from tests.builders.initiatives import make_initiative
from tests.builders.people import speaks_for
from tests.builders.reactions import react

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    return User.objects.create_user("redactie@example.org", is_editor=True)


@pytest.fixture
def speaker(eindhoven):
    return speaks_for(eindhoven)


def make_call(**more) -> Call:
    return Call.objects.create(
        slug="laadpleinen", kind="looking", title="Laadpleinen", what_for="Laden.", work="Palen plaatsen.",
        state="published", state_at=now(), published_at=now(), closes_on=today() + dt.timedelta(days=60),
        owner_email="g@example.org", **more,
    )  # fmt: skip


@pytest.fixture
def things(mobility, eindhoven):
    """One of each sort that has a page with this part."""
    adopt(make_edition(eindhoven))
    return [
        make_initiative("Slimme lantaarns", theme=mobility, lead=eindhoven),
        make_call(organisation=eindhoven, theme=mobility),
        make_article(author_organisation=eindhoven),
        make_event(organiser=eindhoven),
        Action.objects.get(),
    ]


def believe(subject, host: str) -> None:
    """Let browsers on two networks have seen the thing on this site."""
    Sighting.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        host=host,
        seen_by=2,
        first_on=today(),
        last_on=today(),
        verified_at=now(),
    )


PAGES = ("/initiatieven/slimme-lantaarns/", "/oproepen/laadpleinen/", "/artikelen/nieuws/", "/evenementen/webinar/",
         "/agenda/acties/SM-1/")  # fmt: skip


def test_every_page_tells_in_counts_where_it_went(client, things):
    for subject, page in zip(things, PAGES, strict=True):
        assert "Waar dit bericht heen ging" not in client.get(page).content.decode()
        record_dispatch(subject._meta.label_lower, str(subject.pk), "embed", "geheim.example", many=7)
        assert "op een andere site" not in client.get(page).content.decode()  # Nobody checked that site yet.
        believe(subject, "geheim.example")
        text = client.get(page).content.decode()
        assert "op een andere site: <strong>7</strong>" in text
        assert "geheim.example" not in text


def test_the_part_takes_a_fixed_number_of_queries(client, things):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(PAGES[0])
        return len(counted)

    record_dispatch(things[0]._meta.label_lower, str(things[0].pk), "embed", "site.example")
    queries()
    few = queries()
    for day in range(20):
        record_dispatch(things[0]._meta.label_lower, str(things[0].pk), "embed", f"site{day}.example")
    assert queries() == few


@pytest.mark.parametrize("who", ["editor", "speaker"])
def test_who_is_responsible_sees_the_places(client, things, who, request):
    client.force_login(request.getfixturevalue(who))
    for subject, kind in zip(things, ("initiatief", "oproep", "artikel", "evenement", "actie"), strict=True):
        record_dispatch(subject._meta.label_lower, str(subject.pk), "embed", "partner.example", many=7)
        believe(subject, "partner.example")
        page = client.get(reverse("went", args=[kind, subject.pk]))
        assert page.status_code == 200
        assert "partner.example" in page.content.decode()


def test_others_do_not(client, things):
    address = reverse("went", args=["initiatief", things[0].pk])
    assert client.get(address)["Location"].startswith("/account/inloggen/")
    client.force_login(User.objects.create_user("ander@example.org"))
    assert client.get(address).status_code == 403
    assert client.get("/account/verspreiding/geheim/1/").status_code == 404
    assert client.get("/account/verspreiding/initiatief/999999/").status_code == 404
    assert not can_see_dispatch_details(User.objects.get(email="ander@example.org"), SYSTEM, day=today())


def test_a_channel_of_ones_own_is_noted_by_hand(client, things, speaker):
    client.force_login(speaker)
    address = reverse("went", args=["initiatief", things[0].pk])
    day = today() - dt.timedelta(days=3)
    client.post(address, {"where": "Stadskrant Eindhoven", "many": "1200", "day": day.isoformat()})
    row = Dispatch.objects.get()
    assert (row.channel, row.where, row.many, row.day) == ("other", "Stadskrant Eindhoven", 1200, day)


@pytest.mark.parametrize(
    "wrong",
    [{"where": ""}, {"where": "jan@example.org"}, {"many": "0"}, {"many": "x"}, {"day": "2999-01-01"}, {"day": ""}],
)
def test_nonsense_is_refused_with_words(client, things, editor, wrong):
    client.force_login(editor)
    good = {"where": "Stadskrant", "many": "10", "day": today().isoformat()}
    page = client.post(reverse("went", args=["initiatief", things[0].pk]), good | wrong)
    assert page.status_code == 422
    assert not Dispatch.objects.exists()


def test_the_flow_guards_itself(things):
    stranger = User.objects.create_user("ander@example.org")
    with pytest.raises(NotAllowed):
        report_dispatch(things[0], where="Krant", many=1, day=today(), by=stranger)
    stranger.is_editor = True
    with pytest.raises(Refused):
        report_dispatch(things[0], where="Krant", many=1, day=dt.date(1999, 1, 1), by=stranger)


def test_what_came_back_is_counted_without_persons(mobility):
    article = make_article()
    react(article)
    assert dict(responses.count_responses(article))["reactie"] == 1
    react(article, email="ander@example.org")
    assert dict(responses.count_responses(article))["reacties"] == 2


def test_rooms_above_add_what_they_know(monkeypatch):
    monkeypatch.setattr(responses, "_kinds", {**responses._kinds})
    article = make_article()
    responses.register_response("stars", lambda n: f"ster, {n} keer", lambda subject: type(subject).objects.all())
    assert dict(responses.count_responses(article))["ster, 1 keer"] == 1
