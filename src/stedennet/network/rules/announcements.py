"""The sentences that announce network records in the public log. Pure."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..models import GroupMembership, Participation, Theme, ThemeLink, ThemeRole


@dataclass(frozen=True)
class Announcement:
    """A line of the public log: its record, a Dutch and an English note, and the organisation that acted.

    `on` is the day of the fact that the note tells, None if it is not known. What is `timeless` never has one.
    """

    subject: Any
    note: str
    note_en: str
    behalf_of: str = ""
    on: dt.date | None = None
    is_timeless: bool = False


def _name_theme(theme: "Theme") -> tuple[str, str]:
    """The name in Dutch and in English, told apart from a theme of the same name."""
    return theme.tell_apart(theme.name), theme.tell_apart(theme.name_en or theme.name)


def build_role_announcement(role: "ThemeRole") -> Announcement:
    """The announcement that an organisation leads, takes part in or follows a theme, and until when."""
    name, theme = str(role.organisation), role.theme
    theme_nl, theme_en = _name_theme(theme)
    verbs = {
        "lead": (f"{name} is trekker van {theme_nl}", f"{name} leads {theme_en}"),
        "participant": (f"{name} werkt mee aan {theme_nl}", f"{name} takes part in {theme_en}"),
        "follower": (f"{name} volgt {theme_nl}", f"{name} follows {theme_en}"),
    }
    note, note_en = verbs[role.role]
    if role.ends_on:
        note, note_en = f"{note} (tot {role.ends_on:%d-%m-%Y})", f"{note_en} (until {role.ends_on:%Y-%m-%d})"
    return Announcement(theme, note, note_en, name, role.ends_on or role.begins_on)


def build_step_announcement(step: "Participation") -> Announcement:
    """The announcement of an organisation's step towards joining, or of its leaving."""
    name = str(step.organisation)
    words = {
        "contacted": ("is benaderd", "was contacted"),
        "interested": ("heeft belangstelling", "is interested"),
        "candidate": ("is kandidaat", "is a candidate"),
        "participant": ("doet mee", "takes part"),
        "left": ("doet niet meer mee", "no longer takes part"),
    }
    dutch, english = words[step.step]
    year = step.on.year
    return Announcement(step.organisation, f"{name} {dutch} ({year})", f"{name} {english} ({year})", name, step.on)


def build_membership_announcement(membership: "GroupMembership") -> Announcement:
    """The announcement that an organisation belongs to a group."""
    name, group = str(membership.organisation), str(membership.group)
    day = membership.ends_on or membership.begins_on
    return Announcement(membership.organisation, f"{name} hoort bij {group}", f"{name} belongs to {group}", name, day)


def build_link_announcement(link: "ThemeLink") -> Announcement:
    """The announcement that two themes of different schemes are related."""
    (a, a_en), (b, b_en) = _name_theme(link.theme_a), _name_theme(link.theme_b)
    return Announcement(
        link.theme_a,
        f"{a} hangt samen met {b}",
        f"{a_en} relates to {b_en}",
        is_timeless=True,
    )


def build_plain_announcement(record: Any) -> Announcement:
    """The announcement of an organisation, theme, scheme or group, which needs no note."""
    return Announcement(record, "", "")


BUILDERS_BY_MODEL: dict[str, Callable[[Any], Announcement]] = {
    "themerole": build_role_announcement,
    "participation": build_step_announcement,
    "groupmembership": build_membership_announcement,
    "themelink": build_link_announcement,
    "organisation": build_plain_announcement,
    "theme": build_plain_announcement,
    "themescheme": build_plain_announcement,
    "group": build_plain_announcement,
}
