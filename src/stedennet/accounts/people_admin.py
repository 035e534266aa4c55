"""Wagtail's pages for users, without rights: those are granted at /beheer/rollen/."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions.assign_role import AssignRoleBulkAction
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind

from .flows import send_account_notice
from .models import User

RIGHTS_FIELDS = {"is_superuser", "groups"}
"""The fields by which Wagtail's own form lets one administrator grant rights."""


class _NoRightsMixin:
    """Removes the fields that grant rights, including those that the class declares itself."""

    def __init__(self, *args: object, **kwargs: Any) -> None:
        self.by = kwargs.pop("by", None)
        super().__init__(*args, **kwargs)
        for name in RIGHTS_FIELDS & set(self.fields):  # type: ignore[attr-defined]
            del self.fields[name]  # type: ignore[attr-defined]

    def record(self, kind: EventKind) -> None:
        """Log what the administrator changed: names of fields only."""
        changed = sorted(set(self.changed_data))  # type: ignore[attr-defined]
        record_security_event(kind, by=self.by, about=self.instance, data={"changed": changed})  # type: ignore[attr-defined]


class PersonCreationForm(_NoRightsMixin, UserCreationForm):  # type: ignore[misc]
    """A new person; the administrator vouches for the address, so it needs no confirmation."""

    class Meta(UserCreationForm.Meta):  # type: ignore[misc]
        fields = (UserCreationForm.Meta.fields | {"language"}) - RIGHTS_FIELDS

    def save(self, commit: bool = True) -> User:
        """Store the person, with the address as confirmed, and mail them."""
        person = super().save(commit)
        EmailAddress.objects.get_or_create(
            user=person, email=person.email, defaults={"primary": True, "verified": True}
        )
        self.record(EventKind.ACCOUNT_MADE)
        send_account_notice(person)
        return person


class PersonEditForm(_NoRightsMixin, UserEditForm):  # type: ignore[misc]
    """A person who exists."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editing_self"], editing_self = False, kwargs.get("editing_self", False)
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
        # Changing the address would let an administrator receive the password mail. People change their own.
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _("Iemand wijzigt het eigen e-mailadres bij Mijn account.")

    class Meta(UserEditForm.Meta):  # type: ignore[misc]
        fields = (UserEditForm.Meta.fields | {"language"}) - RIGHTS_FIELDS

    def save(self, commit: bool = True) -> User:
        """Store the person, and log the change."""
        person = super().save(commit)
        self.record(EventKind.ACCOUNT_CHANGED)
        return person


class _ActorMixin:
    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "by": self.request.user}  # type: ignore[misc,attr-defined]


class PersonCreateView(_ActorMixin, CreateView):  # type: ignore[misc]
    """Creates a person."""


class PersonEditView(_ActorMixin, EditView):  # type: ignore[misc]
    """Edits a person."""


class PeopleViewSet(UserViewSet):  # type: ignore[misc]
    """The list of people, with the forms."""

    add_view_class = PersonCreateView
    edit_view_class = PersonEditView

    def get_form_class(self, for_update: bool = False) -> type:
        """The form for a new person, or for one who exists."""
        return PersonEditForm if for_update else PersonCreationForm


class RedirectToRoles(AssignRoleBulkAction):  # type: ignore[misc]
    """Replaces Wagtail's bulk action that adds people to a group: leads to the page where roles are granted."""

    display_name = _("Rollen geven")
    aria_label = _("Rollen geven aan personen")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Redirect to the page of roles."""
        return redirect("roles:list")


def record_bulk_action(request: HttpRequest, action_type: str, objects: Iterable[User], action: BulkAction) -> None:
    """Log what an administrator did to several people at once."""
    kinds = {"delete": EventKind.ACCOUNT_DELETED, "set_active_state": EventKind.ACCOUNT_CHANGED}
    if action.model is User and action_type in kinds:
        for person in objects:
            record_security_event(kinds[action_type], by=request.user, about=person, data={"changed": [action_type]})
