"""A running demo and the system's Chromium, both started once."""

import pytest
from playwright.sync_api import sync_playwright

from tests import prepared
from tests.demo.demo_process import Demo

from .browser import launch
from .windows import Opened


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items):
    """All tests on the demo run in one process, so that it starts once.

    Those on a site of their own empty the database at the end, also of what migrations put there: they run last, as
    pytest-django orders them, and so in no group.
    """
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if "live_server" not in item.fixturenames:
                item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    var = tmp_path_factory.mktemp("browser") / "var"
    prepared.copy_demo(var)
    running = Demo(var).wait_until_ready().wait_until_it_searches()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, demo):
    """Opens pages, each in a new window."""
    windows = []

    def open_(path, **options):
        windows.append(Opened(chromium, demo.site, **options))
        windows[-1].page.goto(path)
        return windows[-1].page

    yield open_
    for one in windows:
        one.context.close()
    assert [said for one in windows for said in one.complaints] == []


@pytest.fixture(scope="session")
def _kept(chromium, demo):
    opened = Opened(chromium, demo.site)
    yield opened
    opened.context.close()


@pytest.fixture
def window(_kept):
    """Opens pages one after the other in the same window: quick, for tests that only look."""

    def open_(path):
        _kept.page.goto(path)
        return _kept.page

    yield open_
    complaints, _kept.complaints = _kept.complaints, []
    assert complaints == []


PASSWORD = "stedennet-demo-2018"


@pytest.fixture
def sign_in(open_page):
    """A window in which one of the demo's people is signed in."""

    def open_(email, path, **options):
        page = open_page("/account/inloggen/", **options)
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Inloggen", exact=True).click()
        page.wait_for_url("**/account/")
        page.goto(path)
        return page

    return open_


@pytest.fixture
def as_editor(sign_in):
    """A window in which the demo's editor is signed in."""
    return lambda path, **options: sign_in("redactie@stedennet.example", path, **options)
