"""A request is read within its limits, then a thread makes the answer: the entry, with a server that we play."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from stedennet.serving import entry
from stedennet.serving.entry import Entry


class Headers(list):
    """As Granian's: a list of pairs that can be asked for a name."""

    def items(self):
        return list(self)

    def get(self, name, default=None):
        return dict(self).get(name, default)

    def get_all(self, name):
        return [value for key, value in self if key == name]

    def __contains__(self, name):
        return name in dict(self)


class Protocol:
    """Gives the chunks of a body and keeps the answer."""

    def __init__(self, *chunks):
        self.chunks, self.status, self.body, self.headers = list(chunks), 0, b"", {}

    async def __aiter__(self):
        for chunk in self.chunks:
            if chunk is None:
                await asyncio.sleep(60)
            yield chunk

    def response_bytes(self, status, headers, body):
        self.status, self.headers, self.body = status, dict(headers), body

    def response_stream(self, status, headers):
        self.status, self.headers = status, dict(headers)
        return self

    async def send_bytes(self, chunk):
        self.body += chunk


def scope(method="GET", path="/", *headers):
    return SimpleNamespace(
        method=method, path=path, query_string="a=1", headers=Headers(headers), client="192.0.2.7:4711",
        server="127.0.0.1:8000", scheme="http", http_version="1.1",
    )  # fmt: skip


def echo(environ, start):
    start("200 OK", [("content-type", "text/plain")])
    return [environ["wsgi.input"].read()]


def ask(application, protocol, asked, before=lambda one: None):
    async def run():
        one = Entry(application, threads=1)
        one.__rsgi_init__(asyncio.get_running_loop())
        before(one)
        await one.__rsgi__(asked, protocol)
        one.__rsgi_del__(one.loop)
        return one

    # In a thread of its own: Playwright's loop runs in that of a test process that also drove the browser.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, run()).result()


def test_the_application_gets_the_whole_body_and_its_size():
    seen = {}

    def application(environ, start):
        seen.update(environ)
        return echo(environ, start)

    protocol = Protocol(b"ab", b"cd")
    one = ask(application, protocol, scope("POST", "/x/", ("transfer-encoding", "chunked")))
    assert (protocol.status, protocol.body, protocol.headers["server"]) == (200, b"abcd", "")
    assert seen["CONTENT_LENGTH"] == "4"
    assert (one.held, one.waiting) == (0, 0)


def test_headers_come_as_wsgi_wants_them():
    seen = {}

    def application(environ, start):
        seen.update(environ)
        return echo(environ, start)

    headers = [("cookie", "a=1"), ("cookie", "b=2"), ("x-forwarded-for", "1.1.1.1"), ("x_forwarded_for", "6.6.6.6")]
    ask(application, Protocol(), scope("GET", "/caf\u00e9/", *headers))
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert seen["HTTP_X_FORWARDED_FOR"] == "1.1.1.1"
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/café/"
    assert (seen["REMOTE_ADDR"], seen["SERVER_PORT"], seen["CONTENT_LENGTH"]) == ("192.0.2.7", "8000", "")
    assert "HOME" not in seen


@pytest.mark.parametrize(
    ("asked", "chunks", "status"),
    [
        (scope("POST", "/", ("content-length", "1000001")), [], 413),
        (scope("POST", "/", ("content-length", "99999999999999999999")), [], 413),
        (scope("POST", "/", ("content-length", "-1")), [], 400),
        (scope("POST", "/", ("content-length", "3")), [b"a" * 4], 413),
        (scope("POST", "/", ("transfer-encoding", "chunked")), [b"a" * 600_000] * 2, 413),
        (scope("POST", "/beheer/x/", ("transfer-encoding", "chunked")), [b"a" * 600_000] * 2, 200),
        (scope("TRACE", "/"), [], 405),
        (scope("CONNECT", "/"), [], 405),
    ],
)
def test_what_is_too_large_or_not_answered_never_reaches_the_application(asked, chunks, status):
    protocol = Protocol(*chunks)
    one = ask(echo, protocol, asked)
    assert protocol.status == status
    assert one.held == 0


def test_a_body_that_stops_is_cut_off(monkeypatch):
    monkeypatch.setattr(entry, "IDLE_SECONDS", 0.01)
    protocol = Protocol(b"a", None)
    one = ask(echo, protocol, scope("POST", "/", ("content-length", "10")))
    assert (protocol.status, protocol.headers["connection"], one.held) == (408, "close", 0)


def test_all_bodies_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(entry, "MOST_HELD", 5)
    protocol = Protocol(b"abcdef")
    one = ask(echo, protocol, scope("POST", "/", ("content-length", "6")))
    assert (protocol.status, protocol.headers["retry-after"], one.held) == (503, "30", 0)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "status"),
    [
        (0, "", 429),
        (0, "203.0.113.9", 429),
        (1, "203.0.113.9", 200),
        (1, "203.0.113.9, 192.0.2.7", 429),
    ],
)
def test_who_sends_too_many_bodies_at_once_is_refused_and_nobody_else(proxies, forwarded, status):
    def fill(one):
        one.proxies, one.reading["192.0.2.7"] = proxies, entry.MOST_AT_ONCE

    protocol = Protocol(b"ab")
    asked = scope("POST", "/", ("content-length", "2"), ("x-forwarded-for", forwarded))
    one = ask(echo, protocol, asked, before=fill)
    assert protocol.status == status
    assert one.reading == {"192.0.2.7": entry.MOST_AT_ONCE}


def test_a_queue_that_is_full_says_come_back():
    protocol = Protocol()
    ask(echo, protocol, scope(), before=lambda one: setattr(one, "waiting", one.most_waiting))
    assert protocol.status == 503


def test_a_long_answer_is_sent_in_pieces_and_always_closed(monkeypatch):
    monkeypatch.setattr(entry, "AT_ONCE", 3)
    closed = []

    class Answer(list):
        def close(self):
            closed.append(True)

    def application(environ, start):
        start("200 OK", [])
        return Answer([b"ab", b"cd", b"ef"])

    protocol = Protocol()
    ask(application, protocol, scope())
    assert (protocol.status, protocol.body, closed) == (200, b"abcdef", [True])


def test_an_application_that_fails_is_a_page_and_nothing_of_its_inside():
    def application(environ, start):
        raise RuntimeError("secret")

    protocol = Protocol()
    ask(application, protocol, scope())
    assert protocol.status == 500
    assert b"secret" not in protocol.body
