"""Submitting an initiative: open to anybody, confirmed by mail, then completed by the author and reviewed."""

import pytest

from stedennet.accounts.flows import create_person
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM, LinkHolder
from stedennet.core.errors import NotAllowed, Refused
from stedennet.initiatives.field_values import format_list
from stedennet.initiatives.fields import FIELDS
from stedennet.initiatives.flows import initiatives, reviews, submissions
from stedennet.initiatives.flows.submissions import KNOWS
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.personal_links import INITIATIVE_LINK
from stedennet.initiatives.rules.states import State, Step
from stedennet.outbox.models import OutgoingMail
from tests.builders.initiatives import confirmed, link_in, make_initiative, told

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def mails(template_word):
    return [one for one in OutgoingMail.objects.order_by("id") if template_word in one.subject]


def test_nothing_is_made_before_the_address_is_confirmed(mobility, eindhoven):
    told()
    assert not Initiative.objects.exists()


def test_who_confirms_gets_a_page_of_the_own_and_editors_hear_of_it(mobility, eindhoven):
    create_person(email="m@example.org", name="M", password=None, by=SYSTEM, is_moderator=True)
    one = confirmed()
    assert (one.title, one.state, one.is_tip) == ("Deelfietsen in de wijk", State.CONFIRMED, False)
    assert list(one.cities.all()) == [eindhoven]
    assert list(one.themes.all()) == [mobility]
    own = mails("Uw initiatief")[0]
    assert INITIATIVE_LINK.find(link_in(own, "mijn")) == one
    assert mails("Te beoordelen")[0].to == "m@example.org"
    assert not Change.objects.filter(subject_type="initiatives.initiative").exists()


def test_a_place_that_is_no_municipality_stays_as_words(mobility, eindhoven):
    assert confirmed(city="Heel Brabant").elsewhere == "Heel Brabant"


def test_the_writer_tells_more_and_nothing_typed_in_lists_is_lost(mobility, eindhoven):
    one = confirmed()
    facts = {
        "description": "Uitleg.",
        "partners": "Gemeente Eindhoven; betaalt\nFietsclub; rijdt",
        "results": "Meer fietsen; 12 %",
        "lessons": "Begin klein.",
        "products": "software; Fietsapp; https://example.org/app; EUPL\nDPIA; Toets",
        "links": "https://example.org/",
        "phase": "pilot",
    }
    initiatives.update_initiative(one, facts, by=LinkHolder(Initiative, one.pk))
    one.refresh_from_db()
    assert (one.phase, [step.phase for step in one.steps.all()]) == ("pilot", ["pilot"])
    assert [(row.organisation, row.name) for row in one.partners.all()] == [
        (eindhoven, "Eindhoven"),
        (None, "Fietsclub"),
    ]
    lines = format_lists(one)
    assert lines["products"] == "software; Fietsapp; https://example.org/app; EUPL\nDPIA; Toets"
    assert lines["links"] == "https://example.org/; https://example.org/"
    initiatives.update_initiative(one, lines, by=LinkHolder(Initiative, one.pk))
    assert format_lists(one) == lines


def format_lists(one):
    return {field.name: format_list(field, one) for field in FIELDS if field.is_list}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"links": "javascript:alert(1)"}, "links"),
        ({"products": "onzin; Iets"}, "products"),
        ({"products": "software; App; ftp://x"}, "products"),
        ({"lessons": "x" * 400}, "lessons"),
        ({"results": "\n".join(["regel"] * 50)}, "results"),
        ({"phase": "stopped"}, "lessons"),
    ],
)
def test_a_wrong_line_is_said_beside_its_field_and_nothing_is_stored(mobility, eindhoven, facts, field):
    one = confirmed()
    with pytest.raises(Refused) as refused:
        initiatives.update_initiative(one, {"description": "Nieuw", **facts}, by=LinkHolder(Initiative, one.pk))
    assert refused.value.field == field
    one.refresh_from_db()
    assert one.description == ""


def test_what_stopped_has_a_lesson(mobility, eindhoven):
    one = confirmed()
    initiatives.update_initiative(
        one, {"phase": "stopped", "lessons": "Vraag bewoners eerst."}, by=LinkHolder(Initiative, one.pk)
    )
    with pytest.raises(Refused, match="minstens één les"):
        initiatives.update_initiative(one, {"lessons": ""}, by=LinkHolder(Initiative, one.pk))


def test_who_saw_an_older_text_overwrites_nothing(mobility, eindhoven):
    one = confirmed()
    initiatives.update_initiative(
        one, {"description": "Van mij."}, by=LinkHolder(Initiative, one.pk), seen=one.revision
    )
    with pytest.raises(Refused, match="Iemand anders"):
        initiatives.update_initiative(one, {"description": "Van een ander."}, by=SYSTEM, seen=one.revision)


def test_who_only_tipped_it_cannot_change_it_once_it_stands_there(mobility, eindhoven, editor):
    one = confirmed(part=KNOWS)
    initiatives.update_initiative(one, {"description": "Nog iets."}, by=LinkHolder(Initiative, one.pk))
    reviews.take_initiative_step(one, Step.PUBLISH, by=editor)
    with pytest.raises(NotAllowed):
        initiatives.update_initiative(one, {"description": "En nog iets."}, by=LinkHolder(Initiative, one.pk))


def test_a_link_is_dead_after_another_took_over(mobility, eindhoven):
    one = confirmed()
    token = INITIATIVE_LINK.make_token(one)
    assert INITIATIVE_LINK.find(token) == one
    assert INITIATIVE_LINK.find(token[:-1]) is None
    assert INITIATIVE_LINK.find(token.replace(f"{one.pk}-", f"{one.pk + 1}-", 1)) is None
    Initiative.objects.filter(pk=one.pk).update(contact_email="nieuw@example.org")
    assert INITIATIVE_LINK.find(token) is None


def test_addresses_stay_different(mobility):
    slugs = {make_initiative("Slim licht").slug for _ in range(3)}
    assert slugs == {"slim-licht", "slim-licht-2", "slim-licht-3"}
    assert submissions.find_free_slug("???") == "initiatief"
