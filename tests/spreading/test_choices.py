"""What somebody chooses to hear about: its limits, and the newsletter that stands apart."""

import pytest

from stedennet.spreading.rules.choices import LONGEST, MOST, Refused, choose_kinds, choose_list, parse_choice


def is_refused(build, *arguments, **more) -> bool:
    try:
        build(*arguments, **more)
    except Refused:
        return True
    return False


def test_the_newsletter_is_a_subscription_of_its_own():
    with_newsletter = choose_kinds(["artikelen", "nieuwsbrief"], themes=["licht"])
    others, newsletter = with_newsletter.parts()
    assert others == choose_kinds(["artikelen"], themes=["licht"])
    assert newsletter == choose_kinds(["nieuwsbrief"])
    assert newsletter.parts() == (newsletter,)
    assert (newsletter.is_newsletter, others.is_newsletter, with_newsletter.is_newsletter) == (True, False, False)
    assert others.parts() == (others,)


@pytest.mark.parametrize(("length", "refused"), [(LONGEST, False), (LONGEST + 1, True)])
def test_a_filter_or_a_theme_has_a_greatest_length(length, refused):
    assert is_refused(choose_list, "initiatieven", {"stad": "x" * length}) == refused
    assert is_refused(choose_list, "initiatieven", {"x" * length: "stad"}) == refused
    assert is_refused(choose_kinds, ["artikelen"], themes=["x" * length]) == refused


@pytest.mark.parametrize(("count", "refused"), [(MOST, False), (MOST + 1, True)])
def test_there_is_a_greatest_number_of_them(count, refused):
    names = [f"n{number}" for number in range(count)]
    assert is_refused(choose_list, "initiatieven", dict.fromkeys(names, "x")) == refused
    assert is_refused(choose_kinds, ["artikelen"], cities=names) == refused


@pytest.mark.parametrize(
    "choice", [choose_list("initiatieven", {"stad": "x"}), choose_kinds(["agenda"], cities=["x"])]
)
def test_a_choice_comes_back_from_its_data(choice):
    assert parse_choice(choice.as_data()) == choice
