"""What another city needs to adopt an initiative: asked, shown, asked for where it is missing, and all of it there."""

from itertools import product

import pytest
from django.urls import reverse
from lxml import html

from stedennet.core.access import SYSTEM
from stedennet.initiatives.field_values import list_known_needs
from stedennet.initiatives.flows import initiatives
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.rules.adoptability import REQUIRED, TO_TAKE_ALONG, WORKING, Need, is_ready
from stedennet.initiatives.rules.choices import Phase
from stedennet.lists.initiatives import INITIATIVES
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.django_db
FACTS = {
    "evidence": [{}, {"evidence": "De evaluatie."}, {"results": "Minder stroom; 12 %"}, {"results": "Iets"}],
    "costs": [{}, {"costs_in_words": "Een ton."}, {"costs_low": 100}],
    "contact": [{}, {"contact_level": "role", "contact_role": "Adviseur"}],
    "along": [
        {},
        {"licence": "EUPL"},
        {"products": "software; Kaart; ; EUPL"},
        {"products": "DPIA; Meten; https://example.org/dpia"},
        {"products": "DPIA; Meten"},
    ],
}
EVERYTHING = {
    "phase": "in_use",
    "evidence": "De evaluatie telde een derde minder klachten.",
    "costs_in_words": "Een ton.",
    "adoption_time": "Zes maanden.",
    "licence": "EUPL-1.2.",
    "products": "contract of bestek; Het bestek; https://example.org/bestek",
    "visit": "Elke donderdag.",
    "contact_level": "role",
    "contact_role": "Adviseur",
}


@pytest.fixture
def lamps(mobility) -> Initiative:
    return make_initiative(theme=mobility)


def tell(initiative, **facts):
    initiatives.update_initiative(initiative, facts, by=SYSTEM)


def test_ready_needs_a_working_initiative_what_it_gave_and_cost_somebody_to_ask_and_something_to_take_along():
    enough = {*REQUIRED, Need.LICENCE}
    assert [phase for phase in Phase if is_ready(phase, enough)] == [*WORKING]
    assert all(is_ready("in_use", {*REQUIRED, need}) for need in TO_TAKE_ALONG)
    assert not any(is_ready("in_use", enough - {need}) for need in enough)
    assert not is_ready("", set(Need))


def test_the_list_and_the_rule_agree_whatever_is_known(lamps, mobility):
    number = 0
    for phase, *parts in product(["pilot", "in_use"], *FACTS.values()):
        facts = {name: value for part in parts for name, value in part.items()}
        one = make_initiative(f"Nummer {number}", theme=mobility)
        tell(one, phase=phase, **facts)
        number += 1
    listed = set(INITIATIVES.read({"overnemen": "ja"}).values_list("pk", flat=True))
    expected = {one.pk for one in Initiative.objects.published() if is_ready(one.phase, list_known_needs(one))}
    assert listed == expected
    assert 0 < len(listed) < number / 2
    marked = {one.pk for one in INITIATIVES.read({}) if one.is_ready}
    assert marked == expected


def test_the_page_shows_what_is_known_and_offers_to_ask_for_the_rest(client, lamps):
    tell(lamps, costs_in_words="Een ton.", phase="in_use")
    page = client.get(reverse("initiative", args=[lamps.slug]))
    text = " ".join(html.fromstring(page.content).text_content().split())
    assert "Om dit over te nemen Kosten Een ton." in text
    missing = "bewijs dat het werkt, doorlooptijd, licentie en code, documenten (zoals een bestek of DPIA), een bezoek"
    assert f"Nog niet bekend: {missing}. Vraag het aan wie eraan werkt" in text
    assert "klaar om over te nemen" not in text
    url = html.fromstring(page.content).xpath("//a[contains(@href, 'over=overnemen')]/@href")[0]
    typed = html.fromstring(client.get(url).content).xpath("//textarea[@name='text']")[0].text
    assert typed.strip() == f"Wij denken erover dit over te nemen. Kunt u ons meer vertellen over: {missing}?"


def test_nothing_known_gives_no_empty_block_and_everything_known_no_question(client, lamps):
    url = reverse("initiative", args=[lamps.slug])
    assert "Om dit over te nemen" not in client.get(url).content.decode()
    tell(lamps, **EVERYTHING)
    page = client.get(url).content.decode()
    assert "Nog niet bekend" not in page
    assert "klaar om over te nemen" in page
    assert 'href="https://example.org/bestek"' in page
    assert "klaar om over te nemen" in client.get("/initiatieven/").content.decode()


def test_the_owner_reads_what_others_will_ask_for(client, editor, lamps):
    client.force_login(editor)
    url = reverse("own_initiative", args=[lamps.slug])
    assert "zal u nog vragen naar: bewijs dat het werkt, kosten" in client.get(url).content.decode()
    tell(lamps, **EVERYTHING)
    assert "zal u nog vragen naar" not in client.get(url).content.decode()


def test_the_open_data_say_whether_it_is_ready(client, lamps):
    tell(lamps, **EVERYTHING)
    (row,) = client.get("/initiatieven/export.json?overnemen=ja").json()["initiatieven"]
    assert row["klaar_om_over_te_nemen"] is True
    assert row["kosten_in_woorden"] == "Een ton."


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "x" * 400, "\0"])
def test_hostile_words_are_shown_as_words_or_refused_beside_the_field(client, editor, lamps, text):
    client.force_login(editor)
    url = reverse("own_initiative", args=[lamps.slug])
    form = client.get(url).context["form"]
    typed = {field.name: "" if (value := field.value()) is None else value for field in form}
    answer = client.post(url, {**typed, "visit": text, "wat": "opslaan"})
    assert answer.status_code in (302, 422)
    assert "<script>alert" not in client.get(reverse("initiative", args=[lamps.slug])).content.decode()
