"""The moderators' pages: the list of submissions, and reviewing one with everything that was entered."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.access import Actor
from stedennet.core.refusals import MODERATOR_ROLE, attempt, refuse_office_page

from . import flows
from .kinds import find_look_alikes, get_label, get_registered_kinds, get_removal_url, list_entered_fields
from .models import Submission
from .querysets import SubmissionQuerySet
from .reasons import append_chosen_reason, list_reasons
from .rules import Status

PER_PAGE = 50
ALL = "alle"
View = Callable[..., HttpResponse]


class FilterForm(forms.Form):
    """The filters of the list; an invalid value counts as not given."""

    q = forms.CharField(label=gettext_lazy("Naam, e-mailadres of tekst"), required=False, max_length=100)
    soort = forms.ChoiceField(label=gettext_lazy("Soort"), required=False)
    stand = forms.ChoiceField(label=gettext_lazy("Status"), required=False)

    def __init__(self, query: QueryDict) -> None:
        super().__init__({"stand": Status.PENDING, **query.dict()})
        kinds = [(kind.name, kind.label) for kind in get_registered_kinds()]
        self.fields["soort"].choices = [("", _("Alle soorten")), *kinds]  # type: ignore[attr-defined]
        self.fields["stand"].choices = [*Status.choices, (ALL, _("Alle statussen"))]  # type: ignore[attr-defined]
        self.is_valid()

    def rows(self) -> SubmissionQuerySet:
        """The submissions that match the filters, newest first."""
        submissions = Submission.objects.newest_first().select_related("decided_by").defer("data")
        status, kind, words = (self.cleaned_data.get(name) for name in ("stand", "soort", "q"))
        if status != ALL:
            submissions = submissions.filter(status=status or Status.PENDING)
        if kind:
            submissions = submissions.of_kind(kind)
        return submissions.matching(words) if words else submissions


class ReviewForm(forms.Form):
    """A moderator's decision and its reason."""

    decision = forms.ChoiceField(
        choices=[("accept", "accept"), ("reject", "reject")],
        error_messages={
            name: gettext_lazy("Kies of u dit plaatst of afwijst.") for name in ("required", "invalid_choice")
        },
    )
    reason = forms.CharField(required=False, max_length=2000, strip=True)


def moderators_only(view: View) -> View:
    """Let moderators in only; others get the page that names the role they need."""

    @wraps(view)
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not flows.can_moderate(request.user):
            return refuse_office_page(request, MODERATOR_ROLE)
        return view(request, *args, **kwargs)

    return guarded


def _apply_decision(submission: Submission, decision: str, reason: str, by: Actor) -> None:
    if decision == "accept":
        flows.accept_submission(submission, by=by)
    else:
        flows.reject_submission(submission, by=by, reason=reason)


@moderators_only
def list_submissions(request: HttpRequest) -> HttpResponse:
    """List the submissions with filters; POST reviews the ticked ones."""
    error = ""
    if request.method == "POST" and "choose" not in request.POST:
        error = _review_selected(request)
        if not error:
            return HttpResponseRedirect(request.get_full_path())
    form = FilterForm(request.GET)
    page = Paginator(form.rows(), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "form": form,
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "total": page.paginator.count,
        "rows": [{"submission": row, "kind": get_label(row)} for row in page.object_list],
        "any_to_judge": any(row.status == Status.PENDING for row in page.object_list),
        "ticked": request.POST.getlist("pk"),
        "reasons": list_reasons("submission"),
        "reason": append_chosen_reason(request.POST, field="reason", language="nl"),
        "error": error,
        **_build_header(_("Inzendingen")),
    }
    return render(request, "intake/list.html", context, status=422 if error else 200)


def _review_selected(request: HttpRequest) -> str:
    """Review each ticked submission and report the result; returns a sentence when the form must be shown again."""
    ticked = [pk for pk in request.POST.getlist("pk") if pk.isascii() and pk.isdecimal() and len(pk) < 19]
    submissions = list(Submission.objects.filter(pk__in=ticked[:PER_PAGE]).order_by("id"))
    form = ReviewForm(request.POST)
    if not submissions:
        return _("Vink eerst een of meer inzendingen aan.")
    if not form.is_valid():
        return _format_errors(form)
    done = 0
    for submission in submissions:
        with attempt(can_forbid=True) as tried:
            _apply_decision(submission, form.cleaned_data["decision"], form.cleaned_data["reason"], request.user)
            done += 1
        if tried.error and tried.error.field == "reason":
            return tried.message
        if tried.error:
            messages.warning(request, f"{submission}: {tried.message}")
    if done:
        messages.success(request, _format_result(form.cleaned_data["decision"], done))
    return ""


def _format_result(decision: str, number: int) -> str:
    if decision == "accept":
        return ngettext("%(n)s inzending geplaatst.", "%(n)s inzendingen geplaatst.", number) % {"n": number}
    return ngettext("%(n)s inzending afgewezen.", "%(n)s inzendingen afgewezen.", number) % {"n": number}


def _format_errors(form: forms.Form) -> str:
    return " ".join(str(sentence) for sentences in form.errors.values() for sentence in sentences)


@moderators_only
def review_submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one submission with everything that was entered; POST accepts or rejects it."""
    rows = Submission.objects.select_related("decided_by", "person")
    submission = get_object_or_404(rows, pk=pk)
    error = ""
    if request.method == "POST" and "choose" not in request.POST:
        error = _review_one(request, submission)
        if not error:
            return redirect("intake:list")
        submission = get_object_or_404(rows, pk=pk)
    title = f"{get_label(submission)}: {submission.subject_title or submission.name}"
    context = {
        "submission": submission,
        "kind": get_label(submission),
        "typed": list_entered_fields(submission),
        "look_alikes": find_look_alikes(submission),
        "take_away": get_removal_url(submission),
        "may_judge": submission.status == Status.PENDING,
        "reasons": list_reasons("submission"),
        "reason": append_chosen_reason(request.POST, field="reason", language=submission.language),
        "error": error,
        **_build_header(title, {"url": reverse("intake:list"), "label": _("Inzendingen")}),
    }
    return render(request, "intake/detail.html", context, status=422 if error else 200)


def _review_one(request: HttpRequest, submission: Submission) -> str:
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _format_errors(form)
    decision = form.cleaned_data["decision"]
    with attempt(can_forbid=True) as tried:
        _apply_decision(submission, decision, form.cleaned_data["reason"], request.user)
        messages.success(request, _format_result(decision, 1))
    return tried.message


def _build_header(title: str, *parents: dict[str, str]) -> dict[str, object]:
    """The context of Wagtail's page header; `parents` are the breadcrumbs above this page."""
    return {
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, *parents, {"url": "", "label": title}],
    }
