"""The menu at /beheer/ shows each role only doors that open for it."""

import re

import pytest
from wagtail.admin.menu import MenuItem, admin_menu

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM

pytestmark = pytest.mark.django_db
ROLES = {
    "editor": {"is_editor": True},
    "moderator": {"is_moderator": True},
    "both": {"is_editor": True, "is_moderator": True},
    "administrator": {"is_superuser": True},
}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def doors(items: list, request) -> list[MenuItem]:
    """Every item of the menu and its submenus that leads somewhere."""
    found = []
    for item in items:
        menu = getattr(item, "menu", None)
        found += doors(menu.menu_items_for_request(request), request) if menu else [item]
    return [item for item in found if getattr(item, "url", "")]


@pytest.mark.parametrize("role", list(ROLES))
def test_every_door_in_the_menu_opens(client, rf, role):
    person = create_person(email="p@example.org", name="P", password=None, by=SYSTEM, **ROLES[role])
    client.force_login(person)
    client.get("/beheer/")  # Loads the addresses, with which rooms register their lists in the menu.
    request = rf.get("/beheer/")
    request.user = person
    found = doors(admin_menu.menu_items_for_request(request), request)
    closed = [item.url for item in found if client.get(item.url, follow=False).status_code not in (200, 301)]
    assert len(found) > 3
    assert closed == []


@pytest.mark.parametrize("role", list(ROLES))
def test_every_link_on_the_first_page_opens(client, role):
    person = create_person(email="p@example.org", name="P", password=None, by=SYSTEM, **ROLES[role])
    client.force_login(person)
    page = client.get("/beheer/").content.decode()
    links = {link for link in re.findall(r'href="(/beheer/[^"?#]*)', page) if "logout" not in link}
    closed = [link for link in sorted(links) if client.get(link).status_code not in (200, 301)]
    assert closed == []


@pytest.mark.parametrize(
    ("role", "door", "needed"),
    [
        ("moderator", "/beheer/samenvoegingen/", "redacteur"),
        ("moderator", "/beheer/agenda/rapport/", "redacteur"),
        ("moderator", "/beheer/nieuwsbrieven/", "redacteur"),
        ("moderator", "/beheer/zoeken/niet-gevonden/", "redacteur"),
        ("editor", "/beheer/inzendingen/", "moderator"),
        ("editor", "/beheer/beveiligingslog/", "beheerder"),
    ],
)
def test_a_closed_door_names_the_role_that_opens_it(client, role, door, needed):
    client.force_login(create_person(email="p@example.org", name="P", password=None, by=SYSTEM, **ROLES[role]))
    answer = client.get(door)
    assert answer.status_code == 403
    assert f"is de rol “{needed}” nodig" in answer.content.decode()


def test_the_help_menu_leads_to_no_other_host(client, rf):
    person = create_person(email="p@example.org", name="P", password=None, by=SYSTEM, is_superuser=True)
    client.force_login(person)
    client.get("/beheer/")
    request = rf.get("/beheer/")
    request.user = person
    found = doors(admin_menu.menu_items_for_request(request), request)
    assert [item.url for item in found if not item.url.startswith(("/", "#"))] == []
