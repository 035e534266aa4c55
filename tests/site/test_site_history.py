"""Wagtail's history of the site holds every weighty act, with the person and words in Dutch; pages with dates work."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, get_resolver, reverse
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

import stedennet
from stedennet.accounts.flows import create_person
from stedennet.accounts.models import User
from stedennet.agenda.flows import approvals, editions
from stedennet.agenda.models import DecisionKey
from stedennet.agenda.rules.editions import Decision, Step
from stedennet.agenda.rules.strategies import Step as StrategyStep
from stedennet.audit.kinds import EventKind
from stedennet.calls.rules.states import Step as CallStep
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.initiatives.rules.states import Step as InitiativeStep
from stedennet.intake import flows as intake
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Representation
from stedennet.newsletters.flows import drafts, newsletters
from tests.builders.editions import make_edition
from tests.builders.reactions import send_in
from tests.fixtures.reactions import article  # noqa: F401

pytestmark = pytest.mark.django_db
PACKAGE = Path(stedennet.__file__).parent
ADDRESS = "besluit@example.org"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def editor():
    return create_person(email="r@example.org", name="Rea", password=None, by=SYSTEM, is_editor=True)


@pytest.fixture
def administrator(client):
    found = User.objects.create_superuser("boss@example.org", name="Boss")
    client.force_login(found)
    return found


def acts(prefix=""):
    rows = ModelLogEntry.objects.filter(action__startswith=prefix).order_by("pk")
    return [(row.action, row.user.name if row.user_id else "") for row in rows]


def acts_in_code():
    """Every act that a flow records by name; those with a step in their name once for each step."""
    steps = {
        "agenda.edition_{step.value}": Step,
        "agenda.strategy_{step.value}": StrategyStep,
        "calls.{step.value}": CallStep,
        "initiatives.{step.value}": InitiativeStep,
        "intake.{judgement}": None,
        "network.{kind.value}": None,
    }
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for prefix, name in re.findall(r"record_act\([^\"')]*?(f?)\"([\w.{}]+)\"", path.read_text()):
            if not prefix:
                found.add(name)
            elif steps[name]:
                found |= {name.replace("{step.value}", step.value) for step in steps[name]}
    return found


def test_each_act_that_a_flow_records_has_words():
    found = acts_in_code()
    assert {"agenda.edition_adopt", "calls.publish", "newsletters.sent", "events.exported"} <= found
    found |= {f"network.{kind.value}" for kind in EventKind if kind.value.startswith("representation.")}
    found |= {f"agenda.{act}" for act in ("link_sent", "link_replaced", "party_decided", "decision_taken_back")}
    found |= {"intake.accepted", "intake.rejected"}
    assert {name for name in found if not registry.action_exists(name)} == set()


def test_the_steps_of_an_edition_and_what_parties_decide(client, administrator, editor, eindhoven, utrecht):
    edition = make_edition(eindhoven, utrecht)
    person = create_person(email="w@example.org", name="Wil", password=None, by=SYSTEM)
    grant_representation(Representation(user=person, organisation=eindhoven, may_sign=True), by=SYSTEM)
    ModelLogEntry.objects.all().delete()
    edition = editions.take_step(edition, Step.SUBMIT, by=editor)
    party = edition.parties.get(organisation=eindhoven)
    for _ in range(2):
        approvals.mail_approval_link(party, ADDRESS, by=editor, confirmed_by=None)
    verdict = approvals.ApprovalData(Decision.APPROVED, "Wethouder", mandate_body="college", mandate_on=today())
    key = DecisionKey.objects.get(ended_at=None)
    approval = approvals.submit_approval(party, verdict, by=person)
    approvals.withdraw_approval(approval, by=person, reason="Toch niet.")
    assert key.used_at is None
    editions.take_step(edition, Step.WITHDRAW, by=editor, reason="Klaar.")
    assert acts("agenda.") == [
        ("agenda.edition_submit", "Rea"),
        ("agenda.link_sent", "Rea"),
        ("agenda.link_replaced", "Rea"),
        ("agenda.party_decided", "Wil"),
        ("agenda.decision_taken_back", "Wil"),
        ("agenda.edition_withdraw", "Rea"),
    ]
    page = client.get("/beheer/reports/site-history/").content.decode()
    for words in ("Voorgelegd aan de partijen", "Geheime link vervangen", "Besluit van een partij", "Rea"):
        assert words in page
    assert ADDRESS not in page


def test_judging_says_what_was_judged_and_not_who_sent_it(article, editor):  # noqa: F811
    boss = User.objects.create_superuser("m@example.org", name="Mo")
    for judge, act in ((intake.accept_submission, "intake.accepted"), (intake.reject_submission, "intake.rejected")):
        submission = intake._process_confirmed(send_in(article, f"{act}@example.org", name="Zender Geheim"))
        more = {} if judge is intake.accept_submission else {"reason": "Reclame"}
        judge(submission, by=boss, **more)
        entry = ModelLogEntry.objects.filter(action=act).get()
        assert (entry.user, "Geheim" in entry.label) == (boss, False)
        assert "Het nieuws" in entry.label


def test_a_newsletter_that_is_planned_taken_back_and_sent(editor):
    newsletter = drafts.create_draft(subject="Nieuws", by=editor)
    newsletter.intro = "Dag."
    newsletter.save()
    newsletters.schedule_newsletter(newsletter, now() + dt.timedelta(hours=1), by=editor)
    newsletters.unschedule_newsletter(newsletter, by=editor)
    assert acts("newsletters.") == [("newsletters.scheduled", "Rea"), ("newsletters.taken_back", "Rea")]


def _plain_addresses(patterns, before="/"):
    for pattern in patterns:
        here = before + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLPattern):
            if not pattern.pattern.converters and "(" not in here:
                yield here.replace("\\Z", "")
        else:
            yield from _plain_addresses(pattern.url_patterns, here)


def test_each_page_with_a_date_loads_the_script_that_defines_its_chooser(client, administrator):
    addresses = [one for one in _plain_addresses(get_resolver().url_patterns) if one.startswith("/beheer/")]
    with_dates = set()
    for address in addresses:
        if any(word in address for word in ("logout", "login", "failwhale")):
            continue
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        page = answer.content.decode()
        if re.search(r"init(Date|DateTime|Time)Chooser\(", page):
            with_dates.add(address)
            assert "date-time-chooser.js" in page, address
    assert {reverse("agenda:report"), "/beheer/beveiligingslog/"} <= with_dates
