"""Mergers in the admin: a form, a preview of its effects in counts, and undoing one."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from stedennet.core.clock import today
from stedennet.core.refusals import EDITOR_ROLE, attempt, refuse_office_page

from .flows import mergers
from .models import Merger, Organisation
from .references import Treatment

CONFIRM = "bevestigen"
TREATMENT_LABELS = {
    Treatment.CONTINUE: gettext_lazy("eindigt op die dag, en gaat verder bij de opvolger"),
    Treatment.MOVE: gettext_lazy("gaat over naar de opvolger"),
    Treatment.KEEP: gettext_lazy("blijft staan zoals het is"),
}


class MergerForm(forms.Form):
    """Choose the predecessor, the successor and the day of a merger."""

    predecessor = forms.ModelChoiceField(
        label=gettext_lazy("Gaat op"), queryset=Organisation.objects.filter(successor=None).by_name()
    )
    successor = forms.ModelChoiceField(
        label=gettext_lazy("In"), queryset=Organisation.objects.filter(ends_on=None).by_name()
    )
    on = forms.DateField(
        label=gettext_lazy("Vanaf"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("De eerste dag waarop de oude organisatie niet meer bestaat, zoals 1 januari 2027."),
    )


@require_admin_access
def list_mergers(request: HttpRequest) -> HttpResponse:
    """List all mergers, the latest first."""
    if not mergers.can_merge(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    rows = Merger.objects.select_related("predecessor", "successor", "planned_by")
    context = {"mergers": [_build_row(merger) for merger in rows], **_build_header(_("Samenvoegingen"))}
    return render(request, "network/mergers.html", context)


@require_admin_access
def add_merger(request: HttpRequest) -> HttpResponse:
    """Show the form; the first POST previews the merger, a second with the confirmation plans it."""
    if not mergers.can_merge(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    form = MergerForm(request.POST or None)
    lines: list[dict[str, object]] = []
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            if CONFIRM in request.POST:
                return _plan_merger(request, form)
            preview = mergers.preview_merger(**form.cleaned_data)
            lines = [_build_line(line, request.POST.getlist("left_behind")) for line in preview]
    context = {
        "form": form,
        "lines": lines,
        "is_preview": request.method == "POST" and not form.errors,
        "confirm": CONFIRM,
        "is_later": not form.errors and form.is_bound and form.cleaned_data["on"] > today(),
        **_build_header(_("Organisaties samenvoegen")),
    }
    return render(request, "network/add_merger.html", context, status=422 if form.errors else 200)


def _plan_merger(request: HttpRequest, form: MergerForm) -> HttpResponse:
    merger = mergers.plan_merger(**form.cleaned_data, left_behind=request.POST.getlist("left_behind"), by=request.user)
    log(merger.predecessor, "network.merge", user=request.user, data={"in": str(merger.successor)})
    if merger.is_planned:
        messages.success(request, _("Vastgelegd. De samenvoeging gaat vanzelf in op de dag die u koos."))
    else:
        messages.success(request, _("%(merger)s: gedaan.") % {"merger": merger})
    return redirect("network:mergers")


@require_admin_access
def undo_merger(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what undoing the merger would restore; a POST restores it."""
    if not mergers.can_merge(request.user):
        return refuse_office_page(request, EDITOR_ROLE)
    merger = get_object_or_404(Merger.objects.select_related("predecessor", "successor"), pk=pk)
    if request.method == "POST":
        with attempt() as tried:
            undone = mergers.undo_merger(merger, by=request.user)
        if tried.error:
            messages.error(request, tried.message)
            return redirect("network:mergers")
        log(merger.predecessor, "network.unmerge", user=request.user, data={"in": str(merger.successor)})
        _report_undo(request, undone)
        return redirect("network:mergers")
    context = {"merger": _build_row(merger), **_build_header(_("Samenvoeging terugdraaien"))}
    return render(request, "network/undo_merger.html", context)


def _report_undo(request: HttpRequest, undone: mergers.UndoneMerger) -> None:
    sentence = ngettext("Teruggedraaid: %(n)s wijziging.", "Teruggedraaid: %(n)s wijzigingen.", undone.count)
    messages.success(request, sentence % {"n": undone.count})
    if undone.left:
        names = "; ".join(undone.left)
        messages.warning(request, _("Dit is intussen veranderd en bleef zo staan: %(names)s.") % {"names": names})


def _build_row(merger: Merger) -> dict[str, object]:
    return {
        "pk": merger.pk,
        "predecessor": str(merger.predecessor),
        "successor": str(merger.successor),
        "on": merger.on,
        "planned_by": str(merger.planned_by or ""),
        "is_planned": merger.is_planned,
        "undone_at": merger.undone_at,
        "count": merger.changes.count(),
    }


def _build_line(line: mergers.MergerLine, left_behind: list[str]) -> dict[str, object]:
    return {
        "key": line.key,
        "label": line.label,
        "count": line.count,
        "examples": line.examples,
        "more": line.count - len(line.examples) if line.examples else 0,
        "words": TREATMENT_LABELS[line.treatment],
        "can_stay": line.treatment is not Treatment.KEEP,
        "stays": line.key in left_behind,
    }


def _build_header(title: str) -> dict[str, object]:
    crumbs = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": "link", "breadcrumbs_items": crumbs}
