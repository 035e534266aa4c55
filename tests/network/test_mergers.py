"""A municipality merges into another: what ends, what moves, what stays, and undoing it."""

import datetime as dt
import json

import pytest
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, transaction

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows.editions import take_step
from stedennet.agenda.flows.signing_requests import find_recipients
from stedennet.agenda.models import Party
from stedennet.agenda.rules.editions import Step
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.initiatives.flows import reviews
from stedennet.initiatives.models import Adoption, Partner
from stedennet.initiatives.rules.states import Step as InitiativeStep
from stedennet.network.access import can_sign_for, is_representative, organisations_of
from stedennet.network.flows.mergers import (
    carry_out_due_mergers,
    carry_out_merger,
    plan_merger,
    preview_merger,
    undo_merger,
)
from stedennet.network.flows.records import save_record
from stedennet.network.flows.representations import confirm_representation, grant_representation
from stedennet.network.models import (
    Group,
    GroupMembership,
    Merger,
    MergerChange,
    Organisation,
    Participation,
    Representation,
    ThemeRole,
)
from stedennet.network.querysets.growth import Growth
from stedennet.network.references import Treatment, get_registered_references
from stedennet.outbox.models import OutgoingMail
from tests.builders.editions import make_edition
from tests.builders.events import make_event
from tests.builders.initiatives import make_initiative

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = dt.date(2026, 1, 1)


def everything() -> dict[str, list[dict]]:
    """A snapshot of all organisations and of every record that can refer to one."""
    models = {reference.model for reference in get_registered_references()} - {"network.Merger"}
    stored = {
        model: serializers.serialize("json", apps.get_model(model)._base_manager.order_by("pk")) for model in models
    }
    return {model: json.loads(rows) for model, rows in stored.items()}


def test_every_record_that_names_an_organisation_says_what_a_merger_does_with_it():
    keys = {f"{relation.related_model._meta.label}.{relation.field.name}".lower() for relation in _foreign_keys()}
    known = {reference.key for reference in get_registered_references()}
    assert keys - known == set(), "register these in the room's references.py"
    assert known - keys == set()


def _foreign_keys():
    relations = Organisation._meta.get_fields(include_hidden=True)
    return [one for one in relations if one.auto_created and not one.concrete and not one.field.many_to_many]


def test_a_role_ends_on_the_day_and_goes_on_for_the_successor(weesp, amsterdam, mobility):
    role = save_record(
        ThemeRole(theme=mobility, organisation=weesp, role="lead", begins_on=dt.date(2018, 1, 1)), by=SYSTEM
    )
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    role.refresh_from_db()
    assert role.ends_on == DAY
    heir = ThemeRole.objects.get(organisation=amsterdam)
    assert (heir.theme, heir.role, heir.begins_on, heir.ends_on) == (mobility, "lead", DAY, None)


def test_a_role_that_the_successor_has_already_only_ends(weesp, amsterdam, mobility):
    for organisation in (weesp, amsterdam):
        save_record(ThemeRole(theme=mobility, organisation=organisation, role="participant"), by=SYSTEM)
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    assert ThemeRole.objects.on(DAY).get().organisation == amsterdam


def test_a_role_that_ended_before_stays_as_it_was(weesp, amsterdam, mobility):
    period = {"begins_on": dt.date(2018, 1, 1), "ends_on": dt.date(2020, 1, 1)}
    role = save_record(ThemeRole(theme=mobility, organisation=weesp, role="lead", **period), by=SYSTEM)
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    role.refresh_from_db()
    assert (role.organisation, role.ends_on) == (weesp, dt.date(2020, 1, 1))


def test_a_role_that_had_yet_to_begin_becomes_the_successors_whole(weesp, amsterdam, mobility):
    later = DAY + dt.timedelta(days=30)
    save_record(ThemeRole(theme=mobility, organisation=weesp, role="lead", begins_on=later), by=SYSTEM)
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    role = ThemeRole.objects.get()
    assert (role.organisation, role.begins_on, role.ends_on) == (amsterdam, later, None)


def test_whoever_spoke_for_the_old_one_speaks_for_the_new_one_once_a_second_person_confirms(
    weesp, amsterdam, person, editor
):
    merger = plan_merger(weesp, amsterdam, DAY, by=editor)
    asked = Representation.objects.waiting().get(user=person)
    assert (asked.organisation, asked.may_sign, asked.asked_by) == (amsterdam, False, editor)
    assert not is_representative(person, amsterdam, day=today())
    with pytest.raises(NotAllowed):
        confirm_representation(asked, by=editor)
    undo_merger(merger, by=SYSTEM)
    assert is_representative(person, weesp, day=today())


def test_an_editor_gives_nobody_a_right_by_merging_their_organisation(weesp, amsterdam, editor):
    grant_representation(Representation(user=editor, organisation=weesp, may_sign=True), by=SYSTEM)
    plan_merger(weesp, amsterdam, DAY, by=editor)
    assert not is_representative(editor, amsterdam, day=today())
    assert not Representation.objects.filter(user=editor, organisation=amsterdam).exists()


def test_what_the_program_merges_it_grants_but_not_the_right_to_sign(weesp, amsterdam, person):
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    assert is_representative(person, amsterdam, day=today())
    assert not can_sign_for(person, amsterdam, day=today())


def test_the_successor_signs_for_a_party_that_went_up_in_it(weesp, amsterdam, utrecht):
    signer = create_person(email="tekent@example.org", name="T", password=None, by=SYSTEM)
    grant_representation(Representation(user=signer, organisation=amsterdam, may_sign=True), by=SYSTEM)
    edition = make_edition(weesp, utrecht)
    take_step(edition, Step.SUBMIT, by=SYSTEM)
    party = Party.objects.get(edition=edition, organisation=weesp)
    assert not can_sign_for(signer, weesp, day=today())
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    assert can_sign_for(signer, weesp, day=today())
    assert [reader.address for reader in find_recipients(party, day=today())[1]] == ["tekent@example.org"]
    assert set(organisations_of(signer, day=today())) == {weesp.pk, amsterdam.pk}


def test_speaking_for_an_heir_reaches_over_two_mergers_in_a_row(weesp, amsterdam, utrecht):
    speaker = create_person(email="spreekt@example.org", name="S", password=None, by=SYSTEM)
    grant_representation(Representation(user=speaker, organisation=utrecht), by=SYSTEM)
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    amsterdam.refresh_from_db()
    plan_merger(amsterdam, utrecht, DAY + dt.timedelta(days=31), by=SYSTEM)
    assert is_representative(speaker, weesp, day=today())
    assert not is_representative(speaker, weesp, day=DAY)
    assert set(organisations_of(speaker, day=today())) == {weesp.pk, amsterdam.pk, utrecht.pk}


def test_the_people_of_both_sides_get_mail_once(weesp, amsterdam, person):
    merger = plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    carry_out_merger(merger, by=SYSTEM)
    assert OutgoingMail.objects.get(to=person.email).subject == "Weesp is opgegaan in Amsterdam"


def test_what_is_left_behind_ends_and_does_not_go_along(weesp, amsterdam, mobility):
    group = save_record(Group(name="G40", slug="g40"), by=SYSTEM)
    save_record(GroupMembership(group=group, organisation=weesp), by=SYSTEM)
    plan_merger(weesp, amsterdam, DAY, left_behind=["network.groupmembership.organisation"], by=SYSTEM)
    assert not GroupMembership.objects.on(DAY).exists()
    assert GroupMembership.objects.get().organisation == weesp


def test_initiatives_go_along_in_every_way_that_they_name_a_city(weesp, amsterdam, utrecht, mobility):
    ours, theirs = make_initiative("Pont", lead=weesp), make_initiative("Brug", lead=utrecht)
    theirs.cities.add(weesp)
    Partner.objects.create(initiative=theirs, organisation=weesp, role="denkt mee")
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    ours.refresh_from_db()
    assert ours.lead == amsterdam
    assert list(theirs.cities.all()) == [amsterdam]
    assert theirs.partners.get().organisation == amsterdam


def test_an_initiative_in_both_cities_names_the_successor_once(weesp, amsterdam):
    initiative = make_initiative("Pont")
    initiative.cities.add(weesp, amsterdam)
    merger = plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    assert list(initiative.cities.all()) == [amsterdam]
    undo_merger(merger, by=SYSTEM)
    assert set(initiative.cities.all()) == {weesp, amsterdam}


def test_a_draft_is_not_announced_in_the_public_log(weesp, amsterdam, mobility):
    draft = make_initiative("Geheim plan", lead=weesp)
    public = make_initiative("Pont", lead=weesp)
    public.themes.add(mobility)
    reviews.take_initiative_step(public, InitiativeStep.PUBLISH, by=SYSTEM)
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    named = set(Change.objects.filter(note="Weesp ging op in Amsterdam").values_list("title", flat=True))
    assert str(public) in named
    assert str(draft) not in named


def test_events_to_come_change_hands_and_past_ones_keep_their_organiser(weesp, amsterdam):
    coming = make_event("straks", organiser=weesp)
    past = make_event(
        "toen",
        organiser=weesp,
        starts_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        ends_at=dt.datetime(2020, 1, 2, tzinfo=dt.UTC),
    )
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    for event in (coming, past):
        event.refresh_from_db()
    assert (coming.organiser, past.organiser) == (amsterdam, weesp)
    assert coming.latest_revision.content["organiser"] == amsterdam.pk


def test_a_draft_edition_names_the_successor_and_a_decided_one_what_was_signed(weesp, amsterdam, utrecht):
    edition = make_edition(weesp, utrecht)
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    assert set(edition.parties.values_list("organisation__name", flat=True)) == {"Amsterdam", "Utrecht"}
    assert edition.commitments.get().responsible == amsterdam


def test_an_edition_before_the_parties_stays_as_it_was_laid_before_them(weesp, amsterdam, utrecht):
    edition = make_edition(weesp, utrecht)
    take_step(edition, Step.SUBMIT, by=SYSTEM)
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    assert Party.objects.filter(edition=edition, organisation=weesp).exists()
    assert edition.commitments.get().responsible == weesp


def test_the_successor_stands_as_far_in_joining_as_the_old_one_did(weesp, amsterdam):
    Participation.objects.create(organisation=weesp, step="participant", on=dt.date(2019, 1, 1))
    Participation.objects.create(organisation=amsterdam, step="interested", on=dt.date(2019, 1, 1))
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    assert Growth.load(day=today()).participants == {amsterdam.pk}


def test_figures_count_the_old_one_before_the_day_and_only_the_new_one_after(weesp, amsterdam):
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    eve = DAY - dt.timedelta(days=1)
    assert Growth.load(day=eve).everybody == {weesp.pk, amsterdam.pk}
    assert Growth.load(day=DAY).everybody == {amsterdam.pk}


def test_a_preview_counts_what_happens_and_changes_nothing(weesp, amsterdam, mobility, person):
    save_record(ThemeRole(theme=mobility, organisation=weesp, role="participant"), by=SYSTEM)
    before = everything()
    found = {line.key: line.count for line in preview_merger(weesp, amsterdam, DAY)}
    assert found["network.themerole.organisation"] == 1
    assert found["network.representation.organisation"] == 1
    assert everything() == before


def test_undoing_puts_everything_back_as_it_was(weesp, amsterdam, utrecht, mobility, person):
    save_record(ThemeRole(theme=mobility, organisation=weesp, role="lead", begins_on=dt.date(2018, 1, 1)), by=SYSTEM)
    Participation.objects.create(organisation=weesp, step="participant", on=dt.date(2019, 1, 1))
    initiative = make_initiative("Pont", lead=weesp)
    initiative.cities.add(weesp, amsterdam)
    Adoption.objects.create(initiative=initiative, organisation=utrecht, kind="as_is", told_at=now())
    make_edition(weesp, utrecht)
    before = everything()
    merger = plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    assert everything() != before
    undone = undo_merger(merger, by=SYSTEM)
    assert undone.left == []
    assert everything() == before


def test_what_somebody_changed_since_stays_and_is_named(weesp, amsterdam, mobility):
    role = save_record(ThemeRole(theme=mobility, organisation=weesp, role="participant"), by=SYSTEM)
    merger = plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    ThemeRole.objects.filter(pk=role.pk).update(ends_on=dt.date(2025, 6, 1))
    undone = undo_merger(merger, by=SYSTEM)
    role.refresh_from_db()
    assert role.ends_on == dt.date(2025, 6, 1)
    assert undone.left == [str(role)]


def test_a_day_to_come_changes_nothing_until_the_worker_finds_it_there(weesp, amsterdam, clock):
    clock.moment = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    plan_merger(weesp, amsterdam, dt.date(2027, 1, 1), by=SYSTEM)
    assert carry_out_due_mergers() == 0
    weesp.refresh_from_db()
    assert weesp.ends_on is None
    clock.moment = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)
    assert (carry_out_due_mergers(), carry_out_due_mergers()) == (1, 0)
    weesp.refresh_from_db()
    assert (weesp.ends_on, weesp.successor) == (dt.date(2027, 1, 1), amsterdam)


def test_a_planned_merger_can_be_called_off(weesp, amsterdam, clock):
    clock.moment = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    merger = plan_merger(weesp, amsterdam, dt.date(2027, 1, 1), by=SYSTEM)
    undo_merger(merger, by=SYSTEM)
    clock.moment = dt.datetime(2027, 1, 2, 12, tzinfo=dt.UTC)
    assert carry_out_due_mergers() == 0


def test_only_editors_merge_and_undo(weesp, amsterdam, person):
    with pytest.raises(NotAllowed):
        plan_merger(weesp, amsterdam, DAY, by=person)
    merger = plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    with pytest.raises(NotAllowed):
        undo_merger(merger, by=person)


def test_the_same_merger_twice_is_refused_in_words_and_by_the_database(weesp, amsterdam):
    merger = plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    weesp.refresh_from_db()
    with pytest.raises(Refused):
        plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merger.objects.create(predecessor=weesp, successor=amsterdam, on=DAY, planned_at=merger.planned_at)


def test_undone_twice_is_refused(weesp, amsterdam):
    merger = plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    undo_merger(merger, by=SYSTEM)
    with pytest.raises(Refused):
        undo_merger(merger, by=SYSTEM)


def test_records_of_the_past_are_never_touched(weesp, amsterdam):
    kept = {reference.key for reference in get_registered_references() if reference.treatment is Treatment.KEEP}
    merger = plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    assert not kept & set(MergerChange.objects.filter(merger=merger).values_list("reference", flat=True))
