"""The index follows what is public, and mends itself whatever happens to it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from django.db import transaction

from stedennet.changes.flows import record
from stedennet.changes.models import Change
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation
from stedennet.search import finding, health, shelves
from stedennet.search.engine import Broken, Writer
from stedennet.search.flows import indexing
from stedennet.search.rules import asking
from tests.initiatives.conftest import make_initiative

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def found(question):
    return {card.title for card in finding.find(shelves.reader(), asking.read(question)).cards}


@pytest.fixture
def changed(eindhoven):
    """Gives Eindhoven another description, with a line in the log."""

    def change(words):
        with transaction.atomic():
            Organisation.objects.filter(pk=eindhoven.pk).update(description=words)
            record(eindhoven, "changed")

    return change


def test_what_changes_is_found_after_the_next_round(index, eindhoven, changed):
    index()
    assert "Eindhoven" not in found("zwaluwen")
    changed("Stad met zwaluwen")
    indexing.keep_up()
    assert "Eindhoven" in found("zwaluwen")


def test_what_is_withdrawn_is_no_longer_found(index, mobility):
    one = make_initiative("Zwaluwen tellen", theme=mobility)
    indexing.keep_up()
    assert found("zwaluwen") == {"Zwaluwen tellen"}
    with transaction.atomic():
        Initiative.objects.filter(pk=one.pk).update(state="archived", state_words="Voorbij.")
        record(one, "withdrawn")
    indexing.keep_up()
    assert found("zwaluwen") == set()


def test_what_is_not_public_never_comes_in(index, mobility):
    make_initiative("Geheime zwaluwen", publish=False, theme=mobility)
    make_initiative("Zwaluwen", theme=mobility, contact_email="jo@example.org", contact_name="Jo Zwaluw")
    index()
    assert found("zwaluwen") == {"Zwaluwen"}
    assert found("geheime") == set()
    text = "".join(str(card) for card in finding.find(shelves.reader(), asking.read("")).cards)
    assert "example.org" not in text
    assert "Jo Zwaluw" not in text


def test_what_changed_without_a_line_is_found_within_the_hour(index, eindhoven):
    index()
    Organisation.objects.filter(pk=eindhoven.pk).update(description="Stad met zwaluwen")
    indexing.keep_up()
    assert "Eindhoven" not in found("zwaluwen")
    indexing.compare()
    assert "Eindhoven" in found("zwaluwen")


def test_following_twice_gives_the_same(index, eindhoven, changed):
    changed("Stad met zwaluwen")
    size = index().size
    changed("Stad met zwaluwen")
    indexing.follow()
    shelves.write_note(shelves.current(), 0)
    indexing.follow()
    assert shelves.reader().size == size


def damage_nothing_there(folder):
    shutil.rmtree(folder)


def damage_pointer(folder):
    (shelves.root() / "current").write_text("../../etc")


def damage_note(folder):
    (folder / "note.json").write_text("{")


def damage_version(folder):
    (folder / "note.json").write_text('{"version": "0.1", "position": "3"}')


def damage_meta(folder):
    (folder / "meta.json").write_text("")


def damage_segments(folder):
    for path in folder.iterdir():
        if path.suffix in {".term", ".idx", ".store", ".fast", ".pos"}:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES = [damage_nothing_there, damage_pointer, damage_note, damage_version, damage_meta, damage_segments]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__)
def test_a_damaged_index_is_told_and_made_anew(index, eindhoven, damage, client):
    index()
    damage(shelves.current())
    shelves._here.__dict__.clear()
    assert client.get("/zoeken/?q=eindhoven").status_code == 200
    indexing.keep_up()
    assert health.trouble() == ""
    assert "Eindhoven" in found("eindhoven")


def test_the_page_says_so_while_there_is_no_index(client, eindhoven):
    page = client.get("/zoeken/?q=eindhoven").content.decode()
    assert "Zoeken kan even niet" in page
    assert client.get("/zoeken/namen/?q=ein").status_code == 200
    answer = client.get("/readyz").json()
    assert not answer["checks"]["search"]
    assert "no index" in answer["search"]


def test_a_full_disk_leaves_the_old_index_in_use(index, eindhoven, monkeypatch):
    index()
    before = shelves.current()

    def full(self):
        raise Broken("OSError: No space left on device")

    monkeypatch.setattr(Writer, "commit", full)
    with pytest.raises(Broken):
        indexing.rebuild()
    assert shelves.current() == before
    assert [path.name for path in shelves.root().glob("index-*")] == [before.name]
    assert "No space left" in health.trouble()
    assert "Eindhoven" in found("eindhoven")


def test_a_failing_rebuild_is_not_tried_every_second(index, monkeypatch):
    shelves.tell_problem("damaged")
    tries = []

    def fail(*args):
        tries.append(1)
        raise Broken("No space left on device")

    monkeypatch.setattr(indexing, "_fill", fail)
    for _ in range(5):
        with suppress(Broken):
            indexing.keep_up()
    assert len(tries) == 1


def test_a_worker_that_dies_in_the_middle_loses_nothing(index, eindhoven, changed, monkeypatch):
    index()
    changed("Stad met zwaluwen")
    with monkeypatch.context() as during:
        during.setattr(shelves, "write_note", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            indexing.follow()
    indexing.keep_up()
    assert "Eindhoven" in found("zwaluwen")
    assert health.trouble() == ""


HALF_WRITTEN = """
import os, signal, sys
from pathlib import Path
from stedennet.search.engine import Writer
from stedennet.search.records import Record
writer = Writer(Path(sys.argv[1]))
for number in range(200):
    writer.add(Record("article", str(number), str(number), "Half geschreven"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_writer_that_is_killed_leaves_neither_half_a_change_nor_a_lock(index, eindhoven, changed):
    size = index().size
    killed = subprocess.run([sys.executable, "-c", HALF_WRITTEN, str(shelves.current())], check=False)
    assert killed.returncode == -signal.SIGKILL
    before = shelves.current()
    changed("Stad met zwaluwen")
    indexing.keep_up()
    assert "Eindhoven" in found("zwaluwen")
    assert (shelves.reader().size, shelves.current()) == (size, before)


def test_making_it_anew_that_is_killed_leaves_the_old_one_in_use_and_is_cleared_away(index, eindhoven, monkeypatch):
    index()
    before = shelves.current()

    def killed(kind, done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        indexing.rebuild(killed)
    assert shelves.current() == before
    assert "Eindhoven" in found("eindhoven")
    (half,) = set(shelves.root().glob("index-*")) - {before}
    long_ago = time.time() - 2 * shelves.LEFT_OVER
    os.utime(half, (long_ago, long_ago))
    indexing.rebuild()
    assert [path.name for path in shelves.root().glob("index-*")] == [shelves.current().name]


def test_a_disk_that_fills_up_while_following_is_told_and_healed(index, eindhoven, changed, monkeypatch, client):
    index()
    changed("Stad met zwaluwen")

    def full(self):
        raise Broken("OSError: No space left on device")

    with monkeypatch.context() as during:
        during.setattr(Writer, "commit", full)
        with pytest.raises(Broken):
            indexing.keep_up()
        assert client.get("/zoeken/?q=eindhoven").status_code == 200
        assert "No space left" in client.get("/readyz").json()["search"]
    monkeypatch.setattr(indexing, "_not_before", 0.0)
    indexing.keep_up()
    assert "Eindhoven" in found("zwaluwen")
    assert health.trouble() == ""


def test_while_somebody_else_writes_it_waits(index, eindhoven, changed):
    index()
    writer = Writer(shelves.current())
    changed("Stad met zwaluwen")
    before = shelves.current()
    indexing.keep_up()
    assert shelves.current() == before
    writer.close()
    indexing.keep_up()
    assert "Eindhoven" in found("zwaluwen")


def test_an_older_database_put_back_makes_the_index_anew(index, eindhoven):
    index()
    shelves.write_note(shelves.current(), 10**9)
    before = shelves.current()
    indexing.keep_up()
    assert shelves.current() != before
    assert shelves.position_of(shelves.current()) == (
        Change.objects.order_by("-pk").first().pk if Change.objects.exists() else 0
    )


def test_a_late_index_is_told(index, eindhoven, changed, monkeypatch):
    index()
    changed("Stad met zwaluwen")
    assert health.trouble() == ""
    monkeypatch.setattr(health, "LATE", -health.LATE)
    assert "has not followed" in health.trouble()


def test_the_command_makes_it_and_says_how_it_is(index, eindhoven):
    from typer.testing import CliRunner

    from stedennet.search.index_cli import index_app

    assert "things" in CliRunner().invoke(index_app, ["rebuild"]).output
    assert "In order" in CliRunner().invoke(index_app, ["status"]).output
    shelves.tell_problem("damaged")
    assert CliRunner().invoke(index_app, ["status"]).exit_code == 1
