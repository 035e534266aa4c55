"""Pure decisions about people: values in, values out. No ORM, no clock."""

# What Wagtail asks before it lets somebody work on pages, and on the pictures and files that stand on them.
_EVERYBODY_IN_THE_OFFICE = frozenset({"wagtailadmin.access_admin"})
_EDITORS = frozenset(
    {f"wagtailcore.{verb}_page" for verb in ("view", "add", "change", "publish", "bulk_delete", "lock", "unlock")}
    | {f"wagtailimages.{verb}_image" for verb in ("view", "add", "change", "delete", "choose")}
    | {f"wagtaildocs.{verb}_document" for verb in ("view", "add", "change", "delete", "choose")}
    | {f"wagtailredirects.{verb}_redirect" for verb in ("view", "add", "change", "delete")}
)

FLAG_OF_ROLE = {"editor": "is_editor", "moderator": "is_moderator", "administrator": "is_superuser"}
"""The boolean of a person that goes with each role."""


def may_grant_role(
    asked_by: int | None, confirmed_by: int | None, receives: int | None, administrators: set[int]
) -> bool:
    """Whether these two give this person a role: two administrators, and nobody to themselves. All are keys."""
    return (
        asked_by is not None
        and confirmed_by is not None
        and len({asked_by, confirmed_by, receives}) == 3
        and {asked_by, confirmed_by} <= administrators
    )


def needs_second_factor(is_editor: bool, is_moderator: bool, is_superuser: bool, required: bool) -> bool:
    """Whether this person must have a second factor; `required` is how this installation is set."""
    return required and (is_editor or is_moderator or is_superuser)


def role_permissions(is_editor: bool, is_moderator: bool) -> frozenset[str]:
    """The permissions that come with the roles, as "app.verb_model"."""
    if is_editor:
        return _EVERYBODY_IN_THE_OFFICE | _EDITORS
    return _EVERYBODY_IN_THE_OFFICE if is_moderator else frozenset()
