"""What a role permits, asked by Django and Wagtail through `user.has_perm`.

Who somebody is, is decided by allauth's backend; this one never signs anybody in.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from .rules import get_role_permissions

_editor_rooms: set[str] = set()


def register_editor_room(app_label: str) -> None:
    """A room says, when it starts, that editors may keep all its records in the admin."""
    _editor_rooms.add(app_label)


class RoleBackend(ModelBackend):
    """Adds the permissions of the roles to those that are stored; a superuser may everything (ModelBackend)."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> None:
        """Nobody: signing in goes through allauth."""
        return

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The stored permissions and those of the roles; none on single objects, as in Django itself."""
        stored = super().get_all_permissions(user_obj, obj)
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return stored
        return stored | get_role_permissions(user_obj.is_editor, user_obj.is_moderator)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether a role or a stored permission says yes."""
        return super().has_perm(user_obj, perm, obj=obj) or (
            obj is None and _may_manage_room(user_obj, perm.partition(".")[0])
        )

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the person may do anything at all in this room."""
        return super().has_module_perms(user_obj, app_label) or _may_manage_room(user_obj, app_label)


def _may_manage_room(user_obj: Any, app_label: str) -> bool:
    return bool(user_obj.is_active and getattr(user_obj, "is_editor", False) and app_label in _editor_rooms)
