"""Reading a file in: heavy ones in the worker, and nothing is lost on the way."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.imports import flows
from stedennet.imports.flows import confirm_import, continue_import, delete_old_imports, resume_imports, start_import
from stedennet.imports.models import ImportState, SpreadsheetImport
from stedennet.imports.rules import LEASE, LIGHT, MAX_ATTEMPTS
from stedennet.imports.tasks import go_on_with_import
from stedennet.initiatives.models import Initiative
from tests.builders.people import speaks_for

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.slow]
HEAD = "naam;in_een_zin;themas;bron\n"
ONE = f"{HEAD}Fiets;Delen.;Smart Mobility;\n".encode()


def heavy(rows=150):
    """A file that is too heavy to read while the editor waits."""
    line = "Initiatief {};" + "x" * 280 + ";Smart Mobility;https://example.org/{}" + "y" * 400 + "\n"
    return (HEAD + "".join(line.format(number, number) for number in range(rows))).encode()


def work():
    """Do the tasks that wait, as the worker would; its own loop closes the connection, and with it the test's data."""
    for waiting in DBTaskResult.objects.ready().filter(task_path=go_on_with_import.module_path):
        go_on_with_import.call(*waiting.args_kwargs["args"])
        waiting.delete()


def again(found):
    found.refresh_from_db()
    return found


def test_a_light_file_has_its_preview_at_once(editor, mobility):
    found = start_import("initiatives", ONE, name="x.csv", by=editor)
    assert found.state == ImportState.READY
    assert [row["row"]["name"] for row in found.preview["rows"]] == ["Fiets"]


def test_a_heavy_file_is_read_and_stored_in_the_worker(editor, mobility):
    data = heavy()
    assert len(data) > LIGHT
    found = start_import("initiatives", data, name="x.csv", by=editor)
    assert (found.state, found.preview) == (ImportState.WAITING, {})
    work()
    assert again(found).state == ImportState.READY
    assert (found.done, found.total, found.preview["total_rows"]) == (100, 150, 150)
    confirm_import(found, by=editor)
    assert not Initiative.objects.exists()
    work()
    assert (again(found).state, found.done, Initiative.objects.count()) == (ImportState.STORED, 150, 150)


def test_what_the_preview_promises_is_what_saving_does(editor, mobility):
    data = f"{HEAD}Fiets;Delen.;Smart Mobility;\nAuto;Delen.;Smart Mobility;\n".encode()
    found = start_import("initiatives", data, name="x.csv", by=editor)
    assert not Initiative.objects.exists()
    confirm_import(found, by=editor)
    assert (again(found).state, Initiative.objects.count()) == (ImportState.STORED, 2)


def test_a_refused_save_keeps_the_preview_and_says_why(editor, mobility, monkeypatch):
    found = start_import("initiatives", ONE, name="x.csv", by=editor)
    mobility.delete()
    confirm_import(found, by=editor)
    assert again(found).state == ImportState.READY
    assert "rij 2 (Fiets)" in found.message
    assert found.preview["rows"]
    assert bytes(found.data) == ONE


def test_a_file_that_cannot_be_read_says_why(editor):
    found = start_import("initiatives", b"a;b\n1;2\n", name="x.csv", by=editor)
    assert (found.state, found.message) == (ImportState.FAILED, "Dit bestand heeft geen kolom “naam”.")


def test_two_workers_do_not_take_the_same_file(editor, mobility, monkeypatch):
    found = start_import("initiatives", heavy(), name="x.csv", by=editor)
    SpreadsheetImport.objects.update(leased_until=now() + LEASE)
    continue_import(found.pk)
    assert again(found).state == ImportState.WAITING


def test_what_a_killed_worker_left_goes_on(editor, mobility):
    found = start_import("initiatives", heavy(), name="x.csv", by=editor)
    SpreadsheetImport.objects.update(leased_until=now() - dt.timedelta(seconds=1), attempts=1)
    resume_imports()
    work()
    assert again(found).state == ImportState.READY


def test_a_worker_that_is_killed_while_it_stores_leaves_nothing_half_done(editor, mobility, monkeypatch):
    found = start_import("initiatives", ONE, name="x.csv", by=editor)
    monkeypatch.setattr(flows, "_continue_or_enqueue", lambda found, light: None)
    confirm_import(found, by=editor)
    keep = flows._update_import

    def killed(found, **values):
        if values.get("state") == ImportState.STORED:
            raise KeyboardInterrupt
        keep(found, **values)

    monkeypatch.setattr(flows, "_update_import", killed)
    with pytest.raises(KeyboardInterrupt):
        continue_import(found.pk)
    assert not Initiative.objects.exists()
    monkeypatch.setattr(flows, "_update_import", keep)
    SpreadsheetImport.objects.update(leased_until=now() - dt.timedelta(seconds=1))
    continue_import(found.pk)
    assert (again(found).state, Initiative.objects.count()) == (ImportState.STORED, 1)


def test_after_three_times_it_says_that_it_breaks_off(editor, mobility):
    found = start_import("initiatives", heavy(), name="x.csv", by=editor)
    SpreadsheetImport.objects.update(leased_until=None, attempts=MAX_ATTEMPTS)
    continue_import(found.pk)
    assert again(found).state == ImportState.FAILED
    assert "brak steeds af" in found.message


def test_a_file_is_stored_once(editor, mobility):
    found = start_import("initiatives", ONE, name="x.csv", by=editor)
    confirm_import(found, by=editor)
    with pytest.raises(Refused, match="al verwerkt"):
        confirm_import(found, by=editor)
    assert Initiative.objects.count() == 1


def test_only_who_sent_a_file_confirms_it(editor, mobility, eindhoven):
    found = start_import("initiatives", ONE, name="x.csv", by=editor)
    with pytest.raises(NotAllowed):
        confirm_import(found, by=speaks_for(eindhoven))
    with pytest.raises(NotAllowed):
        start_import("initiatives", ONE, name="x.csv", by=speaks_for(eindhoven))


def test_files_are_forgotten_after_a_week(editor, mobility):
    start_import("initiatives", ONE, name="x.csv", by=editor)
    delete_old_imports(moment=now() + dt.timedelta(days=6))
    assert SpreadsheetImport.objects.count() == 1
    delete_old_imports(moment=now() + dt.timedelta(days=8))
    assert not SpreadsheetImport.objects.exists()


def test_the_page_shows_how_far_it_is_and_refreshes_without_javascript(editor, mobility, client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(editor)
    file = SimpleUploadedFile("plannen.csv", heavy())
    page = client.post(reverse("initiatives:read_in"), {"bestand": file}, follow=True)
    SpreadsheetImport.objects.update(done=100, total=150)
    url = page.redirect_chain[-1][0]
    shown = client.get(url).content.decode()
    assert '<meta http-equiv="refresh" content="3">' in shown
    assert "100 van 150 rijen" in shown
    work()
    assert 'http-equiv="refresh"' not in client.get(url).content.decode()
    assert client.get(f"{reverse('initiatives:read_in')}?bestand=999999").status_code == 404
