"""A walk over every kind of page of the demo: nothing that stands there is untrue, empty or unmarked."""

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import lxml.html
import pytest
from django.apps import apps
from django.test import Client
from django.utils.timezone import localdate

from stedennet.agenda.models import Commitment, Edition, Strategy
from stedennet.calls.models import Call
from stedennet.challenges.models import Challenge
from stedennet.changes.models import Change
from stedennet.changes.rules import NEWS_LASTS
from stedennet.core.clock import now, today
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Initiative, Partner
from stedennet.network.models import Organisation, Theme
from stedennet.newsletters.models import Newsletter
from stedennet.publications.models import ArticlePage

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

STARTS = (
    "/",
    "/themas/",
    "/verbreding/",
    "/strategie/",
    "/agenda/",
    "/agenda/bord/",
    "/agenda/tijdlijn/",
    "/agenda/edities/",
)
LISTS = (
    "/organisaties/",
    "/initiatieven/",
    "/oproepen/",
    "/artikelen/",
    "/evenementen/",
    "/agenda/",
    "/agenda/indicatoren/",
)
ORGANISATION_PAGES = ("/organisaties/eindhoven/", "/organisaties/amsterdam/", "/organisaties/helmond/")
ORGANISATIONS = ("eindhoven", "amsterdam", "den-haag", "helmond", "vng", "biind", "voorbeeldstad", "texel")
"""Leads, partners, an example, and a municipality that does nothing yet."""
RESTS_ON_FACT = ("on_schedule", "done", "stopped")
"""The other statuses follow from a plan, or from silence."""
NEGATIVE = ("nog nergens", "nog niemand", "nog door niemand", "nog niets", "nog geen")


@pytest.fixture(scope="module")
def pages(demo_rows):
    """The demo's pages by address, read by somebody who is not signed in."""
    return Pages()


class Pages:
    """Reads each address once."""

    def __init__(self):
        self._client, self._read = Client(), {}

    def read(self, address):
        """The document at this address."""
        if address not in self._read:
            response = self._client.get(address, follow=True)
            assert response.status_code == 200, f"{address}: {response.status_code}"
            self._read[address] = lxml.html.fromstring(response.content.decode())
        return self._read[address]

    def walk(self) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
        """Each page of each kind, in Dutch."""
        for address in list_addresses():
            yield address, self.read(address)


def list_addresses():
    """The lists and charts, and a page of every thing that they lead to; of the organisations those named above."""
    details = [
        *(f"/themas/{slug}/" for slug in Theme.objects.values_list("slug", flat=True)),
        *(f"/organisaties/{slug}/" for slug in ORGANISATIONS if Organisation.objects.filter(slug=slug).exists()),
        *(f"/initiatieven/{slug}/" for slug in Initiative.objects.published().values_list("slug", flat=True)),
        *(f"/oproepen/{slug}/" for slug in Call.objects.readable().values_list("slug", flat=True)),
        *(f"/artikelen/{slug}/" for slug in ArticlePage.objects.live().values_list("slug", flat=True)),
        *(f"/evenementen/{slug}/" for slug in EventPage.objects.live().values_list("slug", flat=True)),
        *(
            f"/agenda/acties/{code}/"
            for code in sorted(set(Commitment.objects.values_list("action__code", flat=True)))
        ),
    ]
    return [*dict.fromkeys([*STARTS, *LISTS]), *details]


def collect(pages, look):
    """What `look` finds amiss on each page, each with its address."""
    return [f"{address}: {amiss}" for address, page in pages.walk() for amiss in look(page)]


def text_of(element):
    """The words of an element, as a reader sees them."""
    return " ".join(element.text_content().split())


def find_statuses_without_day(page):
    """Statuses of an action that rest on a fact, without the day of that fact beside them."""
    for value in RESTS_ON_FACT:
        for tag in page.xpath(f"//span[@class='status status--{value}'][not(ancestor::h2)]"):
            if "laatst gemeld" not in text_of(tag.getparent()):
                yield text_of(tag.getparent())[:80]


def test_a_status_of_an_action_has_the_day_of_its_fact_beside_it(pages):
    assert collect(pages, find_statuses_without_day) == []


def find_empty_blocks(page):
    """Headings of a section with nothing under them, and blocks that only say that there is nothing."""
    for section in page.xpath("//main//section"):
        heading = section.xpath("string(.//h2 | .//h3)").strip()
        if heading and text_of(section) == " ".join(heading.split()) and not section.xpath(".//img|.//svg|.//input"):
            yield f"nothing under {heading}"
    words = text_of(page.xpath("//main")[0]).lower()
    yield from (f"says {phrase!r}" for phrase in NEGATIVE if phrase in words)


def test_no_block_is_empty_or_says_only_what_is_missing(pages):
    assert collect(pages, find_empty_blocks) == []


def test_the_number_above_a_list_is_the_number_of_its_rows(pages):
    wrong = []
    for address in LISTS:
        total = read_total(pages.read(address))
        if address != "/evenementen/" and (rows := count_rows(pages, address)) != total:
            wrong.append((address, total, rows))
    assert wrong == []


def read_total(page):
    """The number of hits that a list page says it has; None when it says none."""
    said = page.xpath("//*[contains(concat(' ', @class, ' '), ' count ')]")
    return int(re.sub(r"\D", "", text_of(said[0]).split()[0])) if said else None


def count_rows(pages, address):
    """The rows of a list over all its pages."""
    page, rows = pages.read(address), 0
    while True:
        found = page.xpath("//main//li[contains(concat(' ', @class, ' '), ' row ')]")
        # A list without cards is a table.
        rows += len(found or page.xpath("//main//div[@class='scroll']//tbody/tr"))
        onward = page.xpath("//a[@rel='next']/@href")
        if not onward:
            return rows
        page = pages.read(urljoin(address, onward[0]))


def test_the_number_at_a_choice_of_a_filter_is_the_number_that_it_finds(pages):
    wrong = []
    for address in LISTS:
        for name, value, said in find_choices(pages.read(address)):
            found = count_rows(pages, f"{address}?{name}={value}")
            if found != said:
                wrong.append((address, name, value, said, found))
    assert wrong == []


def find_choices(page):
    """The first, the middle and the last choice of each filter, with the number behind it."""
    for field in page.xpath("//form[contains(@class, 'filters')]//select"):
        counted = [
            (field.get("name"), option.get("value"), int(number[1]))
            for option in field.xpath("./option[@value != '']")
            if (number := re.search(r"\((\d+)\)$", text_of(option)))
        ]
        yield from dict.fromkeys(counted[i] for i in (0, len(counted) // 2, -1) if counted)


def test_a_link_that_names_a_number_leads_to_that_many(pages):
    wrong = []
    for address, page in pages.walk():
        for link in page.xpath("//main//a[@href]"):
            said = re.match(r"Alle (\d+) ", text_of(link))
            if said and (found := count_rows(pages, urljoin(address, link.get("href")))) != int(said[1]):
                wrong.append((address, text_of(link), found))
    assert wrong == []


def test_each_line_of_news_names_what_it_is_about(pages):
    names = {
        *Organisation.objects.values_list("name", flat=True),
        *Theme.objects.values_list("name", flat=True),
        *Initiative.objects.values_list("title", flat=True),
        *Call.objects.values_list("title", flat=True),
        *Commitment.objects.values_list("title", flat=True),
        *Edition.objects.values_list("title", flat=True),
        *Strategy.objects.values_list("title", flat=True),
        *ArticlePage.objects.values_list("title", flat=True),
        *EventPage.objects.values_list("title", flat=True),
        *Newsletter.objects.values_list("subject", flat=True),
    }
    nameless = [
        f"{address}: {text_of(line)}"
        for address in STARTS
        for line in pages.read(address).xpath("//ul[@class='news__list']/li")
        if not any(name in text_of(line) for name in names)
    ]
    assert nameless == []


def test_news_is_of_the_day_on_which_it_was_true(pages):
    past = {event.title: localdate(event.starts_at) for event in EventPage.objects.filter(ends_at__lt=now())}
    dated = {article.title: article.date for article in ArticlePage.objects.live()} | past
    wrong = []
    for address in [*STARTS, *(f"/themas/{theme.slug}/" for theme in Theme.objects.all()), *ORGANISATION_PAGES]:
        for line in pages.read(address).xpath("//ul[@class='news__list']/li"):
            day = dt.date.fromisoformat(line.xpath("string(ancestor::div[@class='news']//time/@datetime)"))
            title = next((title for title in dated if title in text_of(line)), None)
            if day < today() - NEWS_LASTS or (title and day != dated[title]):
                wrong.append(f"{address}: {day} {text_of(line)}")
    assert wrong == []


def test_what_a_source_told_long_ago_or_without_a_day_is_no_news(demo_rows):
    told = []
    for line in Change.objects.filter(is_news=True):
        record = apps.get_model(line.subject_type)._default_manager.filter(pk=line.subject_id).first()
        is_made_up = getattr(record, "is_example", False) or "voorbeeld" in line.title.lower()
        if not is_made_up and getattr(record, "source_url", "") and line.fact_on == localdate(line.at):
            told.append(f"{line.subject_type} {line.title}: {line.note}")
    assert told == []


def find_examples():
    """The titles of everything that is made up."""
    return {
        *EventPage.objects.filter(is_example=True).values_list("title", flat=True),
        *Organisation.objects.filter(is_example=True).values_list("name", flat=True),
        *Call.objects.filter(is_example=True).values_list("title", flat=True),
        *Initiative.objects.filter(is_example=True).values_list("title", flat=True),
        *Commitment.objects.filter(action__code__startswith="VB-").values_list("title", flat=True),
    }


def test_an_example_is_marked_wherever_it_stands(pages):
    examples = find_examples()
    assert len(examples) > 5

    def find_unmarked(page):
        for element in page.xpath("//main//*[not(self::option)]"):
            if (element.text or "").strip() in examples and "voorbeeld" not in text_of(find_card(element)).lower():
                yield text_of(element)

    assert collect(pages, find_unmarked) == []


def find_card(element):
    """The row, card or page in which an element stands."""
    return next(element.iterancestors("li", "tr", "article", "main"))


def test_a_title_in_the_other_language_says_so(pages):
    foreign = dict(ArticlePage.objects.live().exclude(language="nl").values_list("title", "language"))
    assert foreign

    def find_unsaid(page):
        for element in page.xpath("//main//*"):
            title = (element.text or "").strip()
            if title in foreign and element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") != foreign[title]:
                yield title

    assert collect(pages, find_unsaid) == []


def find_dutch_only_texts():
    """Titles and summaries that the site has in Dutch only, and those of events in their own language."""
    fields = {
        Initiative: ("title", "summary"),
        Commitment: ("title", "lead"),
        Challenge: ("title", "summary"),
        Organisation: ("description",),
        Strategy: ("title", "summary"),
    }
    texts = {
        text
        for model, names in fields.items()
        for name in names
        for text in model.objects.filter(**{f"{name}_en": ""}).exclude(**{name: ""}).values_list(name, flat=True)
    }
    texts |= set(Call.objects.values_list("title", flat=True))
    texts |= set(EventPage.objects.filter(language="nl").values_list("title", flat=True))
    translated = {
        text
        for model, names in fields.items()
        for name in names
        for text in model.objects.values_list(f"{name}_en", flat=True)
    }
    names = {
        *Organisation.objects.values_list("name", flat=True),
        *Partner.objects.values_list("in_words", flat=True),
        *Initiative.objects.values_list("lead_in_words", flat=True),
    }
    return texts - translated - names


def test_dutch_text_on_an_english_page_says_so(pages):
    dutch = find_dutch_only_texts()
    assert len(dutch) > 50
    wrong = []
    for address in [*list_addresses(), "/inzicht/matrix/", "/opgaven/", "/sdg/11/", "/zoeken/?q=data"]:
        for element in pages.read(f"/en{address}").xpath("//main//*"):
            text = " ".join((element.text or "").split())
            if text in dutch and element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") != "nl":
                wrong.append(f"/en{address}: {text}")
    assert wrong == []


def test_the_mark_of_a_language_stays_out_of_attributes_titles_and_drawings(pages):
    wrong = []
    for address in list_addresses():
        page = pages.read(f"/en{address}")
        wrong += [f"{address}: {value}" for value in page.xpath("//@*") if "<span" in value]
        for element in page.xpath("//title | //option | //textarea | //*[local-name()='svg']//*"):
            if "<span" in (element.text or "") or element.xpath("./span"):
                wrong.append(f"{address}: {text_of(element)}")
    assert wrong == []


@pytest.mark.parametrize(("address", "number"), [("/organisaties/eindhoven/", 4), ("/themas/smart-mobility/", 1)])
def test_who_leads_and_what_is_led_show_their_actions(pages, address, number):
    links = pages.read(address).xpath("//section[@aria-labelledby='acties']//h3//a/@href")
    assert len(links) >= min(number, 3)
