"""Clients that are slow on purpose take no page from a reader, straight and behind the proxies of deploy/."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from stedennet.serving import body_limits
from stedennet.serving.entry import MOST_AT_ONCE
from tests.demo.demo_process import PATIENCE, wait_until

from . import sites
from .attackers import Attack, ask, get

pytestmark = pytest.mark.xdist_group("slow clients")
DOORS = ["straight", "nginx", "caddy"]
HOST = "www.stad.nl"
POST = f"POST /initiatieven/aanmelden/ HTTP/1.1\r\nHost: {HOST}\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One process of the real `stedennet serve`."""
    program = sites.serve(tmp_path_factory.mktemp("site") / "var")
    yield program.wait_until_it_answers()
    program.end()


@pytest.fixture(scope="module")
def doors(site, tmp_path_factory):
    """The ports on which the site answers: its own, and those of both proxies."""
    proxies = {
        "nginx": sites.nginx(tmp_path_factory.mktemp("nginx"), site.port),
        "caddy": sites.caddy(tmp_path_factory.mktemp("caddy"), site.port),
    }
    yield {"straight": site.port} | {name: one.wait_until_it_answers(HOST).port for name, one in proxies.items()}
    for proxy in proxies.values():
        proxy.end()


@pytest.fixture(scope="module")
def drips(doors):
    """Who is slow until it is cut off, everywhere at once: how many seconds each is held, by kind and door.

    They wait for minutes together and do next to nothing, so none waits for another. Each comes from an address of its
    own, because the site counts bodies by address.
    """
    kinds = [(kind, door) for kind in ("headers", "body") for door in DOORS] + [("nothing more", "straight")]
    with ThreadPoolExecutor(len(kinds)) as pool:
        yield {
            (kind, door): pool.submit(_measure_hold, doors[door], kind, f"127.0.0.{20 + number}")
            for number, (kind, door) in enumerate(kinds)
        }


def _measure_hold(port, kind, source):
    with Attack(port, HOST, source) as attack:
        began = time.monotonic()
        (attack.send_slow_headers if kind == "headers" else attack.send_slow_bodies)(5)
        wait_until(lambda: _drip_and_count(attack, drip=kind != "nothing more") == 5, "the site to close what is slow")
        return time.monotonic() - began


def _drip_and_count(attack, *, drip):
    time.sleep(0.2)
    return attack.closed(drip=drip)


@pytest.mark.parametrize("door", DOORS)
def test_a_page_answers_while_others_hold_350_connections(doors, door):
    with Attack(doors[door], HOST) as attack:
        attack.keep_idle(200).send_slow_headers(100).send_slow_bodies(50)
        for path in ("/", "/themas/", "/initiatieven/aanmelden/"):
            assert b" 200 OK" in get(doors[door], path, host=HOST, seconds=5)[:20]


@pytest.mark.usefixtures("drips")  # They wait while this one does.
@pytest.mark.parametrize("door", DOORS)
def test_one_address_sends_so_many_forms_at_once_and_keeps_nobody_else_waiting(doors, door):
    source = f"127.0.0.{10 + DOORS.index(door)}"  # Who hangs up still counts for ten seconds.
    with Attack(doors[door], HOST, source) as attack:
        attack.send_slow_bodies(MOST_AT_ONCE + 5)
        wait_until(lambda: attack.count_answers(b" 429 ") >= 5, "a refusal of what is too much")
        # nginx also refuses a burst of forms, so there it is a few more.
        assert attack.count_answers(b" 429 ") <= (5 if door != "nginx" else 20)
        assert b" 403 " in ask(doors[door], f"{POST}Connection: close\r\nContent-Length: 3\r\n\r\na=b")[:20]
    wait_until(lambda: _is_admitted_again(doors[door], source), "the address to be free again")


def _is_admitted_again(port, source):
    with Attack(port, HOST, source) as attack:
        attack.send_slow_bodies(1)
        time.sleep(0.3)
        return attack.count_answers(b" 429 ") == 0


@pytest.mark.parametrize("door", DOORS)
def test_who_drips_headers_is_cut_off(drips, door):
    assert drips["headers", door].result() < PATIENCE


def test_who_sends_nothing_more_of_a_body_is_cut_off(drips):
    assert drips["nothing more", "straight"].result() < PATIENCE


@pytest.mark.parametrize("door", DOORS)
def test_who_drips_a_body_is_cut_off_in_a_bounded_time(drips, door):
    # Caddy has a total time of its own (read_body), and keeps the client until then.
    allowed = 60 if door == "caddy" else body_limits.compute_time_limit(1000)
    assert drips["body", door].result() < allowed + 10


@pytest.mark.parametrize("door", DOORS)
def test_a_body_that_is_too_large_is_refused_before_it_arrives(doors, door):
    head = (
        f"POST /initiatieven/aanmelden/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    )
    answer = ask(doors[door], f"{head}Content-Length: 400000000\r\n\r\n--x\r\n")
    assert b" 413 " in answer[:20]


@pytest.mark.parametrize("door", DOORS)
def test_a_body_of_unknown_length_is_refused_when_it_grows_too_large(doors, door):
    head = f"{POST}Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    assert b" 413 " in ask(doors[door], head.encode() + chunk * 20)[:20]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("method", ["TRACE", "TRACK"])
def test_a_request_is_never_sent_back_to_who_sent_it(doors, door, method):
    answer = ask(doors[door], f"{method} / HTTP/1.1\r\nHost: {HOST}\r\nX-Secret: 42\r\nConnection: close\r\n\r\n")
    assert b" 405 " in answer[:20]
    assert b"X-Secret" not in answer


CLOSE = f"Host: {HOST}\r\nConnection: close\r\n\r\n"
ODD_REQUESTS = {
    "a page": f"GET /livez HTTP/1.1\r\n{CLOSE}",
    "no page": f"GET /bestaat-niet/ HTTP/1.1\r\n{CLOSE}",
    "no method": f"TRACE / HTTP/1.1\r\n{CLOSE}",
    "no length": f"POST / HTTP/1.1\r\nContent-Length: x\r\n{CLOSE}",
    "too large": f"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n{CLOSE}",
    "no request": "ROMMEL\r\n\r\n",
    "no header": f"GET / HTTP/1.1\r\nHo st: x\r\n{CLOSE}",
    "a path of rubbish": f"GET /%ff%00 HTTP/1.1\r\n{CLOSE}",
    "an upgrade": f"GET / HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n{CLOSE}",
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("request_text", ODD_REQUESTS.values(), ids=ODD_REQUESTS)
def test_no_product_is_named(doors, door, request_text):
    head = ask(doors[door], request_text).partition(b"\r\n\r\n")[0].lower()
    named = re.findall(rb"\r\n(?:server|x-powered-by|via): *([^\r]*)", head)
    assert not any(re.search(rb"granian|hyper|python|caddy|\d", name) for name in named)


@pytest.mark.parametrize(("door", "expected"), [("straight", b"\r\nserver: \r\n"), ("caddy", None)])
def test_the_server_header_is_empty_and_absent_behind_the_proxy(doors, door, expected):
    # Granian adds its name where there is no such header, and has no setting for it; nginx names itself, bare.
    head = get(doors[door], "/themas/", host=HOST, headers="X-Forwarded-Proto: https\r\n").lower()
    found = re.search(rb"\r\nserver:[^\r]*\r\n", head.partition(b"\r\n\r\n")[0] + b"\r\n")
    assert (found and found.group()) == expected


def test_each_limit_holds_in_each_proxy_too():
    nginx = (sites.ROOT / "deploy" / "nginx.conf").read_text()
    caddy = (sites.ROOT / "deploy" / "Caddyfile").read_text()
    for beginning in body_limits.LIMITS:
        assert beginning.strip("/") in nginx
        assert f"{beginning}*" in caddy
