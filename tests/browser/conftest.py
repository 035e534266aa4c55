"""A running demo and the system's Chromium, both started once."""

import pytest
from playwright.sync_api import sync_playwright

from tests import prepared
from tests.demo.running import Demo

from .browser import launch


def pytest_collection_modifyitems(items):
    """All browser tests run in one process, so that the demo and Chromium start once."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    var = tmp_path_factory.mktemp("browser") / "var"
    var.mkdir()
    prepared.fill(str(var / "stedennet.sqlite3"))
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
    """Opens pages in a window of its own, and says at the end when the browser complained or went elsewhere."""
    contexts, complaints = [], []

    def open_(path, *, width=1280, **options):
        context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=demo.site, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((demo.site, "data:")) else complaints.append(asked.url),
        )
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
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
