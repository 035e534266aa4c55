"""Clients that are slow on purpose take no page from a reader, straight and behind the proxies of deploy/."""

import re
import time

import pytest

from stedennet.serving import body_limits
from tests.demo.demo_process import wait_until

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


@pytest.mark.parametrize("door", DOORS)
def test_a_page_answers_while_others_hold_350_connections(doors, door):
    with Attack(doors[door], HOST) as attack:
        attack.keep_idle(200).send_slow_headers(100).send_slow_bodies(50)
        for path in ("/", "/themas/", "/initiatieven/aanmelden/"):
            assert b" 200 OK" in get(doors[door], path, host=HOST, seconds=5)[:20]


@pytest.mark.parametrize("door", DOORS)
def test_who_drips_headers_is_cut_off(doors, door):
    with Attack(doors[door], HOST) as attack:
        attack.send_slow_headers(5)
        wait_until(lambda: _drip_and_count(attack) == 5, "the site to close what drips")


def test_who_sends_nothing_more_of_a_body_is_cut_off(doors):
    with Attack(doors["straight"], HOST) as attack:
        attack.send_slow_bodies(5)
        wait_until(lambda: _drip_and_count(attack, drip=False) == 5, "the site to close what waits")


def _drip_and_count(attack, *, drip=True):
    time.sleep(0.2)
    return attack.closed(drip=drip)


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


@pytest.mark.parametrize("door", DOORS)
def test_no_product_is_named(doors, door):
    head = get(doors[door], "/livez", host=HOST).partition(b"\r\n\r\n")[0].lower()
    told = re.findall(rb"\r\n(?:server|x-powered-by|via): *([^\r]*)", head)
    assert not any(re.search(rb"granian|python|caddy|\d", name) for name in told)


def test_each_limit_holds_in_each_proxy_too():
    nginx = (sites.ROOT / "deploy" / "nginx.conf").read_text()
    caddy = (sites.ROOT / "deploy" / "Caddyfile").read_text()
    for beginning in body_limits.LIMITS:
        assert beginning.strip("/") in nginx
        assert f"{beginning}*" in caddy
