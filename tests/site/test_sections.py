"""On a page where several things can be done, no button loses what is typed beside another one."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from stedennet.accounts import factor_resets, role_grants
from stedennet.agenda.flows import editions
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Action, Indicator, Milestone
from stedennet.agenda.personal_links import ACTION_LINK
from stedennet.agenda.rules.editions import Step
from stedennet.calls.flows import conversations, reviews
from stedennet.calls.models import Call
from stedennet.calls.personal_links import CALL_LINK, CONVERSATION_LINK
from stedennet.calls.rules.states import Step as CallStep
from stedennet.core.access import SYSTEM, LinkHolder
from stedennet.core.clock import today
from stedennet.initiatives.flows import adoptions
from stedennet.initiatives.flows.adoptions import AdoptionData
from stedennet.initiatives.models import Initiative
from stedennet.network.flows.records import save_record as keep_in_network
from stedennet.network.flows.representations import request_representation
from stedennet.network.models import Representation
from stedennet.reactions.models import Reaction
from stedennet.reactions.personal_links import REACTION_LINK
from stedennet.sections.page import BUTTON, COOKIE
from tests.builders.articles import make_article
from tests.builders.calls import GOOD, answered, placed
from tests.builders.editions import adopt, make_edition
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality
from tests.builders.people import speaks_for
from tests.builders.reactions import react
from tests.builders.strategies import draft_strategy, submit_strategy
from tests.security.signing_in import give_app, make_person

from .template_forms import TYPED, all_templates, included

pytestmark = pytest.mark.django_db


# The pages, each in a state in which much can be done: gives its path, and the right words for its fields.


def own_action(client, eindhoven):
    adopt(make_edition(eindhoven))
    action = Action.objects.get(code="SM-1")
    Milestone.objects.create(action=action, title="Tien sensoren", due_on=today(), precision="day")
    Indicator.objects.create(action=action, name="Sensoren", unit="stuks")
    client.force_login(speaks_for(eindhoven))
    return "/account/acties/SM-1/", {
        "voortgang-on": str(today()),
        "mijlpaal-on": "",
        "meting-on": str(today()),
        "besteding-year": "2025",
        "besteding-euros": "10",
    }


def action_by_contact(client, eindhoven):
    _path, good = own_action(client, eindhoven)
    client.logout()
    action = Action.objects.get(code="SM-1")
    action.contact_name, action.contact_email = "Jo", "contact@example.org"
    save_record(action, by=SYSTEM)
    return "/" + ACTION_LINK.url(action, "nl").split("/", 3)[3], good


def draft_action(client, eindhoven):
    edition = make_edition(eindhoven)
    client.force_login(speaks_for(eindhoven))
    return f"/account/agenda/{edition.number}/SM-1/", {}


def own_call(client, eindhoven):
    call = reviews.take_call_step(placed(), CallStep.PUBLISH, by=SYSTEM, scores=GOOD)
    answered(call)
    answered(call, "bo@example.org")
    return f"/oproepen/mijn/{CALL_LINK.make_token(call)}/", {"uitkomst-outcome": "found"}


def call_to_correct(client, eindhoven):
    call = reviews.take_call_step(placed(), CallStep.ASK, by=SYSTEM, words="Schrijf meer.")
    return f"/oproepen/mijn/{CALL_LINK.make_token(call)}/", {"tekst-closes_on": str(call.closes_on)}


def talk(client, eindhoven):
    call = reviews.take_call_step(placed(), CallStep.PUBLISH, by=SYSTEM, scores=GOOD)
    interest = answered(call)
    conversations.send_message(interest, "Hallo.", by=LinkHolder(Call, call.pk))
    return f"/oproepen/gesprek/{CONVERSATION_LINK.make_token(interest)}/", {}


def own_initiative(client, eindhoven, mobility):
    one = make_initiative(theme=mobility, lead=eindhoven)
    client.force_login(speaks_for(eindhoven))
    dates = dict.fromkeys(("opslaan-phase_on", "opslaan-begins", "opslaan-ends"), "2026")
    euros = dict.fromkeys(("opslaan-costs_low", "opslaan-costs_high"), "12")
    parts = {
        "opslaan-products": "software; Meetkaart; https://example.org/; EUPL",
        "opslaan-links": "Kaart; https://example.org/",
    }
    return f"/account/initiatieven/{one.slug}/", {**dates, **euros, **parts, "opslaan-cities": "Eindhoven"}


def initiative_to_complete(client, eindhoven, mobility):
    path, good = own_initiative(client, eindhoven, mobility)
    Initiative.objects.update(state="needs_work", state_words="Schrijf meer.")
    return path, good


def verdicts(client, eindhoven, utrecht, mobility):
    one = make_initiative(theme=mobility, lead=eindhoven)
    for organisation in (utrecht, keep_in_network(municipality("GM9001", "Dorp"), by=SYSTEM)):
        reuse = AdoptionData(kind="as_is")
        adoptions.submit_adoption(one, organisation, reuse, by=speaks_for(organisation))
    client.force_login(speaks_for(eindhoven))
    return f"/initiatieven/{one.slug}/overnames/", {}


def own_reaction(client, eindhoven, mobility):
    react(make_article(title="Het nieuws", themes=[mobility]))
    return f"/reacties/mijn/{REACTION_LINK.make_token(Reaction.objects.get())}/", {}


def own_representation(client, eindhoven):
    friend, other = make_person("friend"), make_person("other")
    asked = Representation(user=friend, organisation=eindhoven, begins_on=today())
    request_representation(asked, by=make_person("editor"))
    client.force_login(speaks_for(eindhoven))
    return f"/account/organisaties/{eindhoven.slug}/vertegenwoordigers/", {"vraag-email": other.email}


def roles(client, eindhoven):
    ada, ben = make_person("ada", is_superuser=True), make_person("ben", is_superuser=True)
    role_grants.ask_role(make_person("reader"), "editor", by=ada)
    client.force_login(ben)
    return "/beheer/rollen/", {"vraag-email": make_person("other").email, "vraag-role": "editor"}


def lost_factors(client, eindhoven):
    ada, ben = make_person("ada", is_superuser=True), make_person("ben", is_superuser=True)
    reader, other = make_person("reader"), make_person("other")
    give_app(reader)
    give_app(other)
    factor_resets.ask_factor_reset(reader, reason="Gebeld", by=ada)
    client.force_login(ben)
    return "/beheer/tweede-factor-kwijt/", {"vraag-email": other.email}


def steps_of_a_draft(client, eindhoven):
    edition = make_edition(eindhoven)
    client.force_login(make_person("editor"))
    return f"/beheer/agenda/{edition.pk}/stappen/", {"consult-until": str(today())}


def steps_of_what_parties_decide(client, eindhoven, utrecht):
    edition = editions.take_step(make_edition(eindhoven, utrecht), Step.SUBMIT, by=SYSTEM)
    client.force_login(make_person("editor"))
    return f"/beheer/agenda/{edition.pk}/stappen/", {}


def steps_of_a_strategy(client, eindhoven, utrecht):
    strategy = submit_strategy(draft_strategy("samen", eindhoven, utrecht))
    client.force_login(make_person("editor"))
    return f"/beheer/agenda/strategie/{strategy.pk}/stappen/", {}


PAGES = {
    own_action: "account/action.html",
    action_by_contact: "site/agenda/contact.html",
    draft_action: "account/draft_action.html",
    own_call: "site/calls/own.html",
    call_to_correct: "site/calls/own.html",
    talk: "site/calls/talk.html",
    own_initiative: "site/initiatives/own.html",
    initiative_to_complete: "site/initiatives/own.html",
    verdicts: "site/initiatives/verdicts.html",
    own_reaction: "site/reactions/own.html",
    own_representation: "account/representation.html",
    roles: "accounts/roles.html",
    lost_factors: "accounts/factor_resets.html",
    steps_of_a_draft: "agenda/steps.html",
    steps_of_what_parties_decide: "agenda/steps.html",
    steps_of_a_strategy: "agenda/strategy_steps.html",
}


ENDING_RIGHTS = ("/beheer/rollen/", "/account/organisaties/eindhoven/vertegenwoordigers/")


class Form(HTMLParser):
    """The form of a page that has buttons of sections: its fields with their values, and its buttons."""

    def __init__(self, page):
        super().__init__()
        self.fields, self.kinds, self.buttons, self._of, self.forms = {}, {}, [], None, 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Notes forms, buttons, and fields as a browser would send them."""
        attrs = dict(attrs)
        name, value, kind = attrs.get("name"), attrs.get("value", ""), attrs.get("type", "text")
        self.forms += tag == "form" and attrs.get("method") == "post"
        if tag == "button" and name == BUTTON and value:
            self.buttons.append((value, attrs.get("formaction", "").partition("#")[0]))
        elif tag == "textarea":
            self.fields[name], self.kinds[name], self._of = "", "text", name
        elif tag == "select":
            self._select, self.kinds[name] = name, "select"
        elif tag == "option" and ("selected" in attrs or self._select not in self.fields):
            self.fields[self._select] = value
        elif tag == "input" and name and (kind not in ("checkbox", "radio", "file", "submit") or "checked" in attrs):
            self.fields[name], self.kinds[name] = value, kind

    def handle_data(self, data):
        """The words of a text area."""
        if self._of:
            self.fields[self._of] += data

    def handle_endtag(self, tag):
        """A text area ends; its first line end is not part of it."""
        if tag == "textarea":
            self.fields[self._of] = self.fields[self._of].removeprefix("\n").removeprefix("\r\n")
            self._of = None

    @property
    def typed(self):
        """The names of the fields of sections in which somebody types."""
        return [name for name, kind in self.kinds.items() if kind in TYPED and name and "-" in name]


def words_for(name, kind, good):
    """Something rare to type in a field of this kind."""
    kinds = {
        "url": f"https://example.org/{name}",
        "email": f"{name}@example.org",
        "number": "12",
        "date": "2026-01-02",
    }
    return good.get(name, kinds.get(kind, "12,5" if name.endswith("-value") else f"Zeldzame woorden {name}"))


def opened(client, path, good):
    """The page as it is opened, and everything typed in it."""
    form = Form(client.get(path).content.decode())
    return form, {**form.fields, **{name: words_for(name, form.kinds[name], good) for name in form.typed}}


def send(client, path, typed, button):
    """Press a button, and say yes when the page asks whether somebody is sure."""
    section, action = button
    answer = client.post(action or path, {**typed, BUTTON: section})
    if answer.status_code == 200 and 'name="confirmed"' in answer.content.decode():
        asked = Form(answer.content.decode())
        assert set(typed) - {"csrfmiddlewaretoken"} <= set(asked.fields), "the page that asks carries everything"
        answer = client.post(action or path, {**asked.fields, "confirmed": "1"})
    return answer


def lost(page, typed, *, but=()):
    """Which of the typed words are not on the page any more."""
    form, text = Form(page), page
    return [
        name
        for name, words in typed.items()
        if name not in but and words and not (form.fields.get(name) == words if name in form.fields else words in text)
    ]


@pytest.fixture(params=PAGES, ids=lambda make: make.__name__)
def page(request, client, eindhoven):
    """A page of the table, its path and the right words."""
    make = request.param
    wanted = make.__code__.co_varnames[2 : make.__code__.co_argcount]
    path, good = make(client, eindhoven, *[request.getfixturevalue(name) for name in wanted])
    assert PAGES[make] in [template.name for template in client.get(path).templates]
    return path, good


def test_what_is_typed_beside_a_button_stands_there_after_it(page, client):
    path, good = page
    form, typed = opened(client, path, good)
    assert (form.forms, len(form.buttons) > 0, bool(form.typed)) == (1, True, True)
    succeeded = 0
    for button in form.buttons:
        with transaction.atomic():
            answer = send(client, path, typed, button)
            after = client.get(path) if answer.status_code == 302 else answer
            used = [name for name in typed if name.startswith(f"{button[0]}-")] if answer.status_code == 302 else []
            if after.status_code == 403:  # Who ends their own right has no page any more.
                assert (answer.status_code, path in ENDING_RIGHTS) == (302, True), button
                transaction.set_rollback(True)
                continue
            assert not lost(after.content.decode(), {name: typed[name] for name in form.typed}, but=used), button
            succeeded += answer.status_code == 302
            transaction.set_rollback(True)
        client.cookies.pop(COOKIE, None)
    assert succeeded


def test_what_is_refused_or_sent_by_enter_shows_everything_again(page, client):
    path, good = page
    form, typed = opened(client, path, good)
    mistakes = [
        (name, section) for name in form.typed for section, _ in form.buttons if name.startswith(f"{section}-")
    ]
    refused = 0
    for wrong, section in [*mistakes, ("", ""), ("", "onbekend")]:
        with transaction.atomic():
            answer = client.post(path, {**typed, wrong: "", BUTTON: section})
            if answer.status_code == 422:
                words = {name: typed[name] for name in form.typed}
                assert not lost(answer.content.decode(), words, but=[wrong]), (wrong, section)
                refused += 1
            transaction.set_rollback(True)
        client.cookies.pop(COOKIE, None)
    assert refused >= 2


def test_who_types_nothing_leaves_nothing_behind(page, client):
    path, _good = page
    form = Form(client.get(path).content.decode())
    for button in form.buttons:
        with transaction.atomic():
            send(client, path, form.fields, button)
            transaction.set_rollback(True)
        assert not client.cookies.pop(COOKIE, None) or button[0].startswith("link-"), button


def test_words_come_back_for_the_same_person_on_the_same_page_until_they_are_sent(client, eindhoven, utrecht):
    path, _good = own_action(client, eindhoven)
    typed = {BUTTON: "klopt", "voortgang-text": "Zeldzame woorden", "voortgang-on": str(today())}
    client.post(path, typed)
    for _ in range(2):
        assert "Zeldzame woorden" in client.get(path).content.decode()
    assert "nog niet verstuurd" in client.get(path).content.decode()
    assert "Zeldzame woorden" not in client.get("/account/").content.decode()
    client.force_login(speaks_for(utrecht))
    assert "Zeldzame woorden" not in client.get(path).content.decode()
    client.force_login(speaks_for(eindhoven))
    client.post(path, {**typed, BUTTON: "voortgang"})
    assert "nog niet verstuurd" not in client.get(path).content.decode()


def test_files_beside_another_button_are_named_to_be_chosen_again(client, eindhoven, mobility):
    path, _good = own_call(client, eindhoven)
    section = Form(client.get(path).content.decode()).buttons[0][0]
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7", content_type="application/pdf")
    client.post(path, {BUTTON: "langer", f"{section}-files": file})
    assert "Kies ze opnieuw: plan.pdf" in client.get(path).content.decode()


def test_every_page_with_sections_is_in_the_table_above():
    found = {name for name in all_templates() if included(name)[2] and Path(name).name[0] != "_"}
    found -= {"sections/first_button.html"}
    assert found == set(PAGES.values())
