"""`stedennet load`: the report on the terminal, and the exit status for scripts."""

import io
import subprocess
import sys

import pytest
from django.utils.translation import get_language
from rich.console import Console
from typer.testing import CliRunner

from stedennet.network import load_cli
from stedennet.network.models import Organisation
from tests.builders.organisations import TOOI

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HEAD = "code,name,tooi_uri,begins_on\n"
EINDHOVEN = f"GM0772,Eindhoven,{TOOI}gm0772,\n"


@pytest.fixture
def load(tmp_path):
    """Write this content to a file and run the command on it."""

    def steps(content, *options, kind="municipalities"):
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(load_cli.load_app, [kind, str(path), *options])

    return steps


def test_what_was_added_changed_and_left_alone_is_told(load):
    result = load(HEAD + EINDHOVEN)
    assert (result.exit_code, result.output) == (0, "added     Eindhoven\n1 added, 0 changed, 0 left alone\n")
    result = load(HEAD + EINDHOVEN)
    assert (result.exit_code, result.output) == (0, "0 added, 0 changed, 1 left alone\n")
    result = load(HEAD + EINDHOVEN.replace(",Eindhoven,", ",Lichtstad,"))
    assert (result.exit_code, result.output) == (0, "changed   Lichtstad\n0 added, 1 changed, 0 left alone\n")


def test_what_is_refused_is_told_with_line_column_and_reason(load):
    result = load(HEAD + EINDHOVEN + f"GM0344,Utrecht,{TOOI}gm0344,gisteren\n")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "refused   line 3, column begins_on: is not a date such as 2018-09-20",
        "Nothing was stored. Correct these lines and load the file again.",
    ]
    assert not Organisation.objects.exists()


def test_a_dry_run_says_so_and_stores_nothing(load):
    result = load(HEAD + EINDHOVEN, "--dry-run")
    assert result.exit_code == 0
    assert "added     Eindhoven" in result.output
    assert "Dry run, nothing stored: 1 added" in result.output
    assert not Organisation.objects.exists()


def test_a_dry_run_of_a_wrong_file_fails_too(load):
    assert load(HEAD + "x,,,\n", "--dry-run").exit_code == 1


def test_a_missing_file_is_one_clear_line(tmp_path):
    path = tmp_path / "nowhere.csv"
    result = CliRunner().invoke(load_cli.load_app, ["themes", str(path)])
    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 1
    assert f"{path}: " in result.output
    assert "No such file" in result.output


def test_the_command_speaks_english_and_leaves_the_language_as_it_was(load):
    assert "this column is missing" in load("name\nx\n").output
    assert get_language() == "nl"


def test_names_are_printed_as_they_are_however_long(load):
    name = "[bold]:smile: " + "lange naam " * 15
    assert f"added     {name.strip()}\n" in load(HEAD + f"GM0772,{name},{TOOI}gm0772,\n").output


def test_of_many_rows_the_first_twenty_are_named(load):
    rows = "".join(f"GM{number:04d},Plaats {number},{TOOI}gm{number:04d},\n" for number in range(1, 31))
    lines = load(HEAD + rows).output.splitlines()
    assert len(lines) == 22
    assert lines[20:] == ["          … and 10 more", "30 added, 0 changed, 0 left alone"]


@pytest.mark.parametrize(
    ("kind", "content", "added"),
    [
        ("organisations", "slug,name,kind\ntno,TNO,knowledge\n", "TNO"),
        ("themes", "scheme,slug,name,colour\ng5,water,Water,blauw\n", "Water"),
    ],
)
def test_organisations_and_themes_are_loaded_too(load, mobility, kind, content, added):
    result = load(content, kind=kind)
    assert (result.exit_code, result.output.splitlines()[0]) == (0, f"added     {added}")


def test_progress_is_shown_at_a_terminal(load, monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(load_cli, "console", Console(file=screen, force_terminal=True, width=100))
    assert load(HEAD + EINDHOVEN).exit_code == 0
    assert "file.csv" in screen.getvalue()
    assert "100%" in screen.getvalue()


def test_help_names_the_columns_that_are_needed():
    result = CliRunner().invoke(load_cli.load_app, ["municipalities", "--help"])
    assert result.exit_code == 0
    assert "tooi_uri" in result.output


def test_the_program_itself_passes_the_exit_status_on(tmp_path):
    """In a separate process, as in a script; the file is refused before the database is used."""
    path = tmp_path / "file.csv"
    path.write_text("name\nx\n")
    command = [sys.executable, "-m", "stedennet.cli", "load", "municipalities", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 1
    assert "refused   line 1, column code: " in result.stdout
    assert "Traceback" not in result.stderr
