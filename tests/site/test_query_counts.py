"""Ten times as many organisations cost no more queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stedennet.network.models import GroupMembership, Organisation, Theme, ThemeRole
from tests.builders.organisations import municipality

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_rows")]
PAGES = [
    "/",
    "/themas/",
    "/themas/smart-mobility/",
    "/organisaties/",
    "/organisaties/?soort=municipality&groep=g40&thema=smart-mobility",
    "/organisaties/?pagina=3",
    "/organisaties/eindhoven/",
    "/organisaties/provincie-utrecht/",
    "/verbreding/",
    "/organisaties/feed.atom",
    "/organisaties/export.json",
    "/themas/feed.atom",
    "/verbreding/feed.atom",
]
WITH_BLOCKS = ["/", "/themas/smart-mobility/", "/organisaties/eindhoven/", "/organisaties/provincie-utrecht/"]
MOST = 12
MOST_WITH_BLOCKS = 15
"""Pages that show what the other rooms have, each list in one or two queries."""


def counts(client):
    """The number of queries of each page, the second time that it is asked for."""
    found = {}
    for page in PAGES:
        client.get(page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page).status_code == 200
        found[page] = len(queries)
    return found


def test_a_page_needs_as_few_queries_with_342_and_with_3420_municipalities(client, settings):
    settings.DEMO = True
    few = counts(client)
    theme, group = (
        Theme.objects.get(slug="smart-mobility"),
        GroupMembership.objects.filter(group__slug="g40").first().group,
    )
    more = Organisation.objects.bulk_create(
        municipality(f"GM{number}", f"Voorbeeld-{number}", longitude=5.0, latitude=52.0)
        for number in range(6000, 6000 + 3420 - 342)
    )
    ThemeRole.objects.bulk_create(ThemeRole(theme=theme, organisation=one, role="participant") for one in more[::3])
    GroupMembership.objects.bulk_create(GroupMembership(group=group, organisation=one) for one in more[::2])
    assert Organisation.objects.of_kind("municipality").count() == 3420
    many = counts(client)
    assert many == few
    blocks = {page: many.pop(page) for page in WITH_BLOCKS}
    assert max(blocks.values()) <= MOST_WITH_BLOCKS, blocks
    assert max(many.values()) <= MOST, many
