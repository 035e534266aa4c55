"""The page of the security log for administrators: newest first, by kind, person, address and day."""

from collections.abc import Iterable, Mapping

from django import forms
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from stedennet.core.access import Actor, is_administrator
from stedennet.core.refusals import ADMINISTRATOR_ROLE, refuse_office_page

from .flows.chain import check_security_log
from .kinds import EventKind, label_of
from .models import SecurityEvent
from .origin import hash_address
from .querysets import SecurityEventQuerySet

PER_PAGE = 50


def can_read_security_log(by: Actor) -> bool:
    """Whether `by` is an administrator."""
    return is_administrator(by)


class SecurityLogForm(forms.Form):
    """Filters of the log; invalid values are ignored."""

    wat = forms.ChoiceField(label=gettext_lazy("Wat"), required=False)
    wie = forms.EmailField(label=gettext_lazy("E-mailadres van een persoon"), required=False)
    van = forms.DateField(label=gettext_lazy("Van"), required=False, widget=AdminDateInput)
    tot = forms.DateField(label=gettext_lazy("Tot en met"), required=False, widget=AdminDateInput)

    def __init__(self, data: Mapping[str, object]) -> None:
        super().__init__(data)
        self.fields["wat"].choices = [("", _("Alles")), *EventKind.choices]  # type: ignore[attr-defined]

    def rows(self) -> SecurityEventQuerySet:
        """The matching events, newest first."""
        self.is_valid()
        filters = self.cleaned_data
        events = SecurityEvent.objects.latest_first().between(filters.get("van"), filters.get("tot"))
        if filters.get("wat"):
            events = events.filter(kind=filters["wat"])
        return _filter_by_address(events, filters["wie"]) if filters.get("wie") else events


def _filter_by_address(events: SecurityEventQuerySet, address: str) -> SecurityEventQuerySet:
    """Events of the person who has this address now, and attempts with it while nobody had it."""
    model = get_user_model()
    typed = events.filter(address_mark=hash_address(address))
    person = model._default_manager.filter(email__iexact=address).first()
    return typed | events.by_or_about_person(person.pk, model._meta.label_lower) if person else typed


@require_admin_access
@require_safe
def security_log(request: HttpRequest) -> HttpResponse:
    """The list; with `controleer` also whether the chain is intact."""
    if not can_read_security_log(request.user):
        return refuse_office_page(request, ADMINISTRATOR_ROLE)
    form = SecurityLogForm(request.GET)
    page = Paginator(form.rows(), PER_PAGE).get_page(request.GET.get("p"))
    is_asked = "controleer" in request.GET
    title = _("Beveiligingslog")
    context = {
        "form": form,
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "total": page.paginator.count,
        "rows": _build_rows(page.object_list),
        "is_checked": is_asked,
        "broken": check_security_log() if is_asked else None,
        "header_title": title,
        "header_icon": "lock",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}],
    }
    return render(request, "audit/list.html", context)


def _build_rows(events: Iterable[SecurityEvent]) -> list[dict[str, object]]:
    person_type = get_user_model()._meta.label_lower
    keys = {event.by_key for event in events if event.by_key is not None} | {
        int(event.about_key) for event in events if event.about_type == person_type and event.about_key.isdecimal()
    }
    names = {person.pk: str(person) for person in get_user_model()._default_manager.filter(pk__in=keys)}
    return [
        {
            "number": event.number,
            "at": event.at,
            "kind": label_of(event.kind),
            "by": "stedennet" if event.by_system else _name_of(event.by_key, names),
            "about": _name_of(int(event.about_key), names)
            if event.about_type == person_type
            else _format_subject(event),
            "network": event.network,
            "data": ", ".join(f"{name}: {value}" for name, value in event.data.items()),
            "hash": event.hash[:12],
        }
        for event in events
    ]


def _name_of(key: int | None, names: dict[int, str]) -> str:
    if key is None:
        return ""
    return names.get(key) or _("account %(key)s (bestaat niet meer)") % {"key": key}


def _format_subject(event: SecurityEvent) -> str:
    return f"{event.about_type} {event.about_key}".strip()
