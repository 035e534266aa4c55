"""What actions are for: parts of the strategy show who serves them and how it goes, and actions what they serve."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stedennet.agenda.flows.records import remove_record, save_record
from stedennet.agenda.models import Action, Commitment, ProgressUpdate, Purpose
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from tests.builders.editions import adopt, make_commitment
from tests.builders.people import speaks_for
from tests.builders.strategies import make_part, make_purpose, make_strategy

pytestmark = pytest.mark.django_db
PAGE = "/strategie/samen-slim/"


@pytest.fixture
def strategy():
    return make_strategy()


@pytest.fixture
def condition(strategy):
    return make_part(strategy, source_url="https://example.org/voorwaarde")


@pytest.fixture
def action(draft):
    adopt(draft)
    return Action.objects.get(code="SM-1")


def html(response):
    return response.content.decode()


def section(page, part):
    """What stands at one part of the strategy."""
    return page.split(f'id="onderdeel-{part.pk}"')[1].split('id="onderdeel-')[0].split("</section>")[0]


def test_a_part_shows_the_actions_that_serve_it_with_status_and_day_of_the_last_report(client, action, condition):
    make_purpose(action, condition)
    save_record(ProgressUpdate(action=action, on=today(), text="De eerste laadpaal staat."), by=SYSTEM)
    part = section(html(client.get(PAGE)), condition)
    assert "/agenda/acties/SM-1/" in part
    assert "laatst gemeld" in part
    assert "SM-2" not in part


def test_parts_of_the_vision_and_conditions_stand_apart(client, action, strategy, condition):
    vision = make_part(strategy, "In 2035 is de stad schoner", kind="vision")
    make_purpose(action, vision)
    page = html(client.get(PAGE))
    assert page.index("Uit de visie") < page.index(vision.title) < page.index("Randvoorwaarden")
    assert "SM-1" in section(page, vision)
    assert "SM-1" not in section(page, condition)


def test_a_part_that_no_action_serves_shows_no_empty_list(client, action, condition):
    assert 'class="serving"' not in html(client.get(PAGE))


def test_an_action_shows_what_it_serves_and_leads_there(client, action, condition):
    assert "Draagt bij aan" not in html(client.get("/agenda/acties/SM-1/"))
    make_purpose(action, condition, source_url="https://example.org/bron")
    page = html(client.get("/agenda/acties/SM-1/"))
    assert f'href="{PAGE}#onderdeel-{condition.pk}"' in page
    assert "https://example.org/bron" in page


def test_both_languages(client, action, strategy):
    part = make_part(strategy, "Veilig", title_en="Safe", text="Het moet.", text_en="It must.")
    make_purpose(action, part)
    assert "Safe" in html(client.get("/en/agenda/acties/SM-1/"))
    assert "It must." in html(client.get(f"/en{PAGE}"))


def test_what_is_typed_is_shown_as_text(client, action, strategy):
    make_purpose(action, make_part(strategy, "<script>alert(1)</script>"))
    for path in (PAGE, "/agenda/acties/SM-1/"):
        assert "<script>alert" not in html(client.get(path))


def test_an_action_serves_a_part_once(action, condition):
    make_purpose(action, condition)
    with pytest.raises(RefusedFields, match="staat al bij dit onderdeel"):
        make_purpose(action, condition)


def test_only_editors_say_what_an_action_serves(action, condition, eindhoven):
    with pytest.raises(NotAllowed):
        save_record(Purpose(action=action, part=condition), by=speaks_for(eindhoven))
    purpose = make_purpose(action, condition)
    with pytest.raises(NotAllowed):
        remove_record(purpose, by=speaks_for(eindhoven))
    remove_record(purpose, by=SYSTEM)


def test_an_adopted_edition_does_not_stop_the_office_from_saying_so(action, condition):
    assert Commitment.objects.get(action=action).edition.status == "adopted"
    make_purpose(action, condition)


@pytest.mark.database
def test_an_example_never_serves_a_true_strategy(action, condition):
    example = Action.objects.create(code="VB-1", is_example=True)
    with pytest.raises(Refused, match="Voorbeelden staan apart"):
        make_purpose(example, condition)
    purpose = make_purpose(action, condition)
    with pytest.raises(IntegrityError, match="mixes_examples"), transaction.atomic():
        Purpose.objects.filter(pk=purpose.pk).update(action=example)


@pytest.mark.database
def test_a_part_is_of_a_known_kind(condition):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(condition).objects.filter(pk=condition.pk).update(kind="doel")


def test_an_action_that_is_in_no_public_edition_is_not_shown(client, draft, condition):
    make_purpose(Action.objects.get(code="SM-1"), condition)
    assert "SM-1" not in html(client.get(PAGE))


def test_ten_times_as_many_actions_cost_no_more_queries(client, draft, strategy, condition):
    for number in range(3, 30):
        make_commitment(draft, Action.objects.create(code=f"SM-{number}"))
    adopt(draft)
    make_purpose(Action.objects.get(code="SM-1"), condition)
    few = count_queries(client)
    for action in Action.objects.exclude(code="SM-1"):
        make_purpose(action, condition)
        make_purpose(action, make_part(strategy, f"Deel {action.code}"))
    assert count_queries(client) == few <= 15


def count_queries(client):
    """The queries of the strategy's page, the second time that it is asked for."""
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries)
