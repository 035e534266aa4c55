"""A party's link is asked by one person and mailed when another confirms: nobody at the office signs for a city."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import editions
from stedennet.agenda.flows.approvals import mail_approval_link, send_approval_link
from stedennet.agenda.flows.link_requests import (
    confirm_link,
    refuse_link,
    request_approval_link,
    resend_approval_link,
)
from stedennet.agenda.models import DecisionKey, LinkRequest
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Representation
from stedennet.outbox.models import OutgoingMail

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ADDRESS = "griffie@example.org"


def person(name, **roles):
    return create_person(email=f"{name}@example.org", name=name, password=None, by=SYSTEM, **roles)


@pytest.fixture
def party(draft, eindhoven):
    return editions.take_step(draft, Step.SUBMIT, by=SYSTEM).parties.get(organisation=eindhoven)


@pytest.fixture
def editor(db):
    return person("redactie", is_editor=True)


@pytest.fixture
def speaker(eindhoven):
    """Somebody who speaks for Eindhoven and may not sign."""
    speaker = person("spreekt")
    grant_representation(Representation(user=speaker, organisation=eindhoven), by=SYSTEM)
    return speaker


def mails_with_link():
    return OutgoingMail.objects.filter(text__contains="/agenda/akkoord/")


def test_an_editor_alone_sends_nothing(party, editor, speaker):
    for attempt in (send_approval_link, request_approval_link):
        try:
            attempt(party, ADDRESS, by=editor)
        except NotAllowed:
            assert attempt is send_approval_link
    assert not DecisionKey.objects.exists()
    assert not mails_with_link().exists()
    with pytest.raises(NotAllowed):
        confirm_link(LinkRequest.objects.get(), by=editor)
    assert not DecisionKey.objects.exists()


def test_a_representative_confirms_what_the_office_asks(party, editor, speaker):
    asked = request_approval_link(party, ADDRESS, by=editor)
    told = OutgoingMail.objects.get(to=speaker.email)
    assert ADDRESS in told.text
    assert "/account/" in told.text
    key = confirm_link(asked, by=speaker)
    assert (key.sent_to, key.sent_by, key.confirmed_by) == (ADDRESS, editor, speaker)
    assert mails_with_link().get().to == ADDRESS
    assert not LinkRequest.objects.exists()
    with pytest.raises(Refused, match="intussen"):
        confirm_link(asked, by=speaker)


def test_two_administrators_do_it_where_nobody_represents(party, editor):
    first, second = (person(name, is_superuser=True) for name in ("een", "twee"))
    with pytest.raises(Refused, match="een beheerder"):
        request_approval_link(party, ADDRESS, by=editor)
    asked = request_approval_link(party, ADDRESS, by=first)
    for somebody in (first, editor, person("vreemd")):
        with pytest.raises(NotAllowed):
            confirm_link(asked, by=somebody)
    assert reverse("agenda:steps", args=[party.edition_id]) in OutgoingMail.objects.get(to=second.email).text
    assert confirm_link(asked, by=second).confirmed_by == second


def test_an_administrator_alone_is_nobody_s_second_person(party):
    only = person("een", is_superuser=True)
    with pytest.raises(Refused, match="een beheerder"):
        request_approval_link(party, ADDRESS, by=only)
    assert not LinkRequest.objects.exists()


def test_a_confirmer_does_not_get_the_link(party, editor, speaker):
    with pytest.raises(Refused, match="een beheerder"):
        request_approval_link(party, speaker.email, by=editor)
    assert not DecisionKey.objects.exists()


def test_who_may_sign_anyway_gets_the_link_at_once(party, editor, eindhoven):
    signer = person("tekent")
    grant_representation(Representation(user=signer, organisation=eindhoven, may_sign=True), by=SYSTEM)
    key = request_approval_link(party, "Tekent@example.org", by=editor)
    assert isinstance(key, DecisionKey)
    assert mails_with_link().get().to == key.sent_to
    signer.representations.update(may_sign=False)
    party.keys.all().delete()
    with pytest.raises(Refused):
        request_approval_link(party, "tekent@example.org", by=editor)


def test_who_asked_must_still_work_at_the_office_when_it_is_confirmed(party, editor, speaker):
    asked = request_approval_link(party, ADDRESS, by=editor)
    editor.is_editor = False
    editor.save()
    with pytest.raises(NotAllowed):
        confirm_link(asked, by=speaker)
    assert not DecisionKey.objects.exists()


def test_a_new_request_takes_the_place_of_the_one_that_waits(party, editor, speaker):
    request_approval_link(party, ADDRESS, by=editor)
    request_approval_link(party, "burgemeester@example.org", by=editor)
    assert LinkRequest.objects.get().address == "burgemeester@example.org"


def test_the_city_and_the_office_refuse_and_a_stranger_does_not(party, editor, speaker):
    for somebody in (speaker, editor):
        asked = request_approval_link(party, ADDRESS, by=editor)
        with pytest.raises(NotAllowed):
            refuse_link(asked, by=person(f"vreemd-{somebody.pk}"))
        refuse_link(asked, by=somebody)
        assert not LinkRequest.objects.exists()
    assert not mails_with_link().exists()


def test_the_database_knows_two_people(party, editor):
    with pytest.raises((IntegrityError, Refused)), transaction.atomic():
        mail_approval_link(party, ADDRESS, by=editor, confirmed_by=editor)
    assert not DecisionKey.objects.exists()


def test_a_representative_sees_the_request_and_answers_it_on_the_page_of_the_city(client, party, editor, speaker):
    request_approval_link(party, ADDRESS, by=editor)
    client.force_login(speaker)
    page = reverse("own_representation", args=[party.organisation.slug])
    assert ADDRESS in client.get(page).content.decode()
    key = LinkRequest.objects.get().pk
    assert client.post(page, {"wat": "bevestig-link-999"}).status_code == 422
    assert client.post(page, {"wat": f"bevestig-link-{key}"}).status_code == 302
    assert mails_with_link().get().to == ADDRESS
    request_approval_link(party, "ander@example.org", by=editor)
    assert client.post(page, {"wat": f"wijs-link-af-{LinkRequest.objects.get().pk}"}).status_code == 302
    assert mails_with_link().count() == 1


def test_the_office_sees_what_waits_and_may_refuse_but_not_confirm_its_own(client, party, editor, speaker):
    client.force_login(editor)
    page = reverse("agenda:steps", args=[party.edition_id])
    client.post(page, {"wat": f"link-{party.pk}", f"link-{party.pk}-address": ADDRESS})
    shown = client.get(page).content.decode()
    assert ADDRESS in shown
    assert f'value="bevestig-link-{party.pk}"' not in shown
    refused = client.post(page, {"wat": f"bevestig-link-{party.pk}", f"link-{party.pk}-address": ""})
    assert "Iemand anders moet dit bevestigen" in refused.content.decode()
    client.post(page, {"wat": f"wijs-link-af-{party.pk}", f"link-{party.pk}-address": ""})
    assert not LinkRequest.objects.exists()


def test_a_link_goes_again_to_the_address_that_two_people_chose(party, editor, speaker):
    key = confirm_link(request_approval_link(party, ADDRESS, by=editor), by=speaker)
    again = resend_approval_link(key, person("ander", is_editor=True))
    assert (again.sent_to, again.sent_by, again.confirmed_by) == (ADDRESS, editor, speaker)
    assert DecisionKey.objects.filter(ended_at=None).get() == again
    with pytest.raises(NotAllowed):
        resend_approval_link(again, speaker)


def test_a_link_that_one_person_sent_before_is_not_sent_again_by_one(party, editor, speaker):
    key = mail_approval_link(party, ADDRESS, by=editor, confirmed_by=None)
    mails_with_link().delete()
    resend_approval_link(key, editor)
    assert LinkRequest.objects.get().address == ADDRESS
    assert not DecisionKey.objects.filter(ended_at=None).exists()
    assert not mails_with_link().exists()
