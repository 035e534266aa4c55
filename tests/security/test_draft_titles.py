"""A title that nobody may read yet shows nowhere to those without a right to it."""

import pytest
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.events.models import EventPage
from stedennet.publications.models import ArticlePage
from tests.builders.articles import make_article
from tests.builders.events import make_event
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.django_db
SECRET = "Zwaluwplan"


@pytest.fixture
def drafts(db):
    """An article, an event and an initiative never published, and an article that gets another title in its draft."""
    example, event = make_article("voorbeeld"), make_event("voorbeeld-evenement")
    for page, slug in ((example, "geheim-artikel"), (event, "geheim-evenement")):
        draft = type(page)(
            slug=slug,
            live=False,
            title=f"{SECRET} {slug}",
            **{
                name: getattr(page, name)
                for name in ("lead", "date", "kind", "summary", "starts_at", "ends_at")
                if hasattr(page, name)
            },
        )
        page.get_parent().add_child(instance=draft)
        draft.save_revision()
    changed = make_article("gewoon", title="Een gewone titel")
    changed.title = f"{SECRET} nieuwe titel"
    changed.save_revision()
    make_initiative(f"{SECRET} initiatief", publish=False)


def signed_in(client, settings, **roles):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(create_person(email="p@example.org", name="P", password=None, by=SYSTEM, **roles))
    return client


PUBLIC = [
    "/", "/en/", "/artikelen/", "/artikelen/feed.atom", "/artikelen/export.csv", "/artikelen/geheim-artikel/",
    "/artikelen/gewoon/", "/evenementen/", "/evenementen/geheim-evenement/", "/evenementen/kalender.ics",
    "/initiatieven/", "/initiatieven/export.csv", "/initiatieven/zwaluwplan-initiatief/", f"/zoeken/?q={SECRET}",
    "/sitemap.xml", "/oembed?url=http://localhost:8000/artikelen/geheim-artikel/",
    "/oembed?url=http://localhost:8000/artikelen/gewoon/",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_a_reader_sees_no_title_of_a_draft(client, drafts, address):
    words = client.get(address).content.decode()
    for title in (
        f"{SECRET} geheim-artikel",
        f"{SECRET} geheim-evenement",
        f"{SECRET} nieuwe",
        f"{SECRET} initiatief",
    ):
        assert title not in words


OFFICE = [
    "wagtailadmin_home", "wagtailadmin_choose_page", "wagtailadmin_choose_page_search", "wagtailadmin_explore_root",
    "wagtailadmin_pages:search", "wagtailadmin_reports:site_history", "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:workflow", "wagtailadmin_reports:aging_pages",
]  # fmt: skip


@pytest.mark.parametrize("name", OFFICE)
def test_a_moderator_who_works_on_no_page_sees_no_title_of_a_draft(client, settings, drafts, name):
    moderator = signed_in(client, settings, is_moderator=True)
    words = moderator.get(reverse(name), {"q": "Zwaluwplan"}, follow=True).content.decode()

    for title in (f"{SECRET} geheim-artikel", f"{SECRET} geheim-evenement", f"{SECRET} nieuwe"):
        assert title not in words


@pytest.mark.parametrize("model", [ArticlePage, EventPage])
def test_a_moderator_finds_no_draft_below_its_parent_in_the_chooser(client, settings, drafts, model):
    moderator = signed_in(client, settings, is_moderator=True)
    parent = model.objects.first().get_parent()
    words = moderator.get(reverse("wagtailadmin_choose_page_child", args=[parent.pk])).content.decode()
    assert SECRET not in words


@pytest.mark.parametrize("model", [ArticlePage, EventPage])
def test_no_page_about_one_draft_opens_for_a_moderator(client, settings, drafts, model):
    moderator = signed_in(client, settings, is_moderator=True)
    page = model.objects.filter(live=False).get()
    names = ["edit", "history", "usage", "view_draft", "copy", "move", "delete", "unpublish"]
    for name in names:
        answer = moderator.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), follow=True)
        assert SECRET not in answer.content.decode()


def test_an_editor_still_finds_drafts_in_the_chooser(client, settings, drafts):
    editor = signed_in(client, settings, is_editor=True)
    parent = ArticlePage.objects.first().get_parent()
    assert SECRET in editor.get(reverse("wagtailadmin_choose_page_child", args=[parent.pk])).content.decode()
