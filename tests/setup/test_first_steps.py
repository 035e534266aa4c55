"""An empty machine, the first steps of docs/operations.md literally, and a site that its administrator opens."""

import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from stedennet.setup import answers
from tests.demo.demo_process import free_port, wait_until
from tests.security.attackers import get

ROOT = Path(__file__).resolve().parents[2]
SECTION = (ROOT / "docs" / "operations.md").read_text().partition("## First time")[2].partition("\n## ")[0]
STEPS, START = re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)

pytestmark = pytest.mark.xdist_group("first steps")


class Machine:
    """A folder with nothing in it, and a shell that knows the command and no settings."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder / "work", folder / "home"
        self.folder.mkdir()
        self.home.mkdir()
        kept = ("LANG", "LC_ALL", "TMPDIR")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ} | {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(self.home),
            "PORT": str(free_port()),
        }

    @property
    def port(self) -> int:
        return int(self.environment["PORT"])

    def run(self, script: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-ec", script],
            cwd=self.folder,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    def start(self, line: str) -> subprocess.Popen[bytes]:
        script = f"set -a; . ./stedennet.env; set +a; exec {line}"
        return subprocess.Popen(
            ["/bin/sh", "-ec", script], cwd=self.folder, env=self.environment, start_new_session=True
        )

    def rows(self, question: str) -> list:
        with closing(sqlite3.connect(self.folder / "data" / "stedennet.sqlite3")) as database:
            return database.execute(question).fetchall()


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    return Machine(tmp_path_factory.mktemp("machine"))


@pytest.fixture(scope="module")
def done(machine):
    """What the first steps said."""
    return machine.run(STEPS)


def test_the_steps_end_well(done):
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_the_register_is_there_and_the_administrator_waits_for_no_mail(machine, done):
    assert machine.rows("SELECT count(*) FROM network_organisation WHERE kind = 'municipality'") == [(342,)]
    assert machine.rows("SELECT email, is_superuser FROM accounts_user") == [("bureau@uw-netwerk.nl", 1)]
    assert machine.rows("SELECT verified FROM account_emailaddress") == [(1,)]
    assert machine.rows("SELECT count(*) FROM outbox_outgoingmail") == [(0,)]


def test_settings_are_for_one_pair_of_eyes_and_the_key_is_in_no_output(machine, done):
    file = machine.folder / "stedennet.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = re.search(r"SECRET_KEY='(.{50,})'", file.read_text())
    assert key
    assert key[1] not in done.stdout + done.stderr


def test_both_programs_start_and_the_printed_link_opens(machine, done):
    programs = [machine.start(line) for line in START.strip().splitlines()]
    try:
        wait_until(lambda: site_answers(machine.port, "/readyz"), "the site to be ready")
        wait_until(lambda: site_answers(machine.port, "/workerz"), "the worker to give a sign of life")
        path = re.search(r"https://www\.uw-netwerk\.nl(/\S+)", done.stdout)[1]
        proxied = "X-Forwarded-Proto: https\r\nX-Forwarded-For: 192.0.2.7\r\n"
        page = get(machine.port, path, host="www.uw-netwerk.nl", headers=proxied)
        assert re.match(rb"HTTP/1.1 (200|302)", page), page[:200]
    finally:
        for program in programs:
            program.send_signal(signal.SIGTERM)
        assert [program.wait(timeout=60) for program in programs] == [0, 0]


def site_answers(port, path):
    try:
        return b" 200 " in get(port, path)[:20]
    except OSError:
        return False


def test_a_second_time_changes_nothing(machine, done):
    before = (machine.folder / "stedennet.env").read_text()
    again = machine.run(STEPS)
    assert again.returncode == 0, again.stderr
    assert "There is an administrator already." in again.stdout
    assert "0 added, 0 changed, 342 left alone" in again.stdout
    assert (machine.folder / "stedennet.env").read_text() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("", "--site-url is missing"),
        (
            "--site-url https://www.example.org --office-email a@stad.nl",
            "STEDENNET_SITE_URL is https://www.example.org",
        ),
        ("--site-url www.stad.nl --office-email a@stad.nl", "must begin with https://"),
        ("--site-url https://www.stad.nl --office-email a@stad.example", "STEDENNET_OFFICE_EMAIL is a@stad.example"),
        ("--site-url https://www.stad.nl --office-email a@stad.nl --var-dir /proc/no", "cannot be written"),
        (
            r"""--site-url https://www.stad.nl --office-email a@stad.nl --network-name "'s\"" """,
            "both kinds of quotation marks",
        ),
        (
            "--site-url https://www.stad.nl --office-email a@stad.nl --email-url smtp://u:geheim@127.0.0.1:9",
            "the mail server 127.0.0.1 does not let us in",
        ),
        (
            "--site-url https://www.stad.nl --office-email a@stad.nl --database-url postgres://nobody@127.0.0.1:9/no",
            "the database does not answer",
        ),
    ],
)
def test_what_does_not_work_is_one_line_and_no_half_work(tmp_path, options, said):
    machine = Machine(tmp_path)
    answer = machine.run(f"stedennet setup {options}")
    assert answer.returncode == 1
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "geheim" not in answer.stderr


def test_a_missing_folder_is_made_and_one_that_cannot_be_is_one_line(tmp_path):
    machine = Machine(tmp_path)
    folder = str(tmp_path / "not" / "yet")
    assert machine.run("stedennet manage migrate --plan", STEDENNET_VAR_DIR=folder).returncode == 0
    refused = machine.run("stedennet manage migrate", STEDENNET_VAR_DIR="/proc/no")
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("value", ["plain", "", '["www.stad.nl"]', "'s-Hertogenbosch", "a=b # c $HOME"])
def test_a_shell_reads_an_answer_as_it_was_given(tmp_path, value):
    file = tmp_path / "stedennet.env"
    answers.write_answers(file, {"NETWORK_NAME": value})
    assert answers.read_answers(file) == {"NETWORK_NAME": value}
    script = f'. {file}; printf %s "$STEDENNET_NETWORK_NAME"'
    assert subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True).stdout == value
