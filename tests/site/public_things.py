"""One of each thing that a public list can show, all about one theme."""

from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Milestone
from stedennet.calls.flows import reviews
from stedennet.calls.rules.states import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from tests.builders.articles import make_article
from tests.builders.calls import GOOD, placed
from tests.builders.editions import adopt, make_edition
from tests.builders.events import make_event
from tests.builders.indicators import make_indicator, measure
from tests.builders.initiatives import make_initiative


def make_all(theme, organisation):
    """An adopted agenda with an action, an indicator, an initiative, a call, an article and an event."""
    edition = make_edition(organisation)
    commitment = edition.commitments.get()
    commitment.themes.add(theme)
    save_record(Milestone(action=commitment.action, title="De eerste paal", due_on=today()), by=SYSTEM)
    adopt(edition)
    measure(make_indicator("elektrische-autos", [theme], name="Elektrische auto’s"), 12, organisation)
    make_initiative(theme=theme, description="Palen die meten en tellen.")
    reviews.take_call_step(placed(), Step.PUBLISH, by=SYSTEM, scores=GOOD)
    make_article(title="Het nieuws", lead="Kort.", body=[("paragraph", "<p>De hele tekst.</p>")], themes=[theme])
    event = make_event(organiser=organisation, place="Stadhuis")
    event.themes.add(theme)
    event.save_revision().publish()
