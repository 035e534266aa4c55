"""The index follows public records, and repairs itself after any damage."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from django.db import transaction

from stedennet.changes.flows import announce_change
from stedennet.changes.models import Change
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation
from stedennet.search import health, index_store, retrieval
from stedennet.search.engine import BrokenIndex, IndexWriter
from stedennet.search.flows import index_updates
from stedennet.search.rules import query_syntax
from tests.builders.initiatives import make_initiative

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def found(question):
    return {
        card.title
        for card in retrieval.find_results(index_store.open_reader(), query_syntax.parse_question(question)).cards
    }


@pytest.fixture
def changed(eindhoven):
    """Change the description of Eindhoven, with a line in the log."""

    def change(words):
        with transaction.atomic():
            Organisation.objects.filter(pk=eindhoven.pk).update(description=words)
            announce_change(eindhoven, "changed")

    return change


def test_what_changes_is_found_after_the_next_round(index, eindhoven, changed):
    index()
    assert "Eindhoven" not in found("zwaluwen")
    changed("Stad met zwaluwen")
    index_updates.update_index()
    assert "Eindhoven" in found("zwaluwen")


def test_what_is_withdrawn_is_no_longer_found(index, mobility):
    one = make_initiative("Zwaluwen tellen", theme=mobility)
    index_updates.update_index()
    assert found("zwaluwen") == {"Zwaluwen tellen"}
    with transaction.atomic():
        Initiative.objects.filter(pk=one.pk).update(state="archived", state_words="Voorbij.")
        announce_change(one, "withdrawn")
    index_updates.update_index()
    assert found("zwaluwen") == set()


def test_what_is_not_public_never_comes_in(index, mobility):
    make_initiative("Geheime zwaluwen", publish=False, theme=mobility)
    make_initiative("Zwaluwen", theme=mobility, contact_email="jo@example.org", contact_name="Jo Zwaluw")
    index()
    assert found("zwaluwen") == {"Zwaluwen"}
    assert found("geheime") == set()
    text = "".join(
        str(card) for card in retrieval.find_results(index_store.open_reader(), query_syntax.parse_question("")).cards
    )
    assert "example.org" not in text
    assert "Jo Zwaluw" not in text


def test_what_changed_without_a_line_is_found_within_the_hour(index, eindhoven):
    index()
    Organisation.objects.filter(pk=eindhoven.pk).update(description="Stad met zwaluwen")
    index_updates.update_index()
    assert "Eindhoven" not in found("zwaluwen")
    index_updates.compare_index()
    assert "Eindhoven" in found("zwaluwen")


def test_following_twice_gives_the_same(index, eindhoven, changed):
    changed("Stad met zwaluwen")
    size = index().size
    changed("Stad met zwaluwen")
    index_updates.follow_log()
    index_store.write_note(index_store.find_current_index(), 0)
    index_updates.follow_log()
    assert index_store.open_reader().size == size


def damage_nothing_there(folder):
    shutil.rmtree(folder)


def damage_pointer(folder):
    (index_store.get_index_root() / "current").write_text("../../etc")


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
    damage(index_store.find_current_index())
    index_store._thread_local.__dict__.clear()
    assert client.get("/zoeken/?q=eindhoven").status_code == 200
    index_updates.update_index()
    assert health.find_index_problem() == ""
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
    before = index_store.find_current_index()

    def full(self):
        raise BrokenIndex("OSError: No space left on device")

    monkeypatch.setattr(IndexWriter, "commit", full)
    with pytest.raises(BrokenIndex):
        index_updates.rebuild_index()
    assert index_store.find_current_index() == before
    assert [path.name for path in index_store.get_index_root().glob("index-*")] == [before.name]
    assert "No space left" in health.find_index_problem()
    assert "Eindhoven" in found("eindhoven")


def test_a_failing_rebuild_is_not_tried_every_second(index, monkeypatch):
    index_store.record_problem("damaged")
    tries = []

    def fail(*args):
        tries.append(1)
        raise BrokenIndex("No space left on device")

    monkeypatch.setattr(index_updates, "_fill_index", fail)
    for _ in range(5):
        with suppress(BrokenIndex):
            index_updates.update_index()
    assert len(tries) == 1


def test_a_worker_that_dies_in_the_middle_loses_nothing(index, eindhoven, changed, monkeypatch):
    index()
    changed("Stad met zwaluwen")
    with monkeypatch.context() as during:
        during.setattr(index_store, "write_note", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            index_updates.follow_log()
    index_updates.update_index()
    assert "Eindhoven" in found("zwaluwen")
    assert health.find_index_problem() == ""


HALF_WRITTEN = """
import os, signal, sys
from pathlib import Path
from stedennet.search.engine import IndexWriter
from stedennet.search.records import Record
writer = IndexWriter(Path(sys.argv[1]))
for number in range(200):
    writer.add(Record("article", str(number), str(number), "Half geschreven"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_writer_that_is_killed_leaves_neither_half_a_change_nor_a_lock(index, eindhoven, changed):
    size = index().size
    killed = subprocess.run([sys.executable, "-c", HALF_WRITTEN, str(index_store.find_current_index())], check=False)
    assert killed.returncode == -signal.SIGKILL
    before = index_store.find_current_index()
    changed("Stad met zwaluwen")
    index_updates.update_index()
    assert "Eindhoven" in found("zwaluwen")
    assert (index_store.open_reader().size, index_store.find_current_index()) == (size, before)


def test_making_it_anew_that_is_killed_leaves_the_old_one_in_use_and_is_cleared_away(index, eindhoven, monkeypatch):
    index()
    before = index_store.find_current_index()

    def killed(kind, done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_updates.rebuild_index(killed)
    assert index_store.find_current_index() == before
    assert "Eindhoven" in found("eindhoven")
    (half,) = set(index_store.get_index_root().glob("index-*")) - {before}
    long_ago = time.time() - 2 * index_store.LEFT_OVER
    os.utime(half, (long_ago, long_ago))
    index_updates.rebuild_index()
    assert [path.name for path in index_store.get_index_root().glob("index-*")] == [
        index_store.find_current_index().name
    ]


def test_a_disk_that_fills_up_while_following_is_told_and_healed(index, eindhoven, changed, monkeypatch, client):
    index()
    changed("Stad met zwaluwen")

    def full(self):
        raise BrokenIndex("OSError: No space left on device")

    with monkeypatch.context() as during:
        during.setattr(IndexWriter, "commit", full)
        with pytest.raises(BrokenIndex):
            index_updates.update_index()
        assert client.get("/zoeken/?q=eindhoven").status_code == 200
        assert "No space left" in client.get("/readyz").json()["search"]
    monkeypatch.setattr(index_updates, "_not_before", 0.0)
    index_updates.update_index()
    assert "Eindhoven" in found("zwaluwen")
    assert health.find_index_problem() == ""


def test_while_somebody_else_writes_it_waits(index, eindhoven, changed):
    index()
    writer = IndexWriter(index_store.find_current_index())
    changed("Stad met zwaluwen")
    before = index_store.find_current_index()
    index_updates.update_index()
    assert index_store.find_current_index() == before
    writer.close()
    index_updates.update_index()
    assert "Eindhoven" in found("zwaluwen")


def test_an_older_database_put_back_makes_the_index_anew(index, eindhoven):
    index()
    index_store.write_note(index_store.find_current_index(), 10**9)
    before = index_store.find_current_index()
    index_updates.update_index()
    assert index_store.find_current_index() != before
    assert index_store.position_of(index_store.find_current_index()) == (
        Change.objects.order_by("-pk").first().pk if Change.objects.exists() else 0
    )


def test_a_late_index_is_told(index, eindhoven, changed, monkeypatch):
    index()
    changed("Stad met zwaluwen")
    assert health.find_index_problem() == ""
    monkeypatch.setattr(health, "LATE", -health.LATE)
    assert "has not followed" in health.find_index_problem()


def test_the_command_makes_it_and_says_how_it_is(index, eindhoven):
    from typer.testing import CliRunner

    from stedennet.search.index_cli import index_app

    assert "items" in CliRunner().invoke(index_app, ["rebuild"]).output
    assert "In order" in CliRunner().invoke(index_app, ["status"]).output
    index_store.record_problem("damaged")
    assert CliRunner().invoke(index_app, ["status"]).exit_code == 1
