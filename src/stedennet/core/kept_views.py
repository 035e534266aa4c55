"""How Wagtail's admin stores a record: by the flows of the record's room, so that every rule holds there too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from .errors import DomainError, NotAllowed, RefusedFields


@dataclass(frozen=True)
class Keeper:
    """A room's own flows for its records: who may, how a record is stored, how it is removed (both with `by=`).

    `adds` is false for records that are made elsewhere.
    """

    may: Callable[[Any], bool]
    keep: Callable[..., Any]
    remove: Callable[..., Any]
    adds: bool = True


_keepers: dict[type, Keeper] = {}


def viewset(of: type, icon: str, fields: list[str], *, keeper: Keeper, **options: Any) -> ModelViewSet:
    """A viewset for the model `of` with these form fields; `options` are Wagtail's (list_display, list_filter…)."""
    _keepers[of] = keeper
    register_permission_policy(of, FlowPolicy(of, keeper))
    attributes = {"model": of, "icon": icon, "form_fields": fields, **options}
    return type(f"{of.__name__}ViewSet", (KeptViewSet,), attributes)()  # type: ignore[no-any-return]


class FlowPolicy(BasePermissionPolicy):
    """Wagtail asks here who may add, change, delete or view: the same `can_…` as everywhere."""

    def __init__(self, model: type, keeper: Keeper) -> None:
        super().__init__(model)
        self.keeper = keeper

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the person may do `action` on any record of this model."""
        return (action != "add" or self.keeper.adds) and self.keeper.may(user)

    def users_with_any_permission(self, actions: Any) -> Any:
        """Nobody is looked up by permission; Wagtail wants this for choosers only."""
        return get_user_model().objects.filter(is_active=True, is_editor=True)


class IndexView(generic.IndexView):  # type: ignore[misc]
    """The list of a model; the records that its columns name come in the same query."""

    def get_base_queryset(self) -> Any:
        """All records, with what the columns show of others."""
        shown = [self.model._meta.get_field(name) for name in self.list_display if isinstance(name, str)]
        named = [field.name for field in shown if field.many_to_one]
        queryset = super().get_base_queryset()
        return queryset.select_related(*named) if named else queryset


class _KeptByFlow:
    """The saving half of the create and edit views."""

    log_action = ""

    def save_instance(self: Any) -> Any:
        """Store by the flow and write Wagtail's own history."""
        record = self.form.save(commit=False)
        _keepers[type(record)].keep(record, by=self.request.user)
        self.form.save_m2m()
        log(instance=record, action=self.log_action, user=self.request.user, content_changed=self.form.has_changed())
        return record

    def form_valid(self: Any, form: Any) -> HttpResponse:
        """What the flow refuses becomes a message beside the field; nothing is stored."""
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except NotAllowed as error:
            raise PermissionDenied from error
        except RefusedFields as error:
            for field, sentence in error.fields.items():
                form.add_error(field if field in form.fields else None, sentence)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        # Wagtail sets these only for what the form itself refuses, and form_invalid reads them.
        self.produced_error_code, self.produced_error_message = "validation_error", self.get_error_message()
        return self.form_invalid(form)


class CreateView(_KeptByFlow, generic.CreateView):  # type: ignore[misc]
    """Adding a record."""

    log_action = "wagtail.create"


class EditView(_KeptByFlow, generic.EditView):  # type: ignore[misc]
    """Changing a record."""

    log_action = "wagtail.edit"


class DeleteView(generic.DeleteView):  # type: ignore[misc]
    """Removing a record."""

    def form_valid(self, form: Any) -> HttpResponse:
        """What still hangs on other records stays, with a message."""
        self.usage = (
            None  # For what its index says is in use, Wagtail would answer “no permission”; the flow has words.
        )
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[no-any-return]
        except DomainError as error:
            messages.error(self.request, error.message)
            return redirect(self.get_success_url())

    def delete_action(self) -> None:
        """Remove by the flow and write Wagtail's own history."""
        log(instance=self.object, action="wagtail.delete", user=self.request.user, deleted=True)
        _keepers[type(self.object)].remove(self.object, by=self.request.user)


class KeptViewSet(ModelViewSet):  # type: ignore[misc]
    """What all such models share in the admin."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    copy_view_enabled = False
    list_per_page = 50
    add_to_admin_menu = False
    search_backend_name = None
