"""Every mail names what it is about, greets, says why somebody gets it, and asks for one thing at most."""

from pathlib import Path

import pytest
from django.template import Context, Engine
from django.template.defaulttags import IfNode
from django.template.loader_tags import IncludeNode
from django.utils import translation

import stedennet
from stedennet.outbox.flows import WITH_GREETING

ROOMS = Path(stedennet.__file__).parent
NAMES = sorted(path.name.removesuffix(".subject.txt") for path in ROOMS.glob("*/templates/mail/*.subject.txt"))
ABOUT_NOTHING = {"reply_note"}
"""A note about a mail of the reader's own, which our mail server could not pass on."""


def read(name: str) -> str:
    (path,) = ROOMS.glob(f"*/templates/mail/{name}")
    return path.read_text(encoding="utf-8")


def count_buttons(nodes) -> int:
    """The most buttons that a mail can have: of branches only one is shown."""
    total = 0
    for node in nodes:
        if isinstance(node, IfNode):
            total += max(count_buttons(branch) for _condition, branch in node.conditions_nodelists)
        elif isinstance(node, IncludeNode):
            total += node.template.var == "mail/_button.html"
        else:
            total += count_buttons(getattr(node, "nodelist", None) or [])
    return total


def test_there_are_mails():
    assert len(NAMES) > 40


@pytest.mark.parametrize("name", NAMES)
def test_the_subject_names_what_it_is_about(name):
    assert name in ABOUT_NOTHING or "{{" in read(f"{name}.subject.txt")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_says_why_somebody_gets_it(name, language):
    with translation.override(language):
        reason = Engine.get_default().get_template(f"mail/{name}.reason.txt").render(_empty()).strip()
    assert reason.startswith("U krijgt deze mail omdat" if language == "nl" else "You get this mail because")


@pytest.mark.parametrize("name", NAMES)
def test_it_has_one_button_at_most_and_no_link_instead_of_one(name):
    html = read(f"{name}.html")
    assert count_buttons(Engine.get_default().get_template(f"mail/{name}.html").nodelist) <= 1
    assert '<a href="{{ link }}">' not in html
    assert "{{ link }}" not in read(f"{name}.txt") or "mail/_button.html" in html


def test_the_frame_greets_those_whom_the_mail_does_not_greet_by_name():
    for part in ("txt", "html"):
        for language, words in (("nl", "Goedendag,"), ("en", "Hello,")):
            with translation.override(language):
                frame = Engine.get_default().get_template(f"mail/frame.{part}")
                assert words in frame.render(_empty())
                assert words not in frame.render(_empty(has_greeting=True))
    for name in WITH_GREETING:
        assert "Beste {{ person }}" in read(f"{name}.txt")


def _empty(**more):
    return Context(more)
