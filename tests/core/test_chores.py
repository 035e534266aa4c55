"""The list of things that the worker does by itself."""

import datetime as dt

import pytest

from stedennet.core import chores

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def empty_list(monkeypatch):
    monkeypatch.setattr(chores, "_chores", {})


def test_chores_come_in_the_order_of_registration(empty_list):
    for name in ("sweep", "dust", "air"):
        chores.register(name, every=HOUR, run=list)
    assert [chore.name for chore in chores.registered()] == ["sweep", "dust", "air"]


def test_the_same_name_again_replaces_the_chore(empty_list):
    chores.register("sweep", every=HOUR, run=list)
    chores.register("sweep", every=2 * HOUR, run=dict)
    assert chores.registered() == [chores.Chore("sweep", 2 * HOUR, dict)]


def test_who_reads_the_list_cannot_change_it(empty_list):
    chores.register("sweep", every=HOUR, run=list)
    chores.registered().clear()
    assert len(chores.registered()) == 1


def test_the_rooms_registered_their_chores_at_the_start():
    assert {"send mail", "forget old mail"} <= {chore.name for chore in chores.registered()}
