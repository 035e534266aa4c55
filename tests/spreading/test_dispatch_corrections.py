"""The editors' list of dispatches: those reported by hand can be corrected, those the site counted cannot."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stedennet.accounts.flows import create_person
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed
from stedennet.spreading.flows import dispatch_corrections
from stedennet.spreading.flows.dispatches import record_dispatch
from stedennet.spreading.models import Dispatch
from tests.fixtures.articles import editor  # noqa: F401

pytestmark = pytest.mark.django_db
LIST = "/beheer/dispatch/"


def noted(number: int = 1, channel: str = "other", where: str = "De stadskrant") -> Dispatch:
    subject = ("calls.call", str(number))
    Change.objects.create(
        subject_type=subject[0], subject_id=subject[1], title=f"Oproep {number}", verb="published", at=now()
    )
    record_dispatch(*subject, channel, where, many=40)
    return Dispatch.objects.get(subject_id=str(number))


def typed(**more):
    return {"where": "De stadskrant", "many": "40", "day": str(today()), **more}


def test_the_list_says_what_went_where_in_as_many_queries_however_long_it_is(editor):  # noqa: F811
    counts = []
    for numbers in (range(3), range(3, 33)):
        for number in numbers:
            noted(number)
        editor.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            page = editor.get(LIST).content.decode()
        counts.append(len(queries))
    assert "Oproep 32" in page
    assert "De stadskrant" in page
    assert counts[0] == counts[1]


def test_a_mistake_is_mended(editor):  # noqa: F811
    row = noted()
    assert editor.post(f"{LIST}edit/{row.pk}/", typed(many="400", where=" Het stadsblad ")).status_code == 302
    row.refresh_from_db()
    assert (row.many, row.where) == (400, "Het stadsblad")


def test_what_never_was_is_taken_away(editor):  # noqa: F811
    row = noted()
    assert editor.post(f"{LIST}delete/{row.pk}/").status_code == 302
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"where": "jan@example.org"}, "geen adres van iemand"),
        ({"where": ""}, "Schrijf welk kanaal"),
        ({"day": "2090-01-01"}, "Deze dag kan niet"),
        ({"many": "9000000"}, "hoeveel mensen"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(editor, wrong, words):  # noqa: F811
    row = noted()
    assert words in editor.post(f"{LIST}edit/{row.pk}/", typed(**wrong)).content.decode()
    row.refresh_from_db()
    assert (row.many, row.where) == (40, "De stadskrant")


@pytest.mark.parametrize("door", ["edit", "delete"])
def test_what_the_site_counted_stays(editor, door):  # noqa: F811
    row = noted(channel="digest", where="")
    page = editor.post(f"{LIST}{door}/{row.pk}/", typed(many="9"), follow=True).content.decode()
    assert "zelf geteld" in page
    row.refresh_from_db()
    assert row.many == 40


def test_nothing_is_added_here(editor):  # noqa: F811
    assert f"{LIST}new/" not in editor.get(LIST).content.decode()
    editor.post(f"{LIST}new/", typed())
    assert not Dispatch.objects.exists()


def test_others_do_not_mend(client):
    row = noted()
    other = create_person(email="x@example.org", name="X", password=None, by=SYSTEM)
    with pytest.raises(NotAllowed):
        dispatch_corrections.correct_dispatch(row, by=other)
    with pytest.raises(NotAllowed):
        dispatch_corrections.remove_dispatch(row, by=other)
    client.force_login(other)
    assert client.get(LIST).status_code in (302, 403)
