"""Which sentence the log gets when a record of the network is kept. Pure: a record in, words out."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Announcement:
    """What the public log says: about which record, in one Dutch and one English line, on whose behalf."""

    subject: Any
    note: str
    note_en: str
    behalf_of: str = ""


def build_role_announcement(role: Any) -> Announcement:
    """Somebody leads, takes part in or follows a theme, or no longer does."""
    who, theme = str(role.organisation), role.theme
    theme_en = theme.name_en or theme.name
    verbs = {
        "lead": (f"{who} is trekker van {theme.name}", f"{who} leads {theme_en}"),
        "participant": (f"{who} werkt mee aan {theme.name}", f"{who} takes part in {theme_en}"),
        "follower": (f"{who} volgt {theme.name}", f"{who} follows {theme_en}"),
    }
    note, note_en = verbs[role.role]
    if role.ends_on:
        note, note_en = f"{note} (tot {role.ends_on:%d-%m-%Y})", f"{note_en} (until {role.ends_on:%Y-%m-%d})"
    return Announcement(theme, note, note_en, who)


def build_step_announcement(step: Any) -> Announcement:
    """An organisation took a step in joining the movement."""
    who = str(step.organisation)
    words = {
        "contacted": ("is benaderd", "was contacted"),
        "interested": ("heeft belangstelling", "is interested"),
        "candidate": ("is kandidaat", "is a candidate"),
        "participant": ("doet mee", "takes part"),
        "left": ("doet niet meer mee", "no longer takes part"),
    }
    dutch, english = words[step.step]
    return Announcement(step.organisation, f"{who} {dutch} ({step.on.year})", f"{who} {english} ({step.on.year})", who)


def build_membership_announcement(membership: Any) -> Announcement:
    """An organisation belongs to a group."""
    who, group = str(membership.organisation), str(membership.group)
    return Announcement(membership.organisation, f"{who} hoort bij {group}", f"{who} belongs to {group}", who)


def build_link_announcement(link: Any) -> Announcement:
    """Two themes of different schemes have something to do with each other."""
    a, b = link.theme_a, link.theme_b
    return Announcement(
        a, f"{a.name} hangt samen met {b.name}", f"{a.name_en or a.name} relates to {b.name_en or b.name}"
    )


def build_plain_announcement(record: Any) -> Announcement:
    """An organisation, theme, scheme or group speaks for itself."""
    return Announcement(record, "", "")


BUILDERS_BY_MODEL = {
    "themerole": build_role_announcement,
    "participation": build_step_announcement,
    "groupmembership": build_membership_announcement,
    "themelink": build_link_announcement,
    "organisation": build_plain_announcement,
    "theme": build_plain_announcement,
    "themescheme": build_plain_announcement,
    "group": build_plain_announcement,
}
