"""Nothing on a page moves while it loads for the first time, even when the fonts come late."""

import time

import pytest

from .windows import Opened

LARGEST = 0.05
"""Cumulative layout shift, as browsers measure it; a tenth is called good."""
LATE = 0.7
"""Seconds that each font takes, as on a slow connection."""
COUNT = """
    window.shifted = 0;
    new PerformanceObserver(list => list.getEntries().forEach(shift => window.shifted += shift.value))
        .observe({type: "layout-shift", buffered: true});
"""
PATHS = (
    "/",
    "/artikelen/vng-en-g5-werken-aan-nl-smart-city-strategie/",
    "/themas/smart-mobility/",
    "/agenda/acties/VB-1/",
    "/initiatieven/",
)


@pytest.fixture
def first_visit(chromium, demo):
    """Opens a page in a window that has never been here."""
    windows = []

    def open_(path, *, width, delay):
        opened = Opened(chromium, demo.site, width=width)
        windows.append(opened)
        opened.page.add_init_script(COUNT)
        opened.page.route("**/*.woff2", lambda route: (time.sleep(delay), route.continue_()))
        opened.page.goto(path)
        return opened.page

    yield open_
    for opened in windows:
        opened.context.close()


@pytest.mark.parametrize("delay", [0, LATE], ids=["fonts in time", "fonts late"])
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_moves(first_visit, path, width, delay):
    page = first_visit(path, width=width, delay=delay)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(200)
    assert page.evaluate("window.shifted") < LARGEST


def test_the_fonts_are_asked_for_before_the_stylesheet_is_read(window):
    """A preload whose address is not that of the stylesheet would load each font twice."""
    page = window("/")
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').filter(file => file.name.endsWith('.woff2'))"
        ".map(file => [file.name, file.initiatorType])"
    )
    assert {initiator for _, initiator in loaded} == {"link"}
    assert len({name for name, _ in loaded}) == len(loaded) == 3


@pytest.mark.parametrize("weight", [400, 600, 700])
def test_the_font_of_the_device_is_as_wide_as_ours(window, weight):
    page = window("/")
    ours, device = (
        page.evaluate(WIDTH, [f'{weight} 100px "{family}"', page.get_by_role("main").inner_text()])
        for family in ("Fira Sans", "Like Fira")
    )
    assert device == pytest.approx(ours, rel=0.03)


WIDTH = """async ([font, text]) => {
    await document.fonts.load(font);
    const brush = document.createElement("canvas").getContext("2d");
    brush.font = font;
    return brush.measureText(text.replace(/\\s+/g, " ")).width;
}"""
