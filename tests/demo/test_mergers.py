"""Municipalities that went up in another one: their names, addresses and words lead to the one of today."""

import csv

import pytest

from stedennet.changes.models import Change
from stedennet.core.clock import today
from stedennet.demo.mergers import FILE
from stedennet.lists.organisations import ORGANISATIONS
from stedennet.network.models import Merger, Organisation
from stedennet.network.querysets.names import look_up_organisation
from stedennet.publications.flows.mentions import load_known_organisations
from stedennet.publications.rules.mentions import find_mentions

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("demo_rows")]
ROWS = list(csv.DictReader(FILE.open(encoding="utf-8")))


def find_heir(code):
    return Organisation.objects.get(code=code).find_last_heir(today())


def test_every_merger_of_the_file_is_carried_out_and_is_no_news():
    assert Merger.objects.filter(carried_out_at__isnull=False).count() == len(ROWS) == 80
    for row in ROWS:
        former = Organisation.objects.get(code=row["code"])
        assert (former.name, str(former.ends_on), former.successor.code) == (
            row["name"],
            row["on"],
            row["successor_code"],
        )
    assert not Change.objects.news().filter(note__contains="ging op in").exists()


def test_every_old_name_finds_the_municipality_of_today():
    for row in ROWS:
        heir = find_heir(row["code"])
        match = look_up_organisation(row["name"], day=today(), kind="municipality")
        found = [match.organisation, *match.choices]
        assert heir in found, row["name"]
        assert heir in ORGANISATIONS.search(ORGANISATIONS.rows(), row["name"]), row["name"]


def test_old_addresses_say_what_became_of_the_municipality(client):
    for row in ROWS:
        former, heir = Organisation.objects.get(code=row["code"]), find_heir(row["code"])
        address = client.get(f"/organisaties/{former.slug}/")["Location"]
        assert address == f"/organisaties/{heir.slug}/?van={former.slug}"
    page = " ".join(client.get("/organisaties/millingen-aan-de-rijn/", follow=True).content.decode().split())
    assert "Millingen aan de Rijn bestaat niet meer sinds 1 januari 2015 en ging op in Berg en Dal." in page


def test_the_register_of_today_holds_no_former_municipality():
    ended = {row["code"] for row in ROWS}
    assert not ended & set(Organisation.objects.on(today()).exclude(code=None).values_list("code", flat=True))


def test_words_that_were_names_of_municipalities_are_no_mentions():
    known = load_known_organisations()
    text = "De Grave opende de deur. Leek het maar zo. Haren en Marum liggen in het noorden."
    assert find_mentions(text, known) == []
    (mention,) = find_mentions("De gemeente Leek deed mee.", known)
    assert mention.key == Organisation.objects.get(code="GM0022").pk


def test_what_does_my_city_do_knows_the_old_name(client):
    page = client.get("/inzicht/matrix/", {"gemeente": "Uden"}, follow=True).content.decode()
    assert "Maashorst" in page
