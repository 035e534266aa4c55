"""The permissions of a role, as Django and Wagtail ask for them through `user.has_perm`.

allauth's backend authenticates; this one never signs anybody in.
"""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest

from .models import User
from .rules import get_role_permissions

AnyUser = User | AnonymousUser

_editor_rooms: set[str] = set()


def register_editor_room(app_label: str) -> None:
    """Let editors manage all records of this room in the admin."""
    _editor_rooms.add(app_label)


class RoleBackend(ModelBackend):
    """Adds the permissions of roles to the stored ones; superusers have all permissions (ModelBackend)."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: object
    ) -> None:
        """Authenticate nobody: people sign in through allauth."""
        return

    def get_all_permissions(self, user_obj: AnyUser, obj: Model | None = None) -> set[str]:
        """The stored permissions and those of the roles; none on single objects, as in Django itself."""
        stored = super().get_all_permissions(user_obj, obj)
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return stored
        return stored | get_role_permissions(user_obj.is_editor, user_obj.is_moderator)

    def has_perm(self, user_obj: AnyUser, perm: str, obj: Model | None = None) -> bool:
        """Whether a stored permission or a role allows it."""
        return super().has_perm(user_obj, perm, obj=obj) or (
            obj is None and _may_manage_room(user_obj, perm.partition(".")[0])
        )

    def has_module_perms(self, user_obj: AnyUser, app_label: str) -> bool:
        """Whether the person may do anything in this room."""
        return super().has_module_perms(user_obj, app_label) or _may_manage_room(user_obj, app_label)


def _may_manage_room(user_obj: AnyUser, app_label: str) -> bool:
    return bool(user_obj.is_active and getattr(user_obj, "is_editor", False) and app_label in _editor_rooms)
