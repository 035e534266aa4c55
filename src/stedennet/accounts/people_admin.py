"""The editors' door to people: Wagtail's list of users, with our two roles. Only a superuser gets in."""

from typing import Any

from allauth.account.models import EmailAddress
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

ROLES = {"language", "is_editor", "is_moderator"}


class _FollowsRole:
    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        # The form has just written the groups that were ticked; that of the editors follows from the role.
        self.instance.follow_role()  # type: ignore[attr-defined]


class PersonCreationForm(_FollowsRole, UserCreationForm):  # type: ignore[misc]
    """A new person; the administrator answers for the address, so it needs no confirmation."""

    class Meta(UserCreationForm.Meta):  # type: ignore[misc]
        fields = UserCreationForm.Meta.fields | ROLES

    def save(self, commit: bool = True) -> Any:
        """Store the person, and the address as confirmed."""
        person = super().save(commit)
        EmailAddress.objects.get_or_create(
            user=person, email=person.email, defaults={"primary": True, "verified": True}
        )
        return person


class PersonEditForm(_FollowsRole, UserEditForm):  # type: ignore[misc]
    """A person with roles."""

    class Meta(UserEditForm.Meta):  # type: ignore[misc]
        fields = UserEditForm.Meta.fields | ROLES


class PeopleViewSet(UserViewSet):  # type: ignore[misc]
    """The list of people, and the forms."""

    def get_form_class(self, for_update: bool = False) -> type:
        """The form for a new person, or for one who is there."""
        return PersonEditForm if for_update else PersonCreationForm
