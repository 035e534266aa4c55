"""Every public form: sent twice it is one message, sent again with corrections the new words count, and it is told."""

import datetime as dt
import re
from dataclasses import dataclass
from html import unescape
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.forms import Field
from django.utils import translation

from stedennet.agenda.flows import editions
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.intake.kinds import list_entered_fields
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from stedennet.site.forms import (
    approvals,
    calls,
    contact_messages,
    initiatives,
    reactions,
    registrations,
    subscriptions,
    themes,
)
from stedennet.site.public_forms.base import PublicForm, SenderForm
from tests.builders.editions import make_edition
from tests.builders.initiatives import make_initiative
from tests.builders.reactions import react
from tests.fixtures.calls import call  # noqa: F401
from tests.fixtures.events import event  # noqa: F401
from tests.fixtures.reactions import article  # noqa: F401

pytestmark = pytest.mark.django_db
CAS = {"name": "Cas", "email": "cas@example.org"}
REPLACED, SAME, ADDED = "vervangt de vorige", "precies dit al eerder", "een nieuwe inzending ernaast"


@pytest.fixture(autouse=True)
def _nobody_sent_anything_yet():
    cache.clear()


@pytest.fixture
def things(article, event, call, lead, mobility, eindhoven):  # noqa: F811
    """What the forms are about."""
    editions.take_step(make_edition(eindhoven), Step.CONSULT, by=SYSTEM, until=today())
    tip = make_initiative("Een tip", theme=mobility, is_tip=True)
    return {"article": article, "event": event, "call": call, "tip": tip, "reaction": react(article)}


@dataclass(frozen=True)
class Sent:
    """A form, its address, what is typed, and what is corrected; `is_relay`: passed on without a link."""

    form: type[PublicForm]
    path: str
    typed: dict
    corrected: dict
    is_relay: bool = False


CALL = {
    "kind": "looking", "title": "Wie maakt het stil?", "what_for": "Stille straten.", "email": CAS["email"],
    "closes_on": str(today() + dt.timedelta(days=30)),
}  # fmt: skip
TELL = {"title": "Vuilnis scheiden", "city": "Eindhoven", "summary": "Fuot", "email": CAS["email"], "part": "works"}
WISH = {"email": CAS["email"], "kinds": ["oproepen"], "rhythm": "wekelijks", "language": "nl"}
LIST = {"email": CAS["email"], "rhythm": "wekelijks", "language": "nl"}
FORMS = {
    "react": Sent(reactions.ReactionForm, "/reacties/artikel/{article.pk}/toevoegen/", {**CAS, "text": "Fuot"},
                  {"text": "Goed"}),
    "reply": Sent(reactions.ReactionForm, "/reacties/{reaction.pk}/antwoorden/", {**CAS, "text": "Fuot"},
                  {"text": "Goed"}),
    "report": Sent(reactions.ReportReactionForm, "/reacties/{reaction.pk}/melden/", {**CAS, "why": "spam"},
                   {"why": "untrue"}),
    "register": Sent(registrations.RegistrationForm, "/evenementen/{event.slug}/aanmelden/", CAS,
                     {"organisation": "NS"}),
    "remark": Sent(approvals.RemarkForm, "/agenda/edities/1/reageren/", {**CAS, "text": "Fuot"}, {"text": "Goed"}),
    "tell": Sent(initiatives.SubmitInitiativeForm, "/initiatieven/aanmelden/", TELL, {"summary": "Goed"}),
    "claim": Sent(initiatives.ClaimForm, "/initiatieven/{tip.slug}/claimen/",
                  {**CAS, "organisation": "Eindhoven", "role": "adviesur"}, {"role": "adviseur"}),
    "ask": Sent(initiatives.QuestionForm, "/initiatieven/{tip.slug}/vragen/", {**CAS, "text": "Fuot"},
                {"text": "Goed"},
                is_relay=True),
    "place": Sent(calls.CallForm, "/oproepen/plaatsen/", CALL, {"what_for": "Stillere straten."}),
    "answer": Sent(calls.InterestForm, "/oproepen/{call.slug}/reageren/", {**CAS, "together": "Fuot", "who": "Cas"},
                   {"together": "Goed"}),
    "join": Sent(themes.JoinForm, "/themas/smart-mobility/meedoen/",
                 {**CAS, "organisation": "NS", "role": "participant", "message": "Fuot"}, {"message": "Goed"},
                 is_relay=True),
    "contact": Sent(contact_messages.ContactForm, "/organisaties/eindhoven/bericht/", {**CAS, "text": "Fuot"},
                    {"text": "Goed"},
                    is_relay=True),
    "office": Sent(contact_messages.OfficeMessageForm, "/contact/", {**CAS, "about": "mistake", "text": "Fuot"},
                   {"text": "Goed"}),
    "subscribe": Sent(subscriptions.SubscribeForm, "/abonneren/", WISH, {"kinds": ["artikelen"]}),
    "a list": Sent(subscriptions.SubscribeToListForm, "/abonneren/?lijst=oproepen", LIST, {"rhythm": "dagelijks"}),
}  # fmt: skip


def leaves(form):
    """The forms below `form` that are really shown."""
    below = form.__subclasses__()
    shown = [] if form in (PublicForm, SenderForm) else [form]
    return shown + [leaf for one in below for leaf in leaves(one)]


def test_every_public_form_stands_in_this_table():
    assert set(leaves(PublicForm)) == {sent.form for sent in FORMS.values()}


def send(client, sent, things, **more):
    """Post the form and follow to its thanks."""
    cache.clear()
    answer = client.post(sent.path.format(**things), {**sent.typed, **more}, follow=True)
    assert answer.redirect_chain, answer.content.decode()[:3000]
    return answer.content.decode()


@pytest.fixture(params=FORMS, ids=list(FORMS))
def sent(request):
    return FORMS[request.param]


def links():
    """The links to confirm that were mailed, oldest first."""
    mails = OutgoingMail.objects.filter(to=CAS["email"], text__contains="/bevestigen/").order_by("pk")
    return [word for mail in mails for word in mail.text.split() if "/bevestigen/" in word]


def test_the_first_time_nothing_is_said_of_an_earlier_one(client, things, sent):
    page = send(client, sent, things, once=str(uuid4()))
    assert not any(words in page for words in (REPLACED, SAME, ADDED))


def test_sent_twice_it_is_one_message_and_the_page_says_so(client, things, sent):
    once = str(uuid4())
    send(client, sent, things, once=once)
    mails = OutgoingMail.objects.count()
    assert SAME in send(client, sent, things, once=once)
    assert OutgoingMail.objects.count() == mails


def test_corrected_and_sent_again_the_new_words_count_and_the_page_says_so(client, things, sent):
    once = str(uuid4())
    send(client, sent, things, once=once)
    page = send(client, sent, things, once=once, **sent.corrected)
    if sent.is_relay:
        assert ADDED in page
        assert OutgoingMail.objects.filter(text__contains="Goed").exists()
        return
    assert REPLACED in page
    old, new = links()
    assert client.post(old).status_code == 404
    assert client.post(new, follow=True).status_code == 200


def test_corrected_after_confirming_it_stands_beside_the_first_and_the_page_says_so(client, things, sent):
    once = str(uuid4())
    send(client, sent, things, once=once)
    if not sent.is_relay:
        client.post(links()[-1])
    rows = Submission.objects.count()
    assert ADDED in send(client, sent, things, once=once, **sent.corrected)
    if not sent.is_relay and "abonneren" not in sent.path:
        assert Submission.objects.count() == rows + 1


def test_who_registers_once_more_keeps_the_place_with_the_new_words(client, things):
    once, sent = str(uuid4()), FORMS["register"]
    send(client, sent, things, once=once)
    client.post(links()[-1])
    send(client, sent, things, once=once, organisation="NS", name="Cas L.")
    client.post(links()[-1])
    (registration,) = things["event"].registrations.all()
    assert (registration.name, registration.organisation) == ("Cas L.", "NS")


def test_a_moderator_reads_every_field_by_its_name(client, things, sent):
    send(client, sent, things, once=str(uuid4()))
    submission = Submission.objects.order_by("pk").last()
    if submission is not None:
        labels = {label for label, _value in list_entered_fields(submission)}
        assert not labels & set(submission.data), labels


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_missing_is_said_in_words_of_its_own_that_lead_to_the_field(client, things, sent, language):
    path = sent.path.format(**things)
    page = client.post(path if language == "nl" else f"/en{path}", {"once": str(uuid4())}).content.decode()
    with translation.override(language):
        form = sent.form.base_fields
        missing = {str(field.error_messages["required"]) for field in form.values() if field.required}
        assert missing
        assert str(Field.default_error_messages["required"]) not in page
        assert len(missing) == sum(field.required for field in form.values()), "two fields say the same"
    links_to = dict(re.findall(r'<li><a class="utrecht-link" href="#([^"]+)">([^<]+)</a></li>', page))
    assert {unescape(words) for words in links_to.values()} == missing
    assert all(f'id="{key}"' in page for key in links_to)
