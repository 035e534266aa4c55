"""How large a request may be, decided by its address before a byte is read."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

import stedennet
from stedennet.core.files import MOST_BYTES
from stedennet.serving.body_limits import FORM, LIMITS, compute_time_limit, find_body_limit
from stedennet.site.message_files import MOST_REQUEST_BYTES


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/", FORM),
        ("/initiatieven/aanmelden/", FORM),
        ("/en/initiatieven/aanmelden/", FORM),
        ("/account/inloggen/", FORM),
        ("/beheer/images/add/", LIMITS["/beheer/"]),
        ("/beheerder/", FORM),
        ("/fediverse/postvak", LIMITS["/fediverse/"]),
        ("/en/oproepen/gesprek/abc/", LIMITS["/oproepen/gesprek/"]),
        ("/static/../beheer/", FORM),
    ],
)
def test_an_address_has_its_limit(path, limit):
    assert find_body_limit(path) == limit


@pytest.mark.parametrize(("name", "arguments"), [("call_own", ["x"]), ("call_talk", ["x"]), ("own_call", ["x"])])
def test_where_files_can_be_sent_the_view_itself_refuses_what_is_too_large(name, arguments):
    assert find_body_limit(reverse(name, args=arguments)) >= MOST_REQUEST_BYTES >= MOST_BYTES


def test_each_form_with_files_is_known_here():
    """Another form with files needs a line in body_limits.py, or its files are refused as too large."""
    package = Path(stedennet.__file__).parent
    found = {
        str(path.relative_to(package))
        for path in package.rglob("*.html")
        if re.search(r"multipart/form-data", path.read_text())
    }
    assert found == {
        "imports/templates/imports/page.html",  # Under /beheer/.
        "site/templates/503.html",  # The form of another page once more.
        "site/templates/site/calls/own.html",
        "site/templates/site/calls/talk.html",
    }


def test_a_small_form_has_seconds_and_a_large_file_minutes():
    assert 20 <= compute_time_limit(1000) < 21
    assert compute_time_limit(25_000_000) < 600


def test_a_form_without_files_takes_a_megabyte_at_most():
    assert find_body_limit("/themas/meedoen/") == 1_000_000
    assert find_body_limit("/en/reacties/artikel/1/toevoegen/") == 1_000_000
