"""What a browser sends when the button of a section is pressed."""

from stedennet.sections.page import BUTTON


def pressed(section, **typed):
    """The button of `section`, and what is typed in its fields."""
    return {BUTTON: section, **{f"{section}-{name}": value for name, value in typed.items()}}
