"""The fields of an initiative, each declared once: forms, spreadsheets, open data, search and pages read this list.

A new field is one line here beside its column in the model. `tests/initiatives/test_fields.py` fails for a column that
is not declared, and follows every field through each of its readers.
"""

from collections.abc import Callable, Collection

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from .field_types import Field, Kind, Lines, Search
from .rules.adoptability import Need, name_product_needs
from .rules.choices import ContactLevel, Made
from .rules.lines import Parts, check_web_address


def _build_link(row: Parts) -> dict[str, str]:
    title, url = (row.at(0), row.at(1)) if row.at(1) else (row.at(0), row.at(0))
    return {"title": title[:200], "url": check_web_address(url)}


def _build_product(row: Parts) -> dict[str, str]:
    kinds = {str(label).casefold(): value for value, label in Made.choices}
    kind = kinds.get(row.at(0).casefold())
    if kind is None or not row.at(1):
        known = ", ".join(kinds)
        raise ValueError(
            translate("Schrijf: soort; titel; adres; licentie. De soort is een van: %(known)s.") % {"known": known}
        )
    url = check_web_address(row.at(2)) if row.at(2) else ""
    return {"kind": kind, "title": row.at(1)[:200], "url": url, "licence": row.at(3)[:60]}


def _meet(need: Need) -> Callable[[object], Collection[Need]]:
    """Any value meets this need."""
    return lambda value: () if value in ("", None) else (need,)


FIELDS = (
    Field(
        name="title",
        kind=Kind.LINE,
        label=_("Naam"),
        sheet="naam",
        data=_("Naam"),
        search=Search.TITLE,
        card="initiative",
    ),
    Field(
        name="summary",
        kind=Kind.LINE,
        label=_("In één zin"),
        rows=2,
        sheet="in_een_zin",
        data=_("In één zin"),
        search=Search.LEAD,
        card="initiative",
    ),
    Field(
        name="themes",
        kind=Kind.THEMES,
        label=_("Thema's"),
        sheet="themas",
        data=_("Thema’s"),
        card="initiative",
    ),
    Field(
        name="cities",
        kind=Kind.CITIES,
        label=_("Steden"),
        help_text=_("Met een puntkomma ertussen."),
        sheet="steden",
        data=_("Steden"),
        search=Search.NAMES,
        card="cities",
    ),
    Field(
        name="elsewhere",
        kind=Kind.LINE,
        label=_("Andere plaatsen, in woorden"),
        sheet="andere_plaatsen",
        data=_("Andere plaatsen"),
        search=Search.BODY,
        card="elsewhere",
    ),
    Field(
        name="lead",
        kind=Kind.LEAD,
        columns=("lead_id",),
        sheet="trekker",
        data=_("Trekker"),
        search=Search.NAMES,
        card="lead",
    ),
    # Search finds these words as those of the lead, when they name one.
    Field(name="lead_in_words", kind=Kind.LINE, sheet="trekker_in_woorden", card="lead_in_words"),
    Field(name="phase", kind=Kind.PHASE, label=_("Fase"), sheet="fase", data=_("Fase"), card="initiative"),
    Field(
        name="phase_on",
        kind=Kind.PHASE_DAY,
        columns=("phase_on", "phase_precision"),
        label=_("In deze fase sinds"),
        help_text=_("Zoals 2027, 2027-09 of 2027-09-25."),
        sheet="fase_sinds",
        card="steps",
    ),
    Field(
        name="phase_in_source",
        kind=Kind.LINE,
        sheet="fase_in_bron",
        data=_("Fase in de bron"),
        card="phase_in_source",
        fact=_("Laatst gemeld"),
    ),
    Field(
        name="begins",
        kind=Kind.PERIOD,
        columns=("begins_on", "begins_precision"),
        label=_("Begonnen"),
        sheet="begint",
        data=_("Begint"),
        card="initiative",
        fact=_("Wanneer"),
    ),
    Field(
        name="ends",
        kind=Kind.PERIOD,
        columns=("ends_on", "ends_precision"),
        label=_("Klaar"),
        sheet="eindigt",
        data=_("Eindigt"),
        card="initiative",
    ),
    Field(
        name="description",
        kind=Kind.TEXT,
        label=_("Beschrijving"),
        rows=8,
        sheet="beschrijving",
        search=Search.BODY,
        card="description",
    ),
    Field(
        name="challenge",
        kind=Kind.LINE,
        label=_("Voor welke opgave"),
        help_text=_("Zoals: schonere lucht in de wijk."),
        sheet="opgave",
        search=Search.BODY,
        card="challenge",
        fact=_("Opgave"),
    ),
    Field(
        name="partners",
        kind=Kind.PARTNERS,
        label=_("Partners"),
        help_text=_("Een regel per partner: naam; wat die doet."),
        rows=4,
        sheet="partners",
        search=Search.NAMES,
        card="partners",
        lines=Lines(
            parts=2, write=lambda partner: (partner.name, partner.role), say=lambda partner: str(partner.name)
        ),
    ),
    Field(
        name="costs_low",
        kind=Kind.EUROS,
        label=_("Kosten vanaf, in euro"),
        sheet="kosten_vanaf",
        card="costs",
        fact=_("Kosten"),
        meets=_meet(Need.COSTS),
    ),
    Field(
        name="costs_high",
        kind=Kind.EUROS,
        label=_("Kosten tot, in euro"),
        sheet="kosten_tot",
        card="costs",
        meets=_meet(Need.COSTS),
    ),
    Field(
        name="costs_in_words",
        kind=Kind.LINE,
        label=_("Kosten, in woorden"),
        help_text=_("Zoals: 50.000 euro om te beginnen, 8.000 euro per jaar voor beheer."),
        sheet="kosten_in_woorden",
        data=_("Kosten, in woorden"),
        search=Search.BODY,
        card="costs_in_words",
        meets=_meet(Need.COSTS),
    ),
    Field(
        name="financing",
        kind=Kind.LINE,
        label=_("Waar het geld vandaan komt"),
        sheet="waar_het_geld_vandaan_komt",
        search=Search.BODY,
        card="financing",
    ),
    Field(
        name="results",
        kind=Kind.ITEMS,
        label=_("Resultaten"),
        help_text=_("Een regel per resultaat: wat; het cijfer. Zoals: minder stroom; 12 %."),
        rows=4,
        sheet="resultaten",
        search=Search.BODY,
        card="results",
        lines=Lines(
            parts=2,
            build=lambda row: {"text": row.at(0), "figure": row.at(1)[:60]},
            write=lambda result: (result.text, result.figure),
            say=lambda result: f"{result.text} {result.figure}",
        ),
        meets=lambda result: (Need.EVIDENCE,) if result.figure else (),
    ),
    Field(
        name="evidence",
        kind=Kind.LINE,
        label=_("Waaruit blijkt dat het werkt?"),
        help_text=_("Zoals: de evaluatie van 2025 telde een derde minder klachten."),
        sheet="bewijs",
        data=_("Waaruit blijkt dat het werkt"),
        search=Search.BODY,
        card="evidence",
        meets=_meet(Need.EVIDENCE),
    ),
    Field(
        name="adoption_time",
        kind=Kind.LINE,
        label=_("Hoe lang duurt het om dit over te nemen?"),
        help_text=_("Zoals: zes maanden, waarvan drie voor de aanbesteding."),
        sheet="doorlooptijd",
        data=_("Doorlooptijd"),
        search=Search.BODY,
        card="adoption_time",
        meets=_meet(Need.TIME),
    ),
    Field(
        name="licence",
        kind=Kind.LINE,
        label=_("Onder welke licentie, en waar staat de code?"),
        help_text=_("Is er geen software, schrijf dat dan op."),
        sheet="licentie",
        data=_("Licentie en code"),
        search=Search.BODY,
        card="licence",
        meets=_meet(Need.LICENCE),
    ),
    Field(
        name="visit",
        kind=Kind.LINE,
        label=_("Kan een andere stad komen kijken?"),
        help_text=_("Zoals: ja, elke eerste donderdag van de maand."),
        sheet="bezoek",
        data=_("Bezoek"),
        search=Search.BODY,
        card="visit",
        meets=_meet(Need.VISIT),
    ),
    Field(
        name="lessons",
        kind=Kind.ITEMS,
        label=_("Lessen"),
        help_text=_("Een regel per les. Wat gestopt is heeft er minstens één."),
        rows=4,
        sheet="lessen",
        search=Search.BODY,
        card="lessons",
        lines=Lines(
            parts=1,
            build=lambda row: {"text": row.at(0)},
            write=lambda lesson: (lesson.text,),
            say=lambda lesson: str(lesson.text),
        ),
    ),
    Field(
        name="products",
        kind=Kind.ITEMS,
        label=_("Wat er is gemaakt"),
        help_text=_(
            "Een regel per stuk: soort; titel; adres; licentie. Zoals: software; Meetkaart; https://…; EUPL. "
            "Andere steden zoeken vooral het bestek, de DPIA en een evaluatie of meting."
        ),
        rows=4,
        sheet="gemaakt",
        search=Search.BODY,
        card="products",
        lines=Lines(
            parts=4,
            build=_build_product,
            write=lambda product: (product.get_kind_display(), product.title, product.url, product.licence),
            say=lambda product: str(product.title),
        ),
        meets=lambda product: name_product_needs(product.kind, product.url, product.licence),
    ),
    Field(
        name="principles",
        kind=Kind.LINE,
        label=_("Principes die het volgt"),
        sheet="principes",
        search=Search.BODY,
        card="principles",
        fact=_("Principes"),
    ),
    Field(name="sdgs", kind=Kind.GOALS, sheet="sdgs", card="sdgs"),
    Field(
        name="links",
        kind=Kind.ITEMS,
        label=_("Meer lezen"),
        help_text=_("Een regel per link: titel; adres."),
        rows=3,
        sheet="links",
        search=Search.BODY,
        card="links",
        lines=Lines(
            parts=2,
            build=_build_link,
            write=lambda link: (link.title, link.url),
            say=lambda link: str(link.title),
        ),
    ),
    Field(name="source_url", kind=Kind.WEB, sheet="bron", data=_("Bron"), card="source_url"),
    Field(name="title_en", kind=Kind.LINE, sheet="naam_en", search=Search.TITLE_EN),
    Field(name="summary_en", kind=Kind.LINE, sheet="in_een_zin_en", search=Search.LEAD_EN),
    Field(name="description_en", kind=Kind.TEXT, sheet="beschrijving_en", search=Search.BODY_EN),
    Field(
        name="contact_level",
        kind=Kind.CHOICE,
        label=_("Wat mogen lezers van u zien?"),
        personal=True,
        card="contact",
        meets=lambda level: () if level == ContactLevel.NONE else (Need.CONTACT,),
    ),
    Field(name="contact_role", kind=Kind.LINE, label=_("Uw functie"), personal=True, card="contact"),
    Field(name="contact_name", kind=Kind.LINE, label=_("Uw naam"), personal=True, card="contact"),
    Field(name="contact_email", kind=Kind.LINE, personal=True),
)
"""The fields in the order of the spreadsheet's columns."""

INTERNAL = {
    "id": "the key",
    "slug": "the address of the page; submissions choose it",
    "language": "that of the contact; set with the contact",
    "is_example": "set by who loads examples, and never after",
    "is_tip": "set by the submission, cleared by a claim",
    "submission": "the submission that it came from",
    "state": "set by a step of the review",
    "state_words": "the reason of that step",
    "state_at": "the moment of that step",
    "state_by": "the actor of that step",
    "published_at": "set by the first step that publishes",
    "changed_at": "set by the database",
    "next_review_on": "set by each edit and confirmation",
    "revision": "counts edits",
    "steps": "the history of the phase; the newest step is `phase_on`",
    "pictures": "editors place them in the admin",
    "adoptions": "reported by other organisations",
    "confirmations": "recorded by the button “this is still right”",
}
"""Columns and relations that nobody fills in, each with what sets it."""

READ_FIRST = ("title", "summary", "description", "challenge")
READING_ORDER = tuple(sorted(FIELDS, key=lambda field: (*READ_FIRST, field.name).index(field.name)))
"""The fields in the order of the form and of the search document: what it is comes first."""
STORED_KINDS = (Kind.LINE, Kind.TEXT, Kind.WEB, Kind.CHOICE, Kind.PERIOD, Kind.EUROS, Kind.GOALS, Kind.LEAD)
"""The kinds whose values are columns of the initiative and are stored as they are."""
STORED_COLUMNS = tuple(
    column for field in FIELDS if field.kind in STORED_KINDS and field.can_be_edited for column in field.parts
)
