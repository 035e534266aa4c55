"""The declared fields of an initiative: none is forgotten, and each keeps its value in every form and file."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from stedennet.accounts.erasers import Leaver
from stedennet.core import workbooks
from stedennet.core.access import SYSTEM
from stedennet.core.dates import format_day
from stedennet.core.goals import describe_goals
from stedennet.core.import_plans import RowKind
from stedennet.core.money import format_euros
from stedennet.initiatives.field_types import Kind
from stedennet.initiatives.field_values import format_list
from stedennet.initiatives.fields import FIELDS, INTERNAL
from stedennet.initiatives.flows import erasure, initiatives, spreadsheets
from stedennet.initiatives.models import Initiative
from stedennet.initiatives.rules.choices import Phase
from stedennet.initiatives.rules.spreadsheet_columns import COLUMNS
from stedennet.lists.initiatives import INITIATIVES
from stedennet.search.sources import read_initiatives
from tests.builders.initiatives import make_initiative
from tests.sections.pressing import pressed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LINES = {
    "partners": "Utrecht; rekent partners uit\nBewoners",
    "products": "software; Woord products; https://example.org/p; EUPL",
    "links": "Woord links; https://example.org/l",
}
IN_FORM = [field for field in FIELDS if field.label is not None]
IN_SHEET = [field for field in FIELDS if field.sheet]
IN_SEARCH = [field for field in FIELDS if field.search]
ON_PAGE = [field for field in FIELDS if field.card]


def save(client, url, **other):
    """Press the button of the owner's form, with what stood in it and some other words."""
    form = client.get(url).context["form"]
    typed = {field.name: "" if (value := field.value()) is None else value for field in form}
    return client.post(url, pressed("opslaan", **{**typed, **other}))


def example(field, eindhoven, mobility):
    """The values of a field, different for each; days and amounts rise with the order of the fields."""
    number = 2 * FIELDS.index(field)
    word = f"Woord {field.name}"
    by_kind = {
        Kind.LINE: [word],
        Kind.TEXT: [f"{word}.\n\nTweede alinea."],
        Kind.WEB: [f"https://{field.name.replace('_', '-')}.example.org/"],
        Kind.CHOICE: ["name"],
        Kind.PERIOD: [dt.date(2000 + number, 7, 1), "quarter"],
        Kind.PHASE_DAY: [dt.date(2024, 9, 1), "month"],
        Kind.EUROS: [1000 + number],
        Kind.GOALS: [[3, 11]],
        Kind.PHASE: ["pilot"],
        Kind.THEMES: [[mobility]],
        Kind.CITIES: [[eindhoven]],
        Kind.LEAD: [eindhoven.pk],
        Kind.PARTNERS: [LINES.get(field.name)],
        Kind.ITEMS: [LINES.get(field.name, word)],
    }
    return dict(zip(field.parts, by_kind[field.kind], strict=True))


def other_value(field):
    """What the owner types instead, as a browser sends it; days and amounts stay between those of their neighbours."""
    number = 2 * FIELDS.index(field) + 1
    return {
        Kind.CHOICE: "role",
        Kind.PERIOD: str(2000 + number),
        Kind.EUROS: str(1000 + number),
        Kind.PHASE: "scaled",
        Kind.THEMES: [],
        Kind.CITIES: "",
        Kind.ITEMS: "",
    }.get(field.kind, "Heel anders")


def stored(field, initiative):
    """What the database holds of a field."""
    if field.is_list:
        return format_list(field, initiative)
    if field.kind in (Kind.THEMES, Kind.CITIES):
        return sorted(getattr(initiative, field.name).values_list("slug", flat=True))
    if field.kind is Kind.PHASE_DAY:
        return [(step.phase, step.on, step.precision) for step in initiative.steps.all()]
    return [getattr(initiative, name) for name in field.parts]


def all_stored():
    initiative = Initiative.objects.get()
    return {field.name: stored(field, initiative) for field in FIELDS}


@pytest.fixture
def full(mobility, eindhoven, utrecht):
    """An initiative with a value in every field."""
    initiative = make_initiative(theme=mobility)
    facts = {}
    for field in FIELDS:
        if field.can_be_edited:
            facts |= example(field, eindhoven, mobility)
    initiatives.update_initiative(initiative, facts, by=SYSTEM)
    Initiative.objects.update(contact_email="kees@example.org")
    return Initiative.objects.get()


def test_every_column_and_list_is_declared_or_internal():
    model = Initiative._meta
    own = {
        field.name if field.concrete else field.get_accessor_name()
        for field in model.get_fields()
        if field.concrete or field.related_model._meta.app_label == "initiatives"
    }
    declared = {name for field in FIELDS for name in (field.name, *field.columns)}
    assert own - declared - set(INTERNAL) == set()
    assert set(INTERNAL) - own == set()
    assert declared & set(INTERNAL) == set()
    assert len({field.name for field in FIELDS}) == len(FIELDS)


def test_every_field_that_can_be_edited_has_a_value_in_these_tests(full):
    assert [name for name, value in all_stored().items() if value in ("", [], [""], [None])] == []


@pytest.mark.parametrize(
    "field", [field for field in IN_FORM if field.kind is not Kind.PHASE_DAY], ids=lambda field: field.name
)
def test_an_owner_who_edits_one_field_keeps_all_others(full, client, editor, field):
    client.force_login(editor)
    url = reverse("own_initiative", args=[full.slug])
    before = all_stored()
    response = save(client, url, **{field.name: other_value(field)})
    assert response.status_code == 302
    changed = {name for name, value in all_stored().items() if value != before[name]}
    assert changed - {field.name} == ({"phase_on"} if field.name == "phase" else set())
    assert field.name in changed


def test_a_form_that_is_sent_unchanged_changes_nothing(full, client, editor):
    client.force_login(editor)
    url = reverse("own_initiative", args=[full.slug])
    before = all_stored()
    assert save(client, url).status_code == 302
    assert all_stored() == before


def test_a_partner_whose_name_is_out_of_use_stays_linked(full, client, editor, utrecht):
    utrecht.ends_on = dt.date(2020, 1, 1)
    utrecht.save()
    client.force_login(editor)
    url = reverse("own_initiative", args=[full.slug])
    save(client, url)
    assert [partner.organisation for partner in full.partners.all()] == [utrecht, None]


def test_every_field_of_the_sheet_comes_back_as_it_went_out(full):
    before = all_stored()
    data = spreadsheets.build_workbook(Initiative.objects.all())
    assert [row.kind for row in spreadsheets.preview_import(data, by=SYSTEM).rows] == [RowKind.SAME]
    (line,) = workbooks.read_lines(data)
    cells = {name: text for name, text in line.cells.items() if name not in ("adres", "versie")}
    assert set(cells) == {field.sheet for field in IN_SHEET}
    assert "" not in cells.values()
    Initiative.objects.all().delete()
    rows = [{**cells, "adres": "", "versie": ""}]
    sheet = workbooks.Sheet("initiatieven", [column.name for column in COLUMNS], rows)
    spreadsheets.import_workbook(workbooks.write_workbook([sheet]), by=SYSTEM)
    after = all_stored()
    assert {field.name: after[field.name] for field in IN_SHEET} == {
        field.name: before[field.name] for field in IN_SHEET
    }


def test_search_finds_the_words_of_every_field_that_says_so(full):
    (record,) = read_initiatives([str(full.pk)])
    for field in IN_SEARCH:
        words = {Kind.CITIES: "Eindhoven", Kind.LEAD: "Eindhoven", Kind.PARTNERS: "Utrecht"}
        wanted = words.get(field.kind, f"Woord {field.name}")
        found = getattr(record, field.search.value)
        assert wanted in (" ".join(found) if isinstance(found, tuple) else found), field.name


def shown_text(field, initiative):
    """The words on the Dutch page that a field is recognised by."""
    value = getattr(initiative, field.parts[0], None)
    with override("nl"):
        return {
            Kind.LINE: f"Woord {field.name}",
            Kind.TEXT: f"Woord {field.name}.",
            Kind.WEB: f'href="{value}"',
            Kind.CHOICE: "Woord contact_name, Woord contact_role",
            Kind.PERIOD: format_day(value, "quarter") if field.kind is Kind.PERIOD else "",
            Kind.PHASE_DAY: format_day(dt.date(2024, 9, 1), "month"),
            Kind.EUROS: format_euros(value) if field.kind is Kind.EUROS else "",
            Kind.GOALS: describe_goals([11])[0]["label"],
            Kind.PHASE: str(Phase.PILOT.label),
            Kind.THEMES: "Smart Mobility",
            Kind.CITIES: ">Eindhoven<",
            Kind.LEAD: ">Eindhoven<",
            Kind.PARTNERS: "rekent partners uit",
            Kind.ITEMS: f"Woord {field.name}",
        }[field.kind]


def test_the_page_shows_every_field_that_says_so(full, client):
    with_lead = client.get(reverse("initiative", args=[full.slug])).content.decode()
    Initiative.objects.update(lead=None)
    without_lead = client.get(reverse("initiative", args=[full.slug])).content.decode()
    pages = {"lead_in_words": without_lead}
    missing = [field.name for field in ON_PAGE if shown_text(field, full) not in pages.get(field.name, with_lead)]
    assert missing == []
    assert [str(field.fact) for field in FIELDS if field.fact and f"<dt>{field.fact}</dt>" not in with_lead] == []


def test_the_open_data_have_every_field_that_says_so(full):
    (row,) = INITIATIVES.as_data(INITIATIVES.prepare(Initiative.objects.all()))
    declared = [field.sheet for field in FIELDS if field.data]
    computed = {
        "klaar_om_over_te_nemen",
        "overnames_nog_in_gebruik",
        "overnames",
        "overnames_volgens_bron",
        "voorbeeld",
        "adres",
    }
    assert set(INITIATIVES.column_names) == {*declared, *computed}
    assert [name for name in declared if not row[name]] == []


def test_personal_fields_are_emptied_and_stand_in_no_file(full):
    personal = [field for field in FIELDS if field.personal]
    assert [field.name for field in personal if field.sheet or field.data or field.search] == []
    erasure.erase_contacts(Leaver("kees@example.org"))
    after = all_stored()
    assert {field.name: after[field.name] for field in personal} == {
        "contact_level": ["none"],
        "contact_role": [""],
        "contact_name": [""],
        "contact_email": [""],
    }
