"""Starting and stopping: no port is shared in silence, nothing hangs, no process is left behind."""

import os
import re
import signal
import socket
import subprocess
import sys

import pytest

from stedennet.serving.processes import PortInUse, open_listener
from tests.demo.demo_process import alive, free_port, wait_until

from . import sites

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture(scope="module")
def started():
    """Starts programs, and leaves none whatever happens."""
    programs = []

    def start(program):
        programs.append(program)
        return program

    yield start
    for program in programs:
        program.end()


@pytest.fixture(scope="module")
def running():
    """The site that the test before used, if it still runs."""
    return []


@pytest.fixture
def site(running, started, tmp_path_factory):
    """A site that answers: the one of the test before, unless that test ended it."""
    if not running or running[-1].process.poll() is not None:
        folder = tmp_path_factory.mktemp("site") / "var"
        running.append(started(sites.serve(folder)).wait_until_it_answers())
    return running[-1]


@pytest.mark.parametrize("option", ["SO_REUSEADDR", "SO_REUSEPORT"])
def test_nobody_joins_a_port_in_use(option):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, getattr(socket, option), 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortInUse, match="in use"):
            open_listener("127.0.0.1", other.getsockname()[1], 1)


def test_nobody_joins_our_port_later():
    with open_listener("127.0.0.1", 0, 1) as ours, socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        with pytest.raises(OSError, match="in use"):
            other.bind(ours.getsockname())


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99999), ("192.0.2.1", 8000), ("no.such.host.invalid", 8000)])
def test_an_address_that_cannot_be_ours_is_told_in_words(host, port):
    with pytest.raises(PortInUse):
        open_listener(host, port, 1)


def test_a_second_site_on_a_port_is_refused_in_one_line(site, started, tmp_path):
    second = started(sites.serve(tmp_path / "var", port=site.port))
    assert second.process.wait(timeout=60) == 1
    said = second.log.read_text()
    assert re.fullmatch(r"stedennet will not start: 127\.0\.0\.1:\d+ cannot be used .* --port\.\n", said), said


def test_the_worker_ends_at_once_on_sigterm_also_while_it_starts(site, started, tmp_path):
    for _ in range(2):
        command = [sys.executable, "-m", "stedennet.cli", "work"]
        settings = {**sites.SETTINGS, "STEDENNET_VAR_DIR": str(site.folder / "var")}
        worker = started(sites.Program(command, tmp_path, free_port(), **settings))
        assert worker.stop() in (0, -signal.SIGTERM)
    assert site.process.poll() is None


@pytest.mark.parametrize("moment", ["at once", "when it answers again"])
def test_the_end_while_a_process_is_replaced_leaves_nothing(site, moment):
    before = site.workers
    os.kill(next(iter(before)), signal.SIGKILL)
    wait_until(lambda: site.workers - before and not alive(before), "a new process in place of the killed one")
    family = {site.process.pid, *site.workers}
    if moment == "when it answers again":
        site.wait_until_it_answers()
    assert site.stop() in (0, 1)
    assert not alive(family)
    with open_listener("127.0.0.1", site.port, 1):
        pass


def test_a_process_that_is_stuck_is_killed_in_the_end(site):
    stuck = site.workers
    for pid in stuck:
        os.kill(pid, signal.SIGSTOP)
    assert site.stop() in (0, 1)
    assert not alive(stuck)


def test_children_end_with_a_parent_that_was_killed(site):
    workers = site.workers
    site.process.kill()
    site.process.wait()
    wait_until(lambda: not alive(workers), "the children to follow their parent")


HANGING = """
import threading, time
from stedennet.worker.shutdown import stop_on_signals
stop = threading.Event()
stop_on_signals(stop, seconds=0.2)
print("ready", flush=True)
while {condition}:
    time.sleep(0.01)
"""


@pytest.mark.parametrize(("condition", "status"), [("True", 1), ("not stop.is_set()", 0)])
def test_a_worker_in_which_something_hangs_is_cut_off_and_another_ends_well(condition, status):
    command = [sys.executable, "-c", HANGING.format(condition=condition)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as worker:
        assert worker.stdout.readline() == b"ready\n"
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == status
