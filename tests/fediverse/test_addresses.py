"""No request ever goes into our own network, whatever a URL looks like or resolves to."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from stedennet.fediverse import http_client
from stedennet.fediverse.http_client import Response, Unreachable
from stedennet.fediverse.rules.addresses import (
    ForbiddenAddress,
    check_url,
    host_of,
    is_allowed_ip,
    is_host,
    is_same_host,
)

INSIDE = [
    "0.0.0.1", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.1.2.3", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:a00:1", "::7f00:1",
    "64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:5ef5:79fd:0:0:f5ff:fffe",
    "", "nonsense", "1", "2130706433",
]  # fmt: skip
OUTSIDE = ["1.1.1.1", "145.97.39.155", "2001:610:1:80aa::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_talked_to(address):
    assert not is_allowed_ip(address, "public")


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_public_address_is(address):
    assert is_allowed_ip(address, "public")
    assert not is_allowed_ip(address, "loopback")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_the_demo_talks_with_this_machine_only(address):
    assert is_allowed_ip(address, "loopback")
    assert not is_allowed_ip("192.168.1.1", "loopback")


@pytest.mark.parametrize(
    "url",
    [
        "http://elders.example/", "ftp://elders.example/", "file:///etc/passwd", "gopher://elders.example/",
        "https://elders.example:8443/", "https://elders.example:22/", "https://elders.example:x/", "https:///x",
        "https://localhost/", "https://127.0.0.1/", "https://127.1/", "https://0x7f.0.0.1/", "https://0177.0.0.1/",
        "https://2130706433/", "https://0x7f000001/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://user@elders.example/", "https://user:secret@elders.example/", "https://elders.example@127.0.0.1/",
        "https://elders.example\\@127.0.0.1/", "https://elders.example/ x", "https://elders.example/\r\nHost: x",
        "https://élders.example/", "https://-x.example/", "https://x..example/", "//elders.example/", "", "x" * 600,
        "https://1.2.3.4.0x1/", "https://elders.example:443:443/",
    ],
)  # fmt: skip
def test_an_odd_address_is_refused_before_anything_is_asked(url):
    with pytest.raises(ForbiddenAddress):
        check_url(url, "public")


def test_a_plain_address_comes_apart():
    target = check_url("https://Elders.example/users/ada?x=1#main-key", "public")
    assert (target.host, target.port, target.path, target.netloc) == (
        "elders.example",
        443,
        "/users/ada?x=1",
        "elders.example",
    )
    assert check_url("http://localhost:8123/x", "loopback").netloc == "localhost:8123"


@pytest.mark.parametrize("name", ["a.b", "social.example.org", "xn--bcher-kva.example", "a_b.example"])
def test_names_of_servers(name):
    assert is_host(name)


@pytest.mark.parametrize(
    "name", ["localhost", "a", "a.1", "1.2.3.4", "a.0x7f", "a..b", "a.b/", "a b.c", "a." + "b" * 64]
)
def test_what_is_no_name_of_a_server(name):
    assert not is_host(name)


def test_addresses_are_of_one_server_or_not():
    assert is_same_host("https://a.example/1", "https://A.example:443/2")
    assert not is_same_host("https://a.example/1", "https://a.example:8443/2")
    assert not is_same_host("https://a.example/1", "https://a.example.evil/2")
    assert not is_same_host("https://a.example/1", None)
    assert not is_same_host("nonsense", "nonsense")
    assert host_of("https://u@a.example/") == host_of("mailto:x") == host_of("https://a.example/é") == ""


def resolves_to(monkeypatch, *addresses):
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_a, **_k: [(socket.AF_INET, 1, 6, "", (address, 443)) for address in addresses]
    )


@pytest.fixture
def connected(monkeypatch):
    """The addresses of connections, none of which is really made."""
    to = []

    def connect(address, timeout=None):
        to.append(address)
        raise OSError("cut")

    monkeypatch.setattr(socket, "create_connection", connect)
    return to


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["169.254.169.254"], ["1.1.1.1", "10.0.0.1"], ["fd00::1"], []])
def test_a_name_that_resolves_to_the_inside_gets_no_connection(monkeypatch, connected, addresses):
    resolves_to(monkeypatch, *addresses)
    with pytest.raises(Unreachable, match="not allowed"):
        http_client.send_request("GET", "https://elders.example/", headers={})
    assert connected == []


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch, connected):
    resolves_to(monkeypatch, "1.1.1.1")
    with pytest.raises(Unreachable):
        http_client.send_request("GET", "https://elders.example/", headers={})
    assert connected == [("1.1.1.1", 443)]


@pytest.mark.parametrize("to", ["http://127.0.0.1/", "https://127.0.0.1/", "https://[::1]/", "file:///etc/passwd", ""])
def test_a_redirect_to_the_inside_is_not_followed(monkeypatch, to):
    resolves_to(monkeypatch, "1.1.1.1")
    asked = []

    def answer(target, *_rest):
        asked.append(target.url)
        return Response(302, {"location": to}, b"")

    monkeypatch.setattr(http_client, "_exchange", answer)
    with pytest.raises(Unreachable):
        http_client.get_json("https://elders.example/users/ada")
    assert {url for url in asked if "elders" not in url} == set()


@contextmanager
def server(status=200, kind="application/activity+json", body=b'{"id": 1}', location="", hold=None):
    """A local server that gives all requests the same response."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if hold:
                hold.wait()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_parts):
            """Log nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{running.server_port}"
    finally:
        running.shutdown()
        running.server_close()


@pytest.fixture
def loopback(settings):
    settings.FEDIVERSE_REACH = "loopback"


@pytest.mark.usefixtures("loopback")
class TestARealServer:
    def test_json_is_read(self):
        with server() as url:
            assert http_client.get_json(url) == {"id": 1}

    def test_it_is_out_of_reach_outside_the_demo(self, settings):
        settings.FEDIVERSE_REACH = "public"
        with server() as url, pytest.raises(Unreachable):
            http_client.get_json(url)

    @pytest.mark.parametrize(
        "how",
        [
            {"status": 404},
            {"status": 410},
            {"kind": "text/html"},
            {"kind": ""},
            {"body": b"{"},
            {"body": b"[" * 100_000},
            {"body": b'"' + b"x" * 300_000 + b'"'},
            {"status": 302},
            {"status": 302, "location": "/again"},
            {"status": 301, "location": "http://192.168.1.1/"},
        ],
    )
    def test_anything_else_is_no_answer(self, how):
        with server(**how) as url, pytest.raises(Unreachable):
            http_client.get_json(url)

    def test_what_a_server_says_can_be_stored(self):
        with socket.create_server(("127.0.0.1", 0)) as listening:

            def answer():
                connection, _address = listening.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(b"HTTP/\0\x1b 200 OK\r\n\r\n")

            threading.Thread(target=answer, daemon=True).start()
            with pytest.raises(Unreachable) as error:
                http_client.send_request("GET", f"http://127.0.0.1:{listening.getsockname()[1]}/", headers={})
        assert str(error.value).isprintable()

    def test_a_server_that_keeps_silent_is_left_in_time(self):
        hold = threading.Event()
        with server(hold=hold) as url:
            with pytest.raises(Unreachable):
                http_client.send_request("GET", url, headers={}, within=0.2)
            hold.set()

    def test_a_server_that_drips_is_cut_off_too(self):
        """Send each byte within the socket timeout, so that only the limit on the whole request applies."""
        with socket.create_server(("127.0.0.1", 0)) as listening:
            done = threading.Event()

            def drip():
                connection, _address = listening.accept()
                with connection:
                    connection.sendall(b"HTTP/1.1 200 OK\r\n")
                    while not done.wait(0.02):
                        try:
                            connection.sendall(b"x")
                        except OSError:
                            return

            thread = threading.Thread(target=drip, daemon=True)
            thread.start()
            with pytest.raises(Unreachable):
                http_client.send_request(
                    "GET", f"http://127.0.0.1:{listening.getsockname()[1]}/", headers={}, within=0.3
                )
            done.set()
            thread.join()
