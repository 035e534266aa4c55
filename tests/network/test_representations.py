"""An editor signs for a city: who may speak and sign is given by two people, and told to all representatives."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from stedennet.accounts.flows import create_person
from stedennet.accounts.models import User
from stedennet.agenda.flows import approvals, editions
from stedennet.agenda.flows.link_requests import confirm_link, request_approval_link
from stedennet.agenda.rules.editions import Decision, Step
from stedennet.audit.kinds import EventKind
from stedennet.audit.models import SecurityEvent
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.network.access import can_sign_for, is_representative
from stedennet.network.flows.mergers import plan_merger
from stedennet.network.flows.records import save_record
from stedennet.network.flows.representations import (
    confirm_representation,
    end_representation,
    grant_representation,
    narrow_representation,
    refuse_representation,
    request_representation,
)
from stedennet.network.models import Representation
from stedennet.network.rights_cli import rights_app
from stedennet.network.rules.representations import Authority, may_grant_together
from stedennet.outbox.models import OutgoingMail
from tests.builders.editions import make_edition
from tests.builders.organisations import municipality
from tests.sections.pressing import pressed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ADD = "/beheer/representation/new/"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def person(name, **roles):
    return create_person(email=f"{name}@example.org", name=name.title(), password=None, by=SYSTEM, **roles)


@pytest.fixture
def city():
    return save_record(municipality("GM0518", "Den Haag", slug="den-haag"), by=SYSTEM)


@pytest.fixture
def mayor(city):
    mayor = person("mayor")
    grant_representation(Representation(user=mayor, organisation=city, may_sign=True), by=SYSTEM)
    OutgoingMail.objects.all().delete()
    return mayor


@pytest.fixture
def editor():
    return person("editor", is_editor=True)


def asked_for(user, city, *, by, **more):
    return request_representation(Representation(user=user, organisation=city, **more), by=by)


def told(words):
    return sorted(OutgoingMail.objects.filter(subject__contains=words).values_list("to", flat=True))


def test_an_editor_cannot_sign_for_a_city_by_giving_himself_the_right(client, city, mayor, editor):
    client.force_login(editor)
    typed = {
        "user": editor.pk,
        "organisation": city.pk,
        "may_sign": "on",
        "begins_precision": "day",
        "ends_precision": "day",
    }
    address = reverse("representation:add")
    client.post(address, typed)
    assert not Representation.objects.filter(user=editor).exists()
    with pytest.raises(NotAllowed):
        asked_for(editor, city, by=editor, may_sign=True)
    assert not is_representative(editor, city, day=today())
    assert not can_sign_for(editor, city, day=today())


def test_what_one_person_asked_counts_nowhere(city, mayor, editor):
    friend = person("friend")
    asked = asked_for(friend, city, by=editor, may_sign=True)
    assert not is_representative(friend, city, day=today())
    assert not can_sign_for(friend, city, day=today())
    assert not asked.holds_on(today())
    assert friend not in [row.user for row in city.representations.on(today())]


def test_the_office_and_a_representative_give_it_together_and_all_are_told(city, mayor, editor):
    friend, other = person("friend"), person("other")
    grant_representation(Representation(user=other, organisation=city), by=SYSTEM)
    asked = asked_for(friend, city, by=editor, may_sign=True)
    assert told("Gevraagd") == ["mayor@example.org", "other@example.org"]
    OutgoingMail.objects.all().delete()
    confirm_representation(asked, by=mayor)
    assert can_sign_for(friend, city, day=today())
    assert told("Friend") == ["friend@example.org", "mayor@example.org", "other@example.org"]
    event = SecurityEvent.objects.get(kind=EventKind.REPRESENTATION_GRANTED, by_key=mayor.pk)
    assert (event.about_key, event.data["may_sign"]) == (str(friend.pk), True)
    assert event.data["asked_by"] == editor.pk


def test_a_representative_asks_and_the_office_confirms(city, mayor, editor):
    friend = person("friend")
    asked = asked_for(friend, city, by=mayor)
    assert "editor@example.org" in told("Gevraagd")
    confirm_representation(asked, by=editor)
    assert is_representative(friend, city, day=today())


def test_two_administrators_give_the_first_one(city):
    ada, ben = (person(name, is_superuser=True) for name in ("ada", "ben"))
    friend = person("friend")
    asked = asked_for(friend, city, by=ada, may_sign=True)
    confirm_representation(asked, by=ben)
    assert can_sign_for(friend, city, day=today())


@pytest.mark.parametrize("who", ["the asker", "another editor", "the person", "a stranger", "a former representative"])
def test_others_do_not_confirm_what_an_editor_asked(city, mayor, editor, who):
    friend, former = person("friend"), person("former")
    ended = {"begins_on": today() - dt.timedelta(days=9), "ends_on": today()}
    grant_representation(Representation(user=former, organisation=city, **ended), by=SYSTEM)
    asked = asked_for(friend, city, by=editor)
    others = {
        "the asker": editor,
        "another editor": person("e2", is_editor=True),
        "the person": friend,
        "a stranger": person("stranger"),
        "a former representative": former,
    }
    with pytest.raises(NotAllowed):
        confirm_representation(asked, by=others[who])
    assert not is_representative(friend, city, day=today())


def test_a_representative_of_another_city_has_no_say(city, mayor, editor):
    delft = save_record(municipality("GM0503", "Delft"), by=SYSTEM)
    alderman, friend = person("alderman"), person("friend")
    grant_representation(Representation(user=alderman, organisation=delft), by=SYSTEM)
    with pytest.raises(NotAllowed):
        confirm_representation(asked_for(friend, city, by=editor), by=alderman)
    with pytest.raises(NotAllowed):
        asked_for(person("x"), city, by=alderman)


def test_an_editor_who_stopped_meanwhile_is_no_second_person(city, mayor, editor):
    asked = asked_for(person("friend"), city, by=editor)
    User.objects.filter(pk=editor.pk).update(is_editor=False)
    with pytest.raises(NotAllowed):
        confirm_representation(asked, by=mayor)


@pytest.mark.parametrize(
    "people", [{}, {"asked_by": 0}, {"asked_by": 0, "confirmed_by": 0}, {"asked_by": 2, "confirmed_by": 0}]
)
def test_the_database_refuses_a_right_without_two_other_people(city, people):
    three = [person("a"), person("b"), person("receiver")]
    who = {name: three[number] for name, number in people.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Representation.objects.create(user=three[2], organisation=city, granted_at=now(), **who)


@pytest.mark.parametrize("change", ["may_sign", "user", "organisation", "granted_at"])
def test_the_database_refuses_to_make_more_of_a_right(city, editor, change):
    delft = save_record(municipality("GM0503", "Delft"), by=SYSTEM)
    friend = person("friend")
    row = grant_representation(Representation(user=friend, organisation=city), by=SYSTEM)
    values = {"may_sign": True, "user": editor, "organisation": delft, "granted_at": None}
    with pytest.raises(DatabaseError), transaction.atomic():
        Representation.objects.filter(pk=row.pk).update(**{change: values[change]})


def test_more_is_asked_anew_and_less_is_done_at_once(city, mayor, editor):
    friend = person("friend")
    row = grant_representation(
        Representation(user=friend, organisation=city, begins_on=dt.date(2020, 1, 1)), by=SYSTEM
    )
    row.may_sign = True
    with pytest.raises(RefusedFields) as refusal:
        narrow_representation(row, by=editor)
    assert list(refusal.value.fields) == ["may_sign"]
    more = asked_for(friend, city, by=editor, may_sign=True)
    confirm_representation(more, by=mayor)
    assert can_sign_for(friend, city, day=today())
    row.refresh_from_db()
    assert row.ends_on == today(), "the new one takes its place"
    more.refresh_from_db()
    more.may_sign = False
    narrow_representation(more, by=editor)
    assert not can_sign_for(friend, city, day=today())


def test_ending_takes_one_person_and_all_are_told(city, mayor, editor):
    friend = person("friend")
    row = grant_representation(
        Representation(user=friend, organisation=city, begins_on=dt.date(2020, 1, 1)), by=SYSTEM
    )
    end_representation(row, by=mayor)
    assert not is_representative(friend, city, day=today())
    assert told("niet meer") == ["friend@example.org", "mayor@example.org"]
    with pytest.raises(NotAllowed):
        end_representation(Representation.objects.get(user=mayor), by=person("stranger"))


def test_what_was_refused_is_gone_and_kept_in_the_security_log(city, mayor, editor):
    asked = asked_for(person("friend"), city, by=editor)
    with pytest.raises(Refused):
        asked_for(asked.user, city, by=editor)
    refuse_representation(asked, by=mayor)
    assert not Representation.objects.filter(pk=asked.pk).exists()
    assert SecurityEvent.objects.filter(kind=EventKind.REPRESENTATION_REFUSED, by_key=mayor.pk).exists()
    with pytest.raises(Refused):
        confirm_representation(asked, by=mayor)


def test_an_editor_cannot_merge_the_own_organisation_into_a_city_to_speak_for_it(city, mayor, editor):
    village = save_record(municipality("GM9001", "Dorp"), by=SYSTEM)
    friend = person("friend")
    grant_representation(Representation(user=friend, organisation=village, may_sign=True), by=SYSTEM)
    plan_merger(village, city, today(), by=editor)
    assert not is_representative(friend, city, day=today())
    heir = Representation.objects.waiting().get(user=friend)
    confirm_representation(heir, by=mayor)
    assert is_representative(friend, city, day=today())
    assert not can_sign_for(friend, city, day=today())


def test_a_representative_sees_and_confirms_at_the_account(client, city, mayor, editor):
    friend = person("friend")
    asked = asked_for(friend, city, by=editor, may_sign=True)
    page = f"/account/organisaties/{city.slug}/vertegenwoordigers/"
    client.force_login(friend)
    assert client.get(page).status_code == 403
    client.force_login(mayor)
    assert "Friend" in client.get(page).content.decode()
    assert page in client.get("/account/").content.decode()
    assert client.post(page, pressed(f"bevestig-{asked.pk}")).status_code == 302
    assert can_sign_for(friend, city, day=today())
    assert client.post(page, pressed(f"bevestig-{asked.pk}")).status_code == 422


def test_a_representative_asks_for_a_colleague_at_the_account(client, city, mayor, editor):
    person("friend")
    page = f"/account/organisaties/{city.slug}/vertegenwoordigers/"
    client.force_login(mayor)
    refused = client.post(page, pressed("vraag", email="nobody@example.org", office="adviseur"))
    assert refused.status_code == 422
    assert "adviseur" in refused.content.decode()
    assert client.post(page, pressed("vraag", email="mayor@example.org")).status_code == 422
    assert client.post(page, pressed("vraag", email="friend@example.org")).status_code == 302
    waiting = Representation.objects.waiting().get()
    assert client.post(page, pressed(f"bevestig-{waiting.pk}")).status_code == 422
    client.force_login(editor)
    assert "Friend" in client.get("/beheer/vertegenwoordigers/").content.decode()
    assert client.post(f"/beheer/vertegenwoordigers/{waiting.pk}/", {"wat": "bevestig"}).status_code == 302
    assert is_representative(waiting.user, city, day=today())


def test_the_command_line_grants_as_the_program_and_is_written_down(city):
    friend = person("friend")
    run = CliRunner().invoke
    assert run(rights_app, ["represent", friend.email, "GM0518", "--sign"]).exit_code == 0
    assert can_sign_for(friend, city, day=today())
    assert run(rights_app, ["grant-role", friend.email, "administrator"]).exit_code == 0
    assert User.objects.get(pk=friend.pk).is_superuser
    assert run(rights_app, ["withdraw-role", friend.email, "administrator"]).exit_code == 1, "the last one stays"
    assert run(rights_app, ["grant-role", "nobody@example.org", "editor"]).exit_code == 2
    assert run(rights_app, ["grant-role", friend.email, "king"]).exit_code == 1
    assert SecurityEvent.objects.filter(kind=EventKind.ROLE_GRANTED, by_system=True, about_key=friend.pk).exists()


standings = st.builds(Authority, st.integers(1, 4) | st.none(), st.booleans(), st.booleans(), st.booleans())


@given(standings, standings, st.integers(1, 4))
def test_nobody_alone_and_nobody_for_themselves(asker, confirmer, receives):
    if may_grant_together(asker, confirmer, receives):
        assert len({asker.key, confirmer.key, receives}) == 3
        assert (
            (asker.is_office and confirmer.represents)
            or (asker.represents and confirmer.is_office)
            or (asker.is_administrator and confirmer.is_administrator)
        )
        assert may_grant_together(confirmer, asker, receives)


def test_the_office_cannot_send_itself_the_link_with_which_a_city_decides(city, mayor, editor, settings):
    edition = make_edition(city)
    edition = editions.take_step(edition, Step.SUBMIT, by=editor)
    party = edition.parties.get(organisation=city)
    colleague = person("colleague", is_moderator=True)
    for address in (editor.email, colleague.email.upper(), settings.OFFICE_EMAIL):
        with pytest.raises(Refused):
            request_approval_link(party, address, by=editor)
    asked = request_approval_link(party, "iemand@example.org", by=editor)
    OutgoingMail.objects.all().delete()
    confirm_link(asked, by=mayor)
    assert told("besluiten is verstuurd") == sorted([mayor.email, settings.OFFICE_EMAIL])
    assert "i…@example.org" in OutgoingMail.objects.get(to=mayor.email).text


def test_all_representatives_hear_of_a_decision_in_the_name_of_their_city(city, mayor, editor):
    other = person("other")
    grant_representation(Representation(user=other, organisation=city), by=SYSTEM)
    edition = editions.take_step(make_edition(city), Step.SUBMIT, by=editor)
    party = edition.parties.get(organisation=city)
    OutgoingMail.objects.all().delete()
    verdict = approvals.ApprovalData(Decision.APPROVED, "Burgemeester", mandate_body="college", mandate_on=today())
    approvals.submit_approval(party, verdict, by=mayor)
    assert told("heeft besloten") == [other.email]


def represents(city, name, **fields):
    user = person(name)
    granted = Representation(user=user, organisation=city, **fields)
    save_record(granted, by=SYSTEM)
    return user


def test_people_to_mail_are_those_who_represent_it_today_and_have_a_working_account(city):
    yesterday = today() - dt.timedelta(days=1)
    represents(city, "anna")
    represents(city, "former", begins_on=yesterday - dt.timedelta(days=9), ends_on=yesterday)
    User.objects.filter(pk=represents(city, "blocked").pk).update(is_active=False)
    Representation.objects.create(user=person("asks"), organisation=city)
    people = Representation.objects.of_any([city.pk], day=today())
    assert people.recipients() == {("anna@example.org", "nl")}
    assert [row.user.email for row in people.reachable()] == ["anna@example.org"]


def test_nobody_is_mailed_for_another_organisation(city):
    represents(city, "anna")
    assert Representation.objects.of_any([city.pk + 1, None], day=today()).recipients() == set()
