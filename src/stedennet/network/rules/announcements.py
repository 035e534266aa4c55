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


def of_role(role: Any) -> Announcement:
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


def of_step(step: Any) -> Announcement:
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


def of_membership(membership: Any) -> Announcement:
    """An organisation belongs to a group."""
    who, group = str(membership.organisation), str(membership.group)
    return Announcement(membership.organisation, f"{who} hoort bij {group}", f"{who} belongs to {group}", who)


def of_link(link: Any) -> Announcement:
    """Two themes of different schemes have something to do with each other."""
    a, b = link.theme_a, link.theme_b
    return Announcement(
        a, f"{a.name} hangt samen met {b.name}", f"{a.name_en or a.name} relates to {b.name_en or b.name}"
    )


def of_itself(record: Any) -> Announcement:
    """An organisation, theme, scheme or group speaks for itself."""
    return Announcement(record, "", "")


OF_MODEL = {
    "themerole": of_role,
    "participation": of_step,
    "groupmembership": of_membership,
    "themelink": of_link,
    "organisation": of_itself,
    "theme": of_itself,
    "themescheme": of_itself,
    "group": of_itself,
}
