"""What is true names no example; the database refuses it, and a flow says so."""

import pytest
from django.db import IntegrityError, transaction

from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.errors import Refused
from stedennet.initiatives.flows.adoptions import AdoptionData, submit_adoption
from stedennet.initiatives.models import Initiative, Partner
from stedennet.network.flows.records import save_record
from stedennet.network.models import Organisation, Participation, ThemeRole
from tests.builders.calls import make_call
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.django_db


@pytest.fixture
def made_up() -> Organisation:
    return save_record(
        Organisation(slug="voorbeeldstad", name="Voorbeeldstad", kind="network", is_example=True), by=SYSTEM
    )


def test_an_adoption_of_something_true_by_an_example_is_refused_in_words(mobility, made_up):
    initiative = make_initiative(theme=mobility)
    with pytest.raises(Refused, match="Kies iets dat echt bestaat"):
        submit_adoption(initiative, made_up, AdoptionData(kind="as_is"), by=SYSTEM)


def test_a_role_and_a_step_of_an_example_are_refused_in_words(mobility, made_up):
    for record in (
        ThemeRole(theme=mobility, organisation=made_up, role="participant"),
        Participation(organisation=made_up, step="participant", on=today()),
    ):
        with pytest.raises(Refused, match="Kies iets dat echt bestaat"):
            save_record(record, by=SYSTEM)


def test_the_database_refuses_an_example_behind_something_true(mobility, made_up):
    initiative, call = make_initiative(theme=mobility), make_call()
    for change in (
        lambda: Initiative.objects.filter(pk=initiative.pk).update(lead=made_up),
        lambda: initiative.cities.add(made_up),
        lambda: Partner.objects.create(initiative=initiative, organisation=made_up),
        lambda: type(call).objects.filter(pk=call.pk).update(organisation=made_up),
    ):
        with pytest.raises(IntegrityError, match="names_an_example"), transaction.atomic():
            change()


@pytest.mark.parametrize("value", [True, False])
def test_what_is_an_example_stays_one(mobility, made_up, value):
    initiative = make_initiative(theme=mobility, is_example=value)
    for rows in (Organisation.objects.filter(pk=made_up.pk), Initiative.objects.filter(pk=initiative.pk)):
        rows.update(state_at=now()) if rows.model is Initiative else None
        change = not rows.get().is_example
        with pytest.raises(IntegrityError, match="stays_an_example"), transaction.atomic():
            rows.update(is_example=change)


def test_an_example_may_name_examples(mobility, made_up):
    initiative = make_initiative(theme=mobility, lead=made_up, is_example=True)
    initiative.cities.add(made_up)
    assert Initiative.objects.published().get() == initiative


def test_examples_are_off_by_the_setting(settings, mobility, made_up):
    make_initiative(theme=mobility, is_example=True)
    settings.SHOW_EXAMPLES = False
    assert not Initiative.objects.published().exists()
    assert made_up not in Organisation.objects.on(today())
