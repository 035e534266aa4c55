"""The office's pages of mergers, and the public addresses of an organisation that merged into another."""

import datetime as dt

import pytest
from django.urls import reverse

from stedennet.core.access import SYSTEM
from stedennet.network.flows.mergers import plan_merger
from stedennet.network.flows.records import save_record
from stedennet.network.models import Merger, ThemeRole

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DAY = dt.date(2026, 1, 1)


def test_the_page_shows_counts_first_and_merges_on_the_second_press(client, weesp, amsterdam, mobility, editor):
    save_record(ThemeRole(theme=mobility, organisation=weesp, role="participant"), by=SYSTEM)
    client.force_login(editor)
    sent = {"predecessor": weesp.pk, "successor": amsterdam.pk, "on": "1-1-2026"}
    page = client.post(reverse("network:add_merger"), sent)
    assert "rollen bij thema" in page.content.decode()
    assert not Merger.objects.exists()
    client.post(reverse("network:add_merger"), {**sent, "bevestigen": "1"})
    merger = Merger.objects.get()
    assert (merger.predecessor, merger.successor, merger.planned_by) == (weesp, amsterdam, editor)
    client.post(reverse("network:undo_merger", args=[merger.pk]))
    weesp.refresh_from_db()
    assert weesp.ends_on is None


def test_the_page_of_mergers_says_what_is_wrong_and_keeps_what_was_typed(client, weesp, editor):
    client.force_login(editor)
    sent = {"predecessor": weesp.pk, "successor": weesp.pk, "on": "1-1-2026", "bevestigen": "1"}
    page = client.post(reverse("network:add_merger"), sent)
    assert page.status_code == 422
    assert "niet in zichzelf opgaan" in page.content.decode()
    assert 'value="2026-01-01"' in page.content.decode() or 'value="1-1-2026"' in page.content.decode()


def test_the_page_of_mergers_is_for_editors_only(client, person):
    client.force_login(person)
    assert client.get(reverse("network:mergers")).status_code == 403


def test_the_old_address_leads_to_the_successor_and_the_past_stays_readable(client, weesp, amsterdam):
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    answer = client.get("/organisaties/weesp/")
    assert (answer.status_code, answer["Location"]) == (302, "/organisaties/amsterdam/?van=weesp")
    page = client.get("/organisaties/amsterdam/?van=weesp").content.decode()
    assert "Weesp bestaat niet meer sinds" in page
    assert "Weesp bestaat niet meer sinds" not in client.get("/organisaties/amsterdam/?van=utrecht").content.decode()
    assert "/organisaties/weesp/?verleden" in page
    assert client.get("/organisaties/weesp/?verleden").status_code == 200


@pytest.mark.parametrize("page", ["kalender.ics", "vergelijkbaar/"])
def test_the_pages_below_the_old_address_lead_to_the_successors(client, weesp, amsterdam, page):
    plan_merger(weesp, amsterdam, DAY, by=SYSTEM)
    answer = client.get(f"/organisaties/weesp/{page}")
    assert (answer.status_code, answer["Location"]) == (302, f"/organisaties/amsterdam/{page}")
