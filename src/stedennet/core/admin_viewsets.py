"""Wagtail's admin saves records through the flows of their room, so that every rule holds there too."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.forms import ModelForm
from django.forms.models import model_to_dict
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from .access import Actor
from .folded_text import fold_text
from .records import describe_collision
from .refusals import attempt


@dataclass(frozen=True)
class RecordFlows:
    """A room's flows for its records: who may edit, and how to save and remove a record (both with `by=`).

    `adds` is False for records that are created elsewhere.
    """

    may: Callable[[Actor], bool]
    keep: Callable[..., object]
    remove: Callable[..., object]
    adds: bool = True


_flows_by_model: dict[type, RecordFlows] = {}


def build_viewset(of: type, icon: str, fields: list[str], *, keeper: RecordFlows, **options: object) -> ModelViewSet:
    """A viewset for the model `of` with these form fields; `options` are Wagtail's (list_display, list_filter…)."""
    _flows_by_model[of] = keeper
    register_permission_policy(of, FlowPolicy(of, keeper))
    attributes = {"model": of, "icon": icon, "form_fields": fields, **options}
    return type(f"{of.__name__}ViewSet", (FlowViewSet,), attributes)()  # type: ignore[no-any-return]


class FlowPolicy(BasePermissionPolicy):
    """Wagtail asks this policy who may add, change, delete or view: the same `can_…` functions as elsewhere."""

    def __init__(self, model: type, keeper: RecordFlows) -> None:
        super().__init__(model)
        self.keeper = keeper

    def user_has_permission(self, user: Actor, action: str) -> bool:
        """Whether the person may do `action` on any record of this model."""
        return (action != "add" or self.keeper.adds) and self.keeper.may(user)

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[Model]:
        """All editors; Wagtail needs this for choosers only."""
        return get_user_model().objects.filter(is_active=True, is_editor=True)


class IndexView(generic.IndexView):  # type: ignore[misc]
    """The list of a model; related records in its columns come with the same query."""

    def get_base_queryset(self) -> Any:
        """All records, with the related records that the columns show."""
        fields = [self.model._meta.get_field(name) for name in self.list_display if isinstance(name, str)]
        related = [field.name for field in fields if field.many_to_one]
        queryset = super().get_base_queryset()
        return queryset.select_related(*related) if related else queryset

    def search_queryset(self, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Search regardless of case, accents, apostrophes and hyphens; Django's own search is exact."""
        words = fold_text(self.search_query or "") if self.is_searching else ""
        if not words or not self.search_fields:
            return queryset
        matches = reduce(or_, (Q(**{f"{name}__folded__contains": words}) for name in self.search_fields))
        return queryset.filter(pk__in=queryset.model._default_manager.filter(matches).values("pk"))


SEEN_FIELD = "gezien"


def hash_values(values: Mapping[str, object]) -> dict[str, str]:
    """A short hash of each value, equal for equal values; records count by their key."""
    return {
        name: hashlib.sha256(format_value(value, key="pk").encode()).hexdigest()[:16] for name, value in values.items()
    }


def format_value(value: object, *, key: str = "") -> str:
    """A value as shown in a form; records by their attribute `key`, or else by name."""
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(format_value(item, key=key) for item in value)
    if value is None:
        return ""
    return str(getattr(value, key, value) if key else value)


class _SavedByFlow:
    """The saving part that the create and edit views share."""

    log_action = ""
    produced_error_code: str
    produced_error_message: str

    def save_instance(self: Any) -> Model:
        """Save through the flow, and write to Wagtail's own history."""
        record = self.form.save(commit=False)
        _flows_by_model[type(record)].keep(record, by=self.request.user)
        try:
            with transaction.atomic():
                self.form.save_m2m()
        except IntegrityError as error:  # A trigger guards rows between two records too.
            raise describe_collision(str(error)) from error
        log(instance=record, action=self.log_action, user=self.request.user, content_changed=self.form.has_changed())
        return record

    def form_valid(self: Any, form: ModelForm) -> HttpResponse:
        """Turn a refusal by the flow into a message beside the field; nothing is stored then."""
        with attempt(form, can_forbid=True), transaction.atomic():
            return super().form_valid(form)  # type: ignore[misc]
        # Wagtail sets these only for errors of the form itself, and form_invalid reads them.
        self.produced_error_code, self.produced_error_message = "validation_error", self.get_error_message()
        return self.form_invalid(form)


class CreateView(_SavedByFlow, generic.CreateView):  # type: ignore[misc]
    """Adds a record."""

    log_action = "wagtail.create"


class EditView(_SavedByFlow, generic.EditView):  # type: ignore[misc]
    """Changes a record. What somebody else changed since the form was opened is shown first, never overwritten
    unseen."""

    log_action = "wagtail.edit"

    def get_form(self, form_class: type[ModelForm] | None = None) -> ModelForm:
        """The form, with hashes of the values at the time it was opened."""
        form = super().get_form(form_class)
        form.fields[SEEN_FIELD] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=json.dumps(hash_values(form.initial))
        )
        return form

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Refuse to overwrite what somebody else changed meanwhile; those fields show the current value."""
        with transaction.atomic():
            record = self.model._default_manager.select_for_update().get(pk=self.object.pk)
            stored = model_to_dict(record, fields=list(form.initial))
            changed = _find_changed_fields(form, stored)
            if not changed:
                return super().form_valid(form)
        sentence = _(
            "Iemand anders wijzigde dit intussen. Nu staat er: “%(value)s”. Sla nog eens op om dat te vervangen."
        )
        for name in changed:
            form.add_error(name, sentence % {"value": _format_for_reader(form.fields[name], stored[name])})
        data = cast(QueryDict, form.data).copy()
        data[SEEN_FIELD] = json.dumps(hash_values(stored))
        form.data = data
        self.produced_error_code, self.produced_error_message = "validation_error", self.get_error_message()
        return self.form_invalid(form)


def _find_changed_fields(form: ModelForm, stored: Mapping[str, object]) -> list[str]:
    """The fields that somebody else changed since the form was opened, to another value than is sent now."""
    try:
        seen_hashes = dict(json.loads(form.cleaned_data.get(SEEN_FIELD) or "{}"))
    except (ValueError, TypeError):
        seen_hashes = {}
    stored_hashes, sent_hashes = (
        hash_values(stored),
        hash_values({name: form.cleaned_data.get(name) for name in stored}),
    )
    return [
        name
        for name, stored_hash in stored_hashes.items()
        if name in form.fields and stored_hash not in (seen_hashes.get(name, stored_hash), sent_hashes[name])
    ]


def _format_for_reader(field: forms.Field, value: object) -> str:
    """A value as shown to readers: the names of records and choices."""
    if hasattr(field, "queryset"):
        keys = value if isinstance(value, list) else [value]
        return format_value(list(field.queryset.filter(pk__in=[getattr(item, "pk", item) for item in keys if item])))
    return str(dict(field.choices).get(value, value)) if hasattr(field, "choices") else format_value(value)


class DeleteView(generic.DeleteView):  # type: ignore[misc]
    """Deletes a record."""

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Show a message when the flow refuses, for instance because other records refer to this one."""
        self.usage = None  # Otherwise Wagtail answers “no permission” for a record in use; the flow explains it.
        with attempt() as tried, transaction.atomic():
            return super().form_valid(form)  # type: ignore[no-any-return]
        messages.error(self.request, tried.message)
        return redirect(self.get_success_url())

    def delete_action(self) -> None:
        """Delete through the flow, and write to Wagtail's own history."""
        log(instance=self.object, action="wagtail.delete", user=self.request.user, deleted=True)
        _flows_by_model[type(self.object)].remove(self.object, by=self.request.user)


class FlowViewSet(ModelViewSet):  # type: ignore[misc]
    """Settings shared by all these viewsets."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView
    copy_view_enabled = False
    list_per_page = 50
    add_to_admin_menu = False
    search_backend_name = None
