"""Adoptions: reported by the adopting city, confirmed or disputed by the source, counted once a city; no cycles."""

import contextlib
import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.errors import DomainError, NotAllowed, Refused, RefusedFields
from stedennet.core.records import store_record
from stedennet.initiatives.flows import adoptions
from stedennet.initiatives.flows.adoptions import AdoptionData
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.initiatives.rules.adoption_trees import (
    AdoptionRow,
    build_adoption_tree,
    count_adopters,
    find_possible_adopters,
    would_form_cycle,
)
from stedennet.initiatives.rules.choices import Verdict
from stedennet.outbox.models import OutgoingMail
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality
from tests.builders.people import speaks_for
from tests.core.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.database]
AS_IS = AdoptionData(kind="as_is")
SEEN_AT = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
STATED = AdoptionData(kind="", source_url="https://example.org/bericht")


@pytest.fixture
def lamp(mobility, eindhoven):
    return make_initiative(theme=mobility, lead=eindhoven)


@pytest.fixture
def breda(db):
    return store_record(municipality("GM0758", "Breda"))


def reused(one):
    return Initiative.objects.with_reuse().get(pk=one.pk).reused


def test_a_city_says_it_and_the_owner_confirms(lamp, eindhoven, utrecht):
    owner = speaks_for(eindhoven)
    made = adoptions.submit_adoption(lamp, utrecht, AS_IS, by=speaks_for(utrecht))
    assert (made.verdict, reused(lamp)) == (Verdict.CLAIMED, 0)
    assert "/overnames/" in OutgoingMail.objects.get(to="eindhoven@example.org").text
    assert adoptions.list_unanswered_adoptions(owner) == [made]
    adoptions.answer_adoption(made, "confirmed", by=owner)
    assert reused(lamp) == 1
    notes = Change.objects.filter(subject_id=str(lamp.pk)).order_by("id").values_list("note", flat=True)
    assert list(notes)[-2:] == ["Utrecht zegt dit over te nemen", "overname door Utrecht bevestigd"]


def test_a_disputed_one_stays_visible_with_the_reason_and_does_not_count(lamp, eindhoven, utrecht):
    made = adoptions.submit_adoption(lamp, utrecht, AS_IS, by=speaks_for(utrecht))
    with pytest.raises(Refused, match="waarom"):
        adoptions.answer_adoption(made, "disputed", by=speaks_for(eindhoven))
    adoptions.answer_adoption(made, "disputed", by=speaks_for(eindhoven), words="Dit is iets anders.")
    made.refresh_from_db()
    assert (made.verdict_words, reused(lamp)) == ("Dit is iets anders.", 0)
    adoptions.answer_adoption(made, "confirmed", by=speaks_for(eindhoven))
    assert reused(lamp) == 1


def test_of_what_another_city_made_that_city_confirms(lamp, eindhoven, utrecht, breda):
    first = adoptions.submit_adoption(lamp, utrecht, AS_IS, by=speaks_for(utrecht))
    second = adoptions.submit_adoption(lamp, breda, AdoptionData(kind="adapted", of=first), by=speaks_for(breda))
    with pytest.raises(NotAllowed):
        adoptions.answer_adoption(second, "confirmed", by=speaks_for(eindhoven))
    adoptions.answer_adoption(second, "confirmed", by=speaks_for(utrecht))
    assert reused(lamp) == 1


def sourced(one):
    return Initiative.objects.with_reuse().get(pk=one.pk).sourced


def test_what_a_source_states_is_counted_apart_and_asks_nobody_anything(lamp, eindhoven, utrecht):
    owner, news = speaks_for(eindhoven), Change.objects.count()
    stated = adoptions.record_sourced_adoption(lamp, utrecht, STATED, by=SYSTEM, at=SEEN_AT)
    assert (stated.verdict, stated.told_at) == (Verdict.SOURCED, SEEN_AT)
    assert (reused(lamp), sourced(lamp)) == (0, 1)
    assert adoptions.list_unanswered_adoptions(owner) == []
    assert not OutgoingMail.objects.exists()
    assert Change.objects.count() == news
    adoptions.answer_adoption(stated, "confirmed", by=owner)
    assert (reused(lamp), sourced(lamp)) == (1, 0)


def test_the_city_itself_takes_the_place_of_the_source_and_keeps_it(lamp, eindhoven, utrecht):
    stated = adoptions.record_sourced_adoption(lamp, utrecht, STATED, by=SYSTEM, at=SEEN_AT)
    with pytest.raises(Refused, match="hoe u het overneemt"):
        adoptions.submit_adoption(lamp, utrecht, AdoptionData(kind=""), by=speaks_for(utrecht))
    owner = speaks_for(eindhoven)
    reported = adoptions.submit_adoption(lamp, utrecht, AS_IS, by=speaks_for(utrecht))
    assert (reported.pk, reported.verdict, reported.kind) == (stated.pk, Verdict.CLAIMED, "as_is")
    assert reported.source_url == STATED.source_url
    assert adoptions.list_unanswered_adoptions(owner) == [reported]
    assert OutgoingMail.objects.filter(to=owner.email).count() == 1


def test_a_report_cannot_move_what_the_source_stated(lamp, utrecht, breda):
    adoptions.record_sourced_adoption(lamp, utrecht, STATED, by=SYSTEM, at=SEEN_AT)
    other = adoptions.submit_adoption(lamp, breda, AS_IS, by=SYSTEM)
    with pytest.raises(Refused, match="ergens anders"):
        adoptions.submit_adoption(lamp, utrecht, AdoptionData(kind="as_is", of=other), by=speaks_for(utrecht))


def test_without_a_source_nothing_is_stated(lamp, utrecht):
    for data in (AS_IS, AdoptionData(kind="")):
        with pytest.raises(RefusedFields):
            adoptions.record_sourced_adoption(lamp, utrecht, data, by=SYSTEM, at=SEEN_AT)
    stated = adoptions.record_sourced_adoption(lamp, utrecht, STATED, by=SYSTEM, at=SEEN_AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.filter(pk=stated.pk).update(source_url="")


def test_only_editors_record_what_a_source_states(lamp, utrecht):
    with pytest.raises(NotAllowed):
        adoptions.record_sourced_adoption(lamp, utrecht, STATED, by=speaks_for(utrecht), at=SEEN_AT)


def test_nobody_takes_over_its_own_or_twice_or_for_another(lamp, eindhoven, utrecht, breda):
    with pytest.raises(Refused, match="eigen initiatief"):
        adoptions.submit_adoption(lamp, eindhoven, AS_IS, by=speaks_for(eindhoven))
    with pytest.raises(NotAllowed):
        adoptions.submit_adoption(lamp, breda, AS_IS, by=speaks_for(utrecht))
    adoptions.submit_adoption(lamp, utrecht, AS_IS, by=speaks_for(utrecht))
    with pytest.raises(RefusedFields):
        adoptions.submit_adoption(lamp, utrecht, AS_IS, by=speaks_for(utrecht))


def test_who_takes_over_cannot_confirm_itself(lamp, utrecht):
    made = adoptions.submit_adoption(lamp, utrecht, AS_IS, by=speaks_for(utrecht))
    with pytest.raises(NotAllowed):
        adoptions.answer_adoption(made, "confirmed", by=speaks_for(utrecht))


def test_behind_the_flows_nothing_is_hung_elsewhere(lamp, mobility, utrecht, breda):
    other = make_initiative("Iets anders", theme=mobility)
    first = adoptions.submit_adoption(lamp, utrecht, AS_IS, by=SYSTEM)
    second = adoptions.submit_adoption(lamp, breda, AdoptionData(kind="as_is", of=first), by=SYSTEM)
    for change in ({"of": second}, {"initiative": other}, {"organisation": breda}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Adoption.objects.filter(pk=first.pk).update(**change)
    with pytest.raises(Refused, match="ander initiatief"):
        adoptions.submit_adoption(other, breda, AdoptionData(kind="as_is", of=first), by=SYSTEM)


def test_two_at_once_for_one_city_leave_one(committing, mobility, eindhoven, utrecht):
    lamp = make_initiative(theme=mobility, lead=eindhoven)

    def adopt():
        with contextlib.suppress(DomainError):
            adoptions.submit_adoption(lamp, utrecht, AS_IS, by=SYSTEM)

    together(adopt, adopt)
    assert Adoption.objects.count() == 1


ROWS = st.lists(
    st.tuples(st.integers(1, 6), st.none() | st.integers(1, 8), st.sampled_from(Verdict.values)), max_size=8
).map(lambda rows: [AdoptionRow(key, city, of, verdict) for key, (city, of, verdict) in enumerate(rows, 1)])


def keys_in(branches):
    return [one.row.key for one in branches] + [key for one in branches for key in keys_in(one.branches)]


@given(ROWS)
def test_every_row_stands_once_in_the_tree_whatever_the_rows_say(rows):
    assert sorted(keys_in(build_adoption_tree(rows))) == [row.key for row in rows]


@given(ROWS, st.integers(1, 6))
def test_a_city_counts_once_and_who_made_it_never(rows, lead):
    count = count_adopters(rows, lead=lead)
    assert count <= len({row.organisation for row in rows})
    assert count == count_adopters([*rows, *rows], lead=lead)
    assert count_adopters([row for row in rows if row.organisation == lead], lead=lead) == 0


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_no_sequence_of_wishes_makes_a_circle(wishes):
    rows = {}
    for key, of in wishes:
        parent = of if of in rows else None
        if key in rows or would_form_cycle(rows.values(), key=key, of=parent):
            continue
        rows[key] = AdoptionRow(key, key, parent, Verdict.CONFIRMED)
    assert sorted(keys_in(build_adoption_tree(rows.values()))) == sorted(rows)
    assert all(not would_form_cycle(rows.values(), key=row.key, of=row.of) for row in rows.values())


@given(
    st.lists(st.integers(1, 6)),
    st.lists(st.integers(1, 6), unique=True),
    st.none() | st.integers(1, 6),
)
def test_a_named_city_may_have_adopted_it_unless_it_leads_or_somebody_said_so(adopters, cities, lead):
    rows = [AdoptionRow(key, organisation, None, Verdict.CLAIMED) for key, organisation in enumerate(adopters)]
    found = find_possible_adopters(rows, lead=lead, cities=cities)
    assert found == [city for city in cities if lead and city != lead and city not in adopters]
