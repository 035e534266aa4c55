"""Whoever moves by keyboard sees where: a ring of three pixels that stands out from what lies around it."""

import pytest

from .contrast import CONTRAST

RINGS = (
    "() => {"
    + CONTRAST
    + """
    const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const reachable = [...document.querySelectorAll(kinds)]
        .filter(box => box.checkVisibility() && box.type !== "hidden" && !box.closest(".trap"));
    return reachable.map(box => {
        box.focus({focusVisible: true});
        const style = getComputedStyle(box);
        const stands = contrast(box, style.outlineColor);
        return {what: box.outerHTML.slice(0, 120), width: style.outlineWidth, style: style.outlineStyle, stands};
    });
}"""
)
PATHS = ("/", "/themas/smart-mobility/", "/agenda/tijdlijn/", "/agenda/bord/", "/initiatieven/", "/oproepen/plaatsen/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_the_ring_is_seen_everywhere(open_page, path, scheme):
    rings = open_page(path, color_scheme=scheme).evaluate(RINGS)
    assert len(rings) > 20
    assert [ring for ring in rings if (ring["width"], ring["style"]) != ("3px", "solid") or ring["stands"] < 3] == []
