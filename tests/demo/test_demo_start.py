"""`make demo`, in a fresh clone of the repository: first what it prepares, then what it serves.

The first half runs once for all tests that need a demo (tests/prepared.py), onto a database in which `stedennet manage
migrate` already made the tables; tests/setup/test_first_steps.py begins with an empty folder.
"""

import signal
import socket
import sqlite3

import pytest

from tests import prepared

from .demo_process import Demo, alive, wait_until

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def prepared_folder(tmp_path_factory):
    """The data folder after the first half of a first start, and what it printed."""
    var = tmp_path_factory.mktemp("demo") / "var"
    return var, prepared.copy_demo(var)


@pytest.fixture(scope="module")
def var(prepared_folder):
    return prepared_folder[0]


@pytest.fixture(scope="module")
def first(var):
    """The rest of the first start, stopped at the end of the module in any case."""
    demo = Demo(var)
    yield demo.wait_until_ready()
    demo.process.kill()
    demo.process.wait()


def test_it_says_what_it_does_where_it_is_and_who_can_sign_in(prepared_folder, first):
    for words in ("Preparing the database", "municipalities.csv: 342 added"):
        assert words in prepared_folder[1]
    for words in (
        "Preparing the database",
        "already loaded",
        f"http://localhost:{first.port}/",
        "redactie@stedennet.example",
        "Ctrl-C",
    ):
        assert words in first.said


@pytest.mark.parametrize("path", ["/", "/themas/", "/organisaties/", "/verbreding/", "/en/", "/healthz"])
def test_the_pages_answer(first, path):
    assert first.answers(path)


def test_a_port_in_use_is_one_clear_line(first, tmp_path):
    second = Demo(tmp_path / "var", port=first.port)
    assert second.process.wait(timeout=60) == 1
    assert second.said.strip() == f"Port {first.port} is in use. Choose another: PORT=8123 make demo"


def test_ctrl_c_stops_everything_and_a_second_start_keeps_the_data(first, var):
    family = first.family
    assert len(family) >= 4, "the starter, the server with its render process, the worker"
    assert first.stop(signal.SIGINT) == 0
    wait_until(lambda: not alive(family), "all processes to end")
    with sqlite3.connect(var / "stedennet.sqlite3") as database:
        database.execute("UPDATE network_organisation SET short_name = 'mine' WHERE slug = 'eindhoven'")
    again = Demo(var, port=first.port).wait_until_ready()
    family = again.family
    with sqlite3.connect(var / "stedennet.sqlite3") as database:
        assert database.execute("SELECT short_name FROM network_organisation WHERE slug = 'eindhoven'").fetchone() == (
            "mine",
        )
    assert "already loaded" in again.said
    # Killing the parent outright leaves no orphan, and the port is free again.
    again.process.kill()
    again.process.wait()
    wait_until(lambda: not alive(family), "the children to follow their parent")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", first.port))
