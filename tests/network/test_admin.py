"""The network in the admin at /beheer/: lists, forms, history and usage, all through our flows and in Dutch."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, ReferenceIndex

from stedennet.accounts.flows import create_person, make_editor
from stedennet.accounts.models import User
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.network.models import (
    Group,
    GroupMembership,
    Organisation,
    Participation,
    Representation,
    Theme,
    ThemeLink,
    ThemeRole,
    ThemeScheme,
)
from tests.builders.organisations import TOOI, municipality

pytestmark = pytest.mark.django_db
FILTERS = {
    "organisation": "kind=municipality&ends_on_from=2020-01-01&ends_on_to=2030-01-01",
    "themerole": "role=lead",
    "participation": "step=participant&on_from=2018-01-01",
    "theme": "scheme=1",
    "themescheme": "",
    "themelink": "kind=same",
    "group": "",
    "groupmembership": "group=1",
    "representation": "organisation=1",
}
TITLES = {
    "organisation": "Organisaties",
    "themerole": "Rollen bij thema",
    "participation": "Stappen in de verbreding",
    "theme": "Thema",
    "themescheme": "Themaindelingen",
    "themelink": "Verbanden tussen thema",
    "group": "Samenwerkingsverbanden",
    "groupmembership": "Lidmaatschappen",
    "representation": "Vertegenwoordigers",
}
NOT_PUBLIC = {"representation"}
ALL = pytest.mark.parametrize("name", list(FILTERS))
MODELS = {model._meta.model_name: model for model in [
    Organisation, ThemeRole, Participation, Theme, ThemeScheme, ThemeLink, Group, GroupMembership, Representation,
]}  # fmt: skip


def address(name: str, page: str = "index", *args) -> str:
    """The URL of a page of the admin."""
    return reverse(f"{name}:{page}", args=args)


@pytest.fixture(autouse=True)
def as_in_the_demo(settings):
    """Require no second factor; tests/accounts covers that."""
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def editor(db) -> User:
    person = create_person(email="redacteur@example.org", name="Rea", password=None, by=SYSTEM)
    return make_editor(person, by=SYSTEM)


@pytest.fixture
def door(client, editor):
    """A client in which the editor is signed in."""
    client.force_login(editor)
    return client


@pytest.fixture
def register(lead, utrecht, editor) -> dict:
    """One record of each model, by model name."""
    organisation, theme = lead.organisation, lead.theme
    other = save_record(Theme(scheme=theme.scheme, slug="water", name="Water"), by=SYSTEM)
    group = save_record(Group(name="G5", slug="g5"), by=SYSTEM)
    colleague = create_person(email="collega@example.org", name="Rea Collega", password=None, by=SYSTEM)
    return {
        "organisation": organisation,
        "themerole": lead,
        "participation": save_record(
            Participation(organisation=organisation, step="participant", on=dt.date(2018, 9, 20)), by=SYSTEM
        ),
        "theme": theme,
        "themescheme": theme.scheme,
        "themelink": save_record(ThemeLink(theme_a=theme, theme_b=other, kind="overlap"), by=SYSTEM),
        "group": group,
        "groupmembership": save_record(GroupMembership(group=group, organisation=organisation), by=SYSTEM),
        "representation": save_record(
            Representation(user=colleague, organisation=organisation, office="adviseur"), by=SYSTEM
        ),
    }


def typed(record, **changes) -> dict[str, str]:
    """The data that the form of this record sends, with some fields replaced."""
    fields = {field.name: field.value_from_object(record) for field in record._meta.fields if field.editable}
    values = {**fields, **changes}
    return {name: str(value) for name, value in values.items() if value is not None and name != "id"}


def fresh(name: str, register: dict, number: int = 1):
    """A new record of this model that the register would accept."""
    other = register["organisation"]
    day = dt.date(1990 + number, 1, 1)
    theme = register["theme"]
    return {
        "organisation": lambda: municipality(f"GM{9000 + number}", f"Plaats-{number}"),
        "themerole": lambda: ThemeRole(
            theme=theme, organisation=other, role="follower", begins_on=day, ends_on=day + dt.timedelta(30)
        ),
        "participation": lambda: Participation(organisation=other, step="contacted", on=day),
        "theme": lambda: Theme(scheme=theme.scheme, slug=f"thema-{number}", name=f"Thema {number}"),
        "themescheme": lambda: ThemeScheme(slug=f"indeling-{number}", name=f"Indeling {number}"),
        "themelink": lambda: ThemeLink(
            theme_a=save_record(Theme(scheme=theme.scheme, slug=f"a-{number}", name=f"A {number}"), by=SYSTEM),
            theme_b=theme,
            kind="same",
        ),
        "group": lambda: Group(slug=f"groep-{number}", name=f"Groep {number}"),
        "groupmembership": lambda: GroupMembership(
            group=save_record(Group(slug=f"lid-{number}", name=f"Lid {number}"), by=SYSTEM), organisation=other
        ),
        "representation": lambda: Representation(
            user=create_person(email=f"n{number}@example.org", name=f"N {number}", password=None, by=SYSTEM),
            organisation=other,
        ),
    }[name]()


def text_of(response) -> str:
    """The visible text of the page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@ALL
def test_a_list_shows_its_records_and_can_be_filtered_and_searched(door, register, name):
    page = door.get(address(name))
    assert page.status_code == 200
    assert TITLES[name] in page.content.decode()
    assert address(name, "edit", register[name].pk) in page.content.decode()
    for query in (FILTERS[name], "q=eind", "q=" + "x" * 500, "p=2", "p=zzz", "ordering=-name", "q=%27%22%00"):
        assert door.get(f"{address(name)}?{query}").status_code == 200, query


@ALL
def test_a_search_without_a_match_shows_no_records(door, register, name):
    page = door.get(address(name) + "?q=bestaat-nergens")
    assert address(name, "edit", register[name].pk) not in page.content.decode()


@ALL
def test_what_an_editor_adds_goes_through_the_flow(door, register, name):
    record = fresh(name, register)
    news, before = Change.objects.count(), MODELS[name].objects.count()
    response = door.post(address(name, "add"), typed(record))
    assert response.status_code == 302, text_of(response)
    assert MODELS[name].objects.count() == before + 1
    assert Change.objects.count() == news + (name not in NOT_PUBLIC)
    assert ModelLogEntry.objects.filter(action="wagtail.create").count() == 1


@ALL
def test_what_an_editor_changes_goes_through_the_flow(door, register, name):
    record = register[name]
    news = Change.objects.count()
    change = {"source_url": "https://example.org/bron"} if name not in NOT_PUBLIC else {"office": ""}
    assert door.get(address(name, "edit", record.pk)).status_code == 200
    response = door.post(address(name, "edit", record.pk), typed(record, **change))
    assert response.status_code == 302, text_of(response)
    record.refresh_from_db()
    assert getattr(record, next(iter(change))) == next(iter(change.values()))
    assert Change.objects.count() == news + (name not in NOT_PUBLIC)


@ALL
def test_what_an_editor_removes_stays_in_the_log(door, register, name):
    record = fresh(name, register)
    save_record(record, by=SYSTEM)
    news = Change.objects.count()
    assert door.get(address(name, "delete", record.pk)).status_code == 200
    assert door.post(address(name, "delete", record.pk)).status_code == 302
    assert not MODELS[name].objects.filter(pk=record.pk).exists()
    assert Change.objects.count() == news + (name not in NOT_PUBLIC)
    assert ModelLogEntry.objects.filter(action="wagtail.delete").count() == 1


@ALL
def test_history_and_usage_can_be_read(door, register, name):
    record = register[name]
    door.post(address(name, "edit", record.pk), typed(record))
    history = door.get(address(name, "history", record.pk))
    assert history.status_code == 200
    assert "Rea" in history.content.decode()
    assert door.get(address(name, "usage", record.pk)).status_code == 200


@ALL
@pytest.mark.parametrize("who", ["nobody", "reader", "representative", "moderator"])
def test_others_stay_outside(client, register, name, who):
    if who != "nobody":
        person = create_person(email="iemand@example.org", name="Iemand", password=None, by=SYSTEM)
        User.objects.filter(pk=person.pk).update(is_moderator=who == "moderator")
        if who == "representative":
            save_record(Representation(user=person, organisation=register["organisation"]), by=SYSTEM)
        client.force_login(person)
    record, news = register[name], Change.objects.count()
    for page, args in (("index", []), ("add", []), ("edit", [record.pk]), ("delete", [record.pk])):
        for ask in (client.get, client.post):
            assert ask(address(name, page, *args)).status_code in (302, 403)
    assert MODELS[name].objects.filter(pk=record.pk).exists()
    assert Change.objects.count() == news


def test_a_second_lead_is_an_error_in_words_and_what_was_typed_stays(door, lead, utrecht):
    second = ThemeRole(theme=lead.theme, organisation=utrecht, role="lead", note="Nieuwe trekker")
    page = door.post(address("themerole", "add"), typed(second))
    assert page.status_code == 200
    assert "al een trekker" in text_of(page)
    assert 'value="Nieuwe trekker"' in page.content.decode()
    assert ThemeRole.objects.count() == 1


def test_an_overlap_that_only_the_database_sees_is_an_error_beside_the_field(door, lead, utrecht):
    early = ThemeRole(
        theme=lead.theme,
        organisation=utrecht,
        role="lead",
        begins_on=dt.date(2019, 1, 1),
        ends_on=dt.date(2020, 1, 1),
        note="Tijdelijk",
    )
    page = door.post(address("themerole", "add"), typed(early))
    assert page.status_code == 200
    assert "al een trekker" in page.context["form"].errors["begins_on"][0]
    assert "In deze periode heeft het thema al een trekker" in text_of(page)
    assert "niet worden aangemaakt" in text_of(page)
    assert 'value="Tijdelijk"' in page.content.decode()
    assert not ModelLogEntry.objects.filter(action="wagtail.create").exists()


def test_an_overlap_made_by_an_edit_changes_nothing(door, lead, utrecht):
    news = Change.objects.count()
    ThemeRole.objects.filter(pk=lead.pk).update(ends_on=dt.date(2020, 1, 1))
    after = save_record(
        ThemeRole(theme=lead.theme, organisation=utrecht, role="lead", begins_on=dt.date(2020, 1, 1)), by=SYSTEM
    )
    page = door.post(address("themerole", "edit", after.pk), typed(after, begins_on="2019-01-01"))
    assert page.status_code == 200
    assert "begins_on" in page.context["form"].errors
    after.refresh_from_db()
    assert after.begins_on == dt.date(2020, 1, 1)
    assert Change.objects.count() == news + 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "0772"}, "CBS-code"),
        ({"longitude": "5.4"}, "lengte- en breedtegraad"),
        ({"begins_on": "2020-01-01", "ends_on": "2019-01-01"}, "einde moet na het begin"),
        ({"slug": ""}, "verplicht"),
        ({"kind": "dorp"}, "geldige keuze"),
        ({"name": "x" * 201}, "200 tekens"),
        ({"ends_on": "nooit"}, "geldige datum"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_what_is_wrong_is_said_in_dutch(door, eindhoven, change, words):
    page = door.post(address("organisation", "edit", eindhoven.pk), typed(eindhoven, **change))
    assert page.status_code == 200
    assert words in text_of(page)


@pytest.mark.parametrize("indexed", [True, False], ids=["Wagtail knows", "Wagtail does not know yet"])
def test_what_is_in_use_stays_and_the_page_says_why(door, lead, indexed):
    if indexed:
        ReferenceIndex.create_or_update_for_object(lead)
    where = address("organisation", "delete", lead.organisation.pk)
    assert ("Ja, verwijderen" in text_of(door.get(where))) is not indexed
    page = door.post(where, follow=True)
    assert page.status_code == 200
    assert "andere gegevens hangen eraan vast" in text_of(page)
    assert Organisation.objects.filter(pk=lead.organisation.pk).exists()
    assert not ModelLogEntry.objects.filter(action="wagtail.delete").exists()


@ALL
def test_the_form_is_in_dutch(door, register, name):
    page = text_of(door.get(address(name, "add")))
    wanted = [str(field.verbose_name) for field in MODELS[name]._meta.fields if field.editable and field.name != "id"]
    shown = door.get(address(name, "add")).context["form"].fields.values()
    assert {str(field.label).lower() for field in shown} <= {label.lower() for label in wanted}
    assert all(str(field.label) in page for field in shown)
    assert "Nieuw:" in page


def test_the_menu_has_the_register_in_dutch(door):
    page = door.get(reverse("wagtailadmin_home")).content.decode()
    assert "Netwerk" in page
    assert "Organisaties" in page


@ALL
def test_a_list_of_a_hundred_rows_asks_the_database_no_more_than_one_of_ten(door, register, name):
    for number in range(1, 10):
        save_record(fresh(name, register, number), by=SYSTEM)
    few = queries(door, name)
    for number in range(10, 100):
        save_record(fresh(name, register, number), by=SYSTEM)
    assert queries(door, name) <= few


def queries(door, name: str) -> int:
    """The number of queries of the list, once Wagtail's caches are warm."""
    door.get(address(name))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert door.get(address(name)).status_code == 200
    return len(asked)


def test_an_address_of_a_record_that_is_gone_is_not_found(door):
    assert door.get(address("organisation", "edit", 999)).status_code == 404
    assert door.post(address("organisation", "delete", 999)).status_code == 404


def test_a_municipality_is_dissolved_by_an_editor(door, lead, utrecht):
    old = lead.organisation
    sent = typed(old, ends_on="2030-01-01", successor=utrecht.pk, tooi_uri=f"{TOOI}gm0772")
    assert door.post(address("organisation", "edit", old.pk), sent).status_code == 302
    old.refresh_from_db()
    assert (old.ends_on, old.successor) == (dt.date(2030, 1, 1), utrecht)
    assert list(old.theme_roles.all()) == [lead]
