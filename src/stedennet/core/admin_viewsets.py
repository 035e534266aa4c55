"""How Wagtail's admin stores a record: by the flows of the record's room, so that every rule holds there too."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from .errors import DomainError, NotAllowed, RefusedFields
from .folded_text import fold_text


@dataclass(frozen=True)
class RecordFlows:
    """A room's own flows for its records: who may, how a record is stored, how it is removed (both with `by=`).

    `adds` is false for records that are made elsewhere.
    """

    may: Callable[[Any], bool]
    keep: Callable[..., Any]
    remove: Callable[..., Any]
    adds: bool = True


_flows_by_model: dict[type, RecordFlows] = {}


def build_viewset(of: type, icon: str, fields: list[str], *, keeper: RecordFlows, **options: Any) -> ModelViewSet:
    """A viewset for the model `of` with these form fields; `options` are Wagtail's (list_display, list_filter…)."""
    _flows_by_model[of] = keeper
    register_permission_policy(of, FlowPolicy(of, keeper))
    attributes = {"model": of, "icon": icon, "form_fields": fields, **options}
    return type(f"{of.__name__}ViewSet", (FlowViewSet,), attributes)()  # type: ignore[no-any-return]


class FlowPolicy(BasePermissionPolicy):
    """Wagtail asks here who may add, change, delete or view: the same `can_…` as everywhere."""

    def __init__(self, model: type, keeper: RecordFlows) -> None:
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

    def search_queryset(self, queryset: Any) -> Any:
        """Found whatever the capitals, accents, apostrophes and hyphens: Django's own search takes the exact signs."""
        words = fold_text(self.search_query or "") if self.is_searching else ""
        if not words or not self.search_fields:
            return queryset
        found = reduce(or_, (Q(**{f"{name}__folded__contains": words}) for name in self.search_fields))
        return queryset.filter(pk__in=queryset.model._default_manager.filter(found).values("pk"))


SEEN_FIELD = "gezien"


def hash_values(values: Mapping[str, Any]) -> dict[str, str]:
    """A short mark of each value, equal for equal values: of records by their key."""
    return {
        name: hashlib.sha256(format_value(value, key="pk").encode()).hexdigest()[:16] for name, value in values.items()
    }


def format_value(value: Any, *, key: str = "") -> str:
    """A value as it stands in a form; records by the attribute `key`, or by their names."""
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(format_value(one, key=key) for one in value)
    if value is None:
        return ""
    return str(getattr(value, key, value) if key else value)


class _SavedByFlow:
    """The saving half of the create and edit views."""

    log_action = ""

    def save_instance(self: Any) -> Any:
        """Store by the flow and write Wagtail's own history."""
        record = self.form.save(commit=False)
        _flows_by_model[type(record)].keep(record, by=self.request.user)
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


class CreateView(_SavedByFlow, generic.CreateView):  # type: ignore[misc]
    """Adding a record."""

    log_action = "wagtail.create"


class EditView(_SavedByFlow, generic.EditView):  # type: ignore[misc]
    """Changing a record. What somebody else changed since the form was opened is shown first, never lost unseen."""

    log_action = "wagtail.edit"

    def get_form(self, form_class: Any = None) -> Any:
        """The form, with the marks of what stood there when it was opened."""
        form = super().get_form(form_class)
        form.fields[SEEN_FIELD] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=json.dumps(hash_values(form.initial))
        )
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Nothing is stored over what somebody else changed meanwhile: those fields tell what stands there now."""
        with transaction.atomic():
            record = self.model._default_manager.select_for_update().get(pk=self.object.pk)
            there = model_to_dict(record, fields=list(form.initial))
            changed = _find_changed_fields(form, there)
            if not changed:
                return super().form_valid(form)
        sentence = _(
            "Iemand anders wijzigde dit intussen. Nu staat er: “%(value)s”. Sla nog eens op om dat te vervangen."
        )
        for name in changed:
            form.add_error(name, sentence % {"value": _format_for_reader(form.fields[name], there[name])})
        form.data = form.data.copy()
        form.data[SEEN_FIELD] = json.dumps(hash_values(there))
        self.produced_error_code, self.produced_error_message = "validation_error", self.get_error_message()
        return self.form_invalid(form)


def _find_changed_fields(form: Any, there: Mapping[str, Any]) -> list[str]:
    """The fields that changed since the form was opened, other than to what is sent now."""
    try:
        seen = dict(json.loads(form.cleaned_data.get(SEEN_FIELD) or "{}"))
    except (ValueError, TypeError):
        seen = {}
    now, sent = hash_values(there), hash_values({name: form.cleaned_data.get(name) for name in there})
    return [
        name for name, mark in now.items() if name in form.fields and mark not in (seen.get(name, mark), sent[name])
    ]


def _format_for_reader(field: Any, value: Any) -> str:
    """A value as a reader knows it: the names of records and choices."""
    if hasattr(field, "queryset"):
        keys = value if isinstance(value, list) else [value]
        return format_value(list(field.queryset.filter(pk__in=[getattr(one, "pk", one) for one in keys if one])))
    return str(dict(field.choices).get(value, value)) if hasattr(field, "choices") else format_value(value)


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
        _flows_by_model[type(self.object)].remove(self.object, by=self.request.user)


class FlowViewSet(ModelViewSet):  # type: ignore[misc]
    """What all such models share in the admin."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    copy_view_enabled = False
    list_per_page = 50
    add_to_admin_menu = False
    search_backend_name = None
