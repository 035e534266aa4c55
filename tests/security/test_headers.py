"""What every answer says to the browser, and which methods are answered at all."""

import json
import logging
import re
import subprocess
import sys

import pytest
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from tests.builders.articles import make_article
from tests.builders.events import make_event

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/en/",
    "/themas/",
    "/account/inloggen/",
    "/nergens/",
    "/beheer/",
    "/zoeken/",
    "/robots.txt",
    "/themas/feed.atom",
]


@pytest.fixture
def office(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(create_person(email="e@example.org", name="E", password=None, by=SYSTEM, is_editor=True))
    return client


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_forbids_what_no_page_uses(client, page):
    answer = client.get(page)
    for feature in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{feature}=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("page", PAGES)
def test_a_security_key_may_still_be_used(client, page):
    assert "publickey" not in client.get(page)["Permissions-Policy"]


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "FOO"])
@pytest.mark.parametrize("page", ["/", "/beheer/", "/fediverse/postvak", "/account/inloggen/", "/nergens/"])
def test_methods_that_nobody_needs_are_refused_everywhere(client, page, method):
    answer = client.generic(method, page, headers={"cookie-like": "secret"})
    assert answer.status_code == 405
    assert b"secret" not in answer.content
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("page", ["/", "/account/inloggen/", "/nergens/"])
def test_public_pages_run_no_inline_script(client, page):
    rule = client.get(page)["Content-Security-Policy"]
    assert re.search(r"script-src 'self'(;|$)", rule)
    assert "unsafe" not in rule


def test_the_office_runs_inline_scripts_with_the_number_of_the_request_only(office):
    first, second = (office.get("/beheer/agenda/rapport/") for _time in range(2))
    numbers = [re.search(r"'nonce-([^']+)'", answer["Content-Security-Policy"]).group(1) for answer in (first, second)]
    assert numbers[0] != numbers[1]
    script = re.search(r"script-src [^;]+", first["Content-Security-Policy"]).group(0)
    assert "unsafe-inline" not in script
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", first.content.decode())
    runs = [attributes for attributes in inline if "application/json" not in attributes]
    assert runs
    assert all(f'nonce="{numbers[0]}"' in attributes for attributes in runs)


def test_a_page_without_inline_scripts_names_no_number(client):
    assert "nonce" not in client.get("/")["Content-Security-Policy"]


OFFICE_FORMS = [
    "themerole:add",
    "participation:add",
    "milestone:add",
    "newsletters:index",
    "network:add_merger",
    "wagtailadmin_home",
]


@pytest.mark.parametrize("name", OFFICE_FORMS)
def test_no_inline_script_of_the_office_lacks_its_number(office, name):
    page = office.get(reverse(name)).content.decode()
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
    assert [attributes for attributes in inline if "nonce" not in attributes and "type=" not in attributes] == []
    assert re.findall(r"\son[a-z]+=\"", page) == []


@pytest.mark.parametrize("sort", ["article", "event"])
def test_the_editor_of_pages_runs_no_inline_script_without_its_number(office, sort):
    page = make_article() if sort == "article" else make_event()
    words = office.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", words)
    assert [attributes for attributes in inline if "nonce" not in attributes and "type=" not in attributes] == []
    assert any("nonce" in attributes for attributes in inline)


class TestReportsOfBrowsers:
    """What a browser stopped is one line in the log; nobody can flood or forge the log with it."""

    REPORT = {
        "csp-report": {
            "blocked-uri": "https://evil.example/x.js",
            "effective-directive": "script-src-elem",
            "document-uri": "https://www.example.org/agenda/?q=geheim",
        }
    }

    def send(self, client, body, kind="application/csp-report"):
        data = body if isinstance(body, bytes) else json.dumps(body)
        return client.post("/csp-melding", data, content_type=kind)

    def test_every_page_says_where_to_report(self, client):
        answer = client.get("/")
        assert "report-uri /csp-melding" in answer["Content-Security-Policy"]
        assert "report-to csp" in answer["Content-Security-Policy"]
        assert answer["Reporting-Endpoints"] == 'csp="/csp-melding"'

    @pytest.mark.parametrize("wrapped", [False, True])
    def test_a_report_is_one_line_without_the_question_of_the_address(self, client, caplog, wrapped):
        body = [{"type": "csp-violation", "body": self.REPORT["csp-report"]}] if wrapped else self.REPORT
        with caplog.at_level(logging.WARNING, logger="stedennet.csp"):
            assert self.send(client, body).status_code == 204
        (line,) = [record.getMessage() for record in caplog.records if record.name == "stedennet.csp"]
        assert line == "a browser stopped 'https://evil.example' by 'script-src-elem' on '/agenda/'"

    def test_a_report_forges_no_second_line(self, client, caplog):
        report = {"csp-report": {"blocked-uri": "x\nERROR forged", "document-uri": "https://a.example/\nERROR"}}
        with caplog.at_level(logging.WARNING, logger="stedennet.csp"):
            self.send(client, report)
        assert "\n" not in caplog.records[0].getMessage()

    def test_a_flood_of_reports_writes_ten_lines_a_minute(self, client, caplog):
        with caplog.at_level(logging.WARNING, logger="stedennet.csp"):
            for _time in range(40):
                assert self.send(client, self.REPORT).status_code == 204
        assert len([record for record in caplog.records if record.name == "stedennet.csp"]) == 10

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"[1]",
            b"null",
            b'{"csp-report": 1}',
            b"\xff\xfe",
            b"[" * 5000,
            b'{"csp-report": {}}',
            b"x" * 20_000,
        ],
    )
    def test_what_is_no_report_gets_the_same_answer(self, client, body):
        assert self.send(client, body).status_code == 204


SETTINGS = """
import os
os.environ.update(STEDENNET_SECRET_KEY="x" * 50, STEDENNET_DEMO="0", **{extra})
import django
from django.conf import settings
os.environ["DJANGO_SETTINGS_MODULE"] = "stedennet.config.settings"
django.setup()
from stedennet.site.message_storage import HostCookieStorage
from stedennet.site.unsent_forms import COOKIE
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, HostCookieStorage.cookie_name, COOKIE,
      settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0,
      settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN)
"""


def settings_with(**extra: str) -> list[str]:
    """The cookies and HSTS of a process with these variables."""
    code = SETTINGS.replace("{extra}", repr(extra))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_with_https_every_cookie_is_bound_to_the_very_host():
    *names, session, csrf, hsts, subdomains, path, domain = settings_with(STEDENNET_HTTPS="1")
    assert all(name.startswith("__Host-") for name in names)
    assert (session, csrf, hsts, path, domain) == ("True", "True", "True", "/", "None")
    assert subdomains == "False"


def test_sub_domains_follow_only_by_the_setting():
    assert settings_with(STEDENNET_HTTPS="1", STEDENNET_HSTS_SUBDOMAINS="1")[7] == "True"


def test_without_https_cookies_keep_their_plain_names():
    assert settings_with(STEDENNET_HTTPS="0")[:2] == ["sessionid", "csrftoken"]
