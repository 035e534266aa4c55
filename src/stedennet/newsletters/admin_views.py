"""Admin pages for newsletters: the list, composing, previews, recipients, and sending."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stedennet.core.access import Actor
from stedennet.core.clock import now
from stedennet.core.errors import DomainError, Refused, RefusedFields
from stedennet.core.refusals import EDITOR_ROLE, Attempt, attempt, refuse, refuse_office_page
from stedennet.core.text import get_localised_text
from stedennet.mailing.rules import placeholders
from stedennet.spreading.news import LABELS

from . import audience
from .access import can_compose
from .flows import drafts, newsletters
from .forms import ContentForm, SendTimeForm, StoryForm, SubjectForm, build_story_forms
from .letters import build_letter
from .models import Newsletter, Story
from .rules.states import State

PER_PAGE = 100
LANGUAGES = ("nl", "en")
View = Callable[..., HttpResponse]


def require_editor(view: View) -> View:
    """Restrict a view to people who may compose newsletters."""

    @require_admin_access
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_compose(request.user):
            return refuse_office_page(request, EDITOR_ROLE)
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[no-any-return]


@require_editor
def list_newsletters(request: HttpRequest) -> HttpResponse:
    """List all newsletters; POST creates a draft."""
    form = SubjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = drafts.create_draft(subject=form.cleaned_data["subject"], by=request.user)
        return redirect("newsletters:compose", pk=draft.pk)
    page = Paginator(Newsletter.objects.all(), 24).get_page(request.GET.get("p"))
    context = {"form": form, "page_obj": page, **_build_header(_("Nieuwsbrieven"))}
    return render(request, "newsletters/index.html", context, status=422 if form.errors else 200)


@require_editor
def compose_newsletter(request: HttpRequest, pk: int) -> HttpResponse:
    """Compose a newsletter: write, pick and order; POST saves and runs the button's action."""
    newsletter = get_object_or_404(Newsletter, pk=pk)
    page = _build_forms(request, newsletter)
    error = ""
    if request.method == "POST":
        confirmation = ""
        with attempt() as tried:
            confirmation = _save_and_run(request, newsletter, page)
        error = _add_field_errors(tried, page.words)
        if not error and _needs_confirmation(request, newsletter, page):
            return _show_confirmation(request, newsletter, page)
        if confirmation:
            messages.success(request, confirmation)
            if _get_button(request) == "discard":
                return redirect("newsletters:index")
            return redirect("newsletters:compose", pk=pk)
        newsletter.refresh_from_db()
    context = {
        "newsletter": newsletter,
        "is_draft": newsletter.state == State.DRAFT,
        "words": page.words,
        "stories": page.stories,
        "moment": page.moment,
        "new": _list_new_items(newsletter, set(request.POST.getlist("pick"))),
        "audience": audience.count_audience(),
        "progress": newsletters.count_progress(newsletter) if newsletter.begun_at else None,
        "error": error,
        **_build_header(newsletter.subject),
    }
    return render(request, "newsletters/compose.html", context, status=200 if request.method == "GET" else 422)


@dataclass(frozen=True)
class DraftForms:
    """The three parts of the form on the page of a draft."""

    words: ContentForm
    stories: list[tuple[Story, StoryForm]]
    moment: SendTimeForm


def _build_forms(request: HttpRequest, newsletter: Newsletter) -> DraftForms:
    """Build the forms; parts that were not submitted keep their stored values."""
    data, stories = request.POST, list(newsletter.stories.all())
    return DraftForms(
        ContentForm(data if "subject" in data or "intro" in data else None, instance=newsletter),
        build_story_forms(stories, data if any(name.startswith("story-") for name in data) else None),
        SendTimeForm(data if data.get("send_at") or _get_button(request) == "schedule" else None),
    )


def _get_button(request: HttpRequest) -> str:
    return request.POST.get("do", "").split(":")[0]


def _needs_confirmation(request: HttpRequest, newsletter: Newsletter, page: DraftForms) -> bool:
    """Whether sending was requested, is possible, and was not confirmed yet."""
    forms = [page.words, page.moment, *(form for _story, form in page.stories)]
    is_asked = _get_button(request) == "schedule" and "confirmed" not in request.POST
    return is_asked and newsletter.state == State.DRAFT and not any(part.errors for part in forms if part.is_bound)


def _show_confirmation(request: HttpRequest, newsletter: Newsletter, page: DraftForms) -> HttpResponse:
    """Show what will be frozen, who receives it, and until when it can be taken back."""
    newsletter.refresh_from_db()
    context = {
        "newsletter": newsletter,
        "stories": newsletter.stories.count(),
        "audience": audience.count_audience(),
        "send_at": max(page.moment.moment(now()), now() + settings.PUBLIC_MAIL_GRACE),
        "typed": request.POST.get("send_at", ""),
        "minutes": int(settings.PUBLIC_MAIL_GRACE.total_seconds() // 60),
        **_build_header(_("Versturen: %(subject)s") % {"subject": newsletter.subject}),
    }
    return render(request, "newsletters/confirm.html", context)


def _save_and_run(request: HttpRequest, newsletter: Newsletter, page: DraftForms) -> str:
    """Save everything entered, then run the button's action; if that is refused the text stays saved."""
    if (
        newsletter.state == State.DRAFT
        and _get_button(request) != "discard"
        and not _save_forms(newsletter, page, request.user)
    ):
        return ""
    return _run_button(request, newsletter, page)


def _save_forms(newsletter: Newsletter, page: DraftForms, by: Actor) -> bool:
    """Store text and stories together; False, with nothing stored, if a field is invalid."""
    forms = [form for _story, form in page.stories if form.is_bound]
    mistakes = [form for form in (page.words, *forms) if form.is_bound and not form.is_valid()]
    if mistakes:
        return False
    with transaction.atomic():
        if page.words.is_bound:
            drafts.save_words(newsletter, page.words.cleaned_data, by=by)
        if forms:
            rows = {int((form.prefix or "").removeprefix("story-")): form.cleaned_data for form in forms}
            drafts.arrange_stories(newsletter, rows, by=by)
    return True


def _add_field_errors(tried: Attempt, form: ContentForm) -> str:
    if not isinstance(tried.error, RefusedFields):
        return tried.message
    beside = {field: sentence for field, sentence in tried.sentences.items() if field in form.fields}
    refuse(form, RefusedFields(beside))
    return " ".join(sentence for field, sentence in tried.sentences.items() if field not in beside)


def _run_button(request: HttpRequest, newsletter: Newsletter, page: DraftForms) -> str:
    """Run the flow of the button; return its confirmation, empty if a form is invalid."""
    by, button = request.user, request.POST.get("do", "")
    if button in ("write", "arrange"):
        return _check_draft(newsletter)
    if button == "pick":
        picked = {tuple(value.split("|", 1)) for value in request.POST.getlist("pick") if "|" in value}
        number = drafts.pick_stories(newsletter, picked, by=by)  # type: ignore[arg-type]
        return _("Toegevoegd: %(number)s.") % {"number": number}
    if button.startswith(("up:", "down:")):
        direction, key = button.split(":")
        drafts.move_story(newsletter, int(key) if key.isdecimal() else 0, -1 if direction == "up" else 1, by=by)
        return _("Verplaatst.")
    if button == "schedule":
        return _schedule_newsletter(newsletter, page.moment, by, is_confirmed="confirmed" in request.POST)
    return _run_simple_button(newsletter, button, by)


def _check_draft(newsletter: Newsletter) -> str:
    if newsletter.state != State.DRAFT:
        raise Refused(_("Deze nieuwsbrief is geen concept meer, en verandert niet."))
    return _("Opgeslagen.")


def _schedule_newsletter(newsletter: Newsletter, moment: SendTimeForm, by: Actor, *, is_confirmed: bool) -> str:
    if not moment.is_valid():
        return ""
    with transaction.atomic():
        newsletters.schedule_newsletter(newsletter, moment.moment(now()), by=by)
        # Tried only: what the rules refuse is said before anybody is asked to confirm.
        transaction.set_rollback(not is_confirmed)
    return _("Ingepland. Tot die tijd kunt u er weer een concept van maken.") if is_confirmed else ""


def _run_simple_button(newsletter: Newsletter, button: str, by: Actor) -> str:
    if button in ("test-nl", "test-en"):
        address = newsletters.send_test(newsletter, button[-2:], by=by)
        return _("Een proef is onderweg naar %(address)s.") % {"address": address}
    if button == "look_again":
        drafts.refresh_draft(newsletter, by=by)
        return _("Bijgewerkt tot nu.")
    if button == "take_back":
        newsletters.unschedule_newsletter(newsletter, by=by)
        return _("De nieuwsbrief is weer een concept.")
    if button == "stop":
        newsletters.stop_newsletter(newsletter, by=by)
        return _("Gestopt. Wie hem nog niet had, krijgt hem niet.")
    if button == "discard":
        drafts.discard_draft(newsletter, by=by)
        return _("Weggegooid.")
    raise DomainError(_("Kies wat u met de nieuwsbrief wilt doen."))


def _list_new_items(newsletter: Newsletter, ticked: set[str]) -> list[dict[str, object]]:
    """List news that is not picked yet, for a draft; `ticked` items stay ticked when the page is shown again."""
    if newsletter.state != State.DRAFT:
        return []
    existing = set(newsletter.stories.values_list("subject_type", "subject_id"))
    return [
        {
            "value": "|".join(item.subject),
            "is_ticked": "|".join(item.subject) in ticked,
            "kind": LABELS[item.record.kind],
            "title": item.record.title,
            "appeared": item.appeared,
            "note": get_localised_text(item, "note"),
            "by": item.by,
        }
        for item in drafts.find_news(newsletter)
        if item.subject not in existing
    ]


@require_editor
def preview_newsletter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newsletter as readers see it: light, dark, on a phone, and as plain text."""
    newsletter = get_object_or_404(Newsletter, pk=pk)
    language = _get_language(request)
    address = reverse("newsletters:as_mail", args=[pk])
    page = None
    with attempt() as tried:
        page = build_letter(newsletter, language)
    error = tried.message
    context = {
        "newsletter": newsletter,
        "language": language,
        "languages": LANGUAGES,
        "light_url": f"{address}?taal={language}",
        "dark_url": f"{address}?taal={language}&donker=1",
        "subject": page.subject if page else "",
        "text": placeholders.fill_placeholders(page.text, _build_example_values()) if page else "",
        "size": len(page.html.encode()) // 1000 + 1 if page else 0,
        "error": error,
        **_build_header(_("Voorbeeld: %(subject)s") % {"subject": newsletter.subject}),
    }
    return render(request, "newsletters/preview.html", context)


def _get_language(request: HttpRequest) -> str:
    return "en" if request.GET.get("taal") == "en" else "nl"


def _build_example_values() -> dict[str, str]:
    return {"manage_url": "#", "unsubscribe_url": "#", "email": "lezer@example.org"}


@require_editor
def show_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the HTML of the mail, for the frames of the preview."""
    newsletter = get_object_or_404(Newsletter, pk=pk)
    html = placeholders.fill_placeholders(
        build_letter(newsletter, _get_language(request)).html, _build_example_values()
    )
    if request.GET.get("donker"):
        # Apply the rules for dark mode always, like a mail program in dark mode.
        html = html.replace("@media (prefers-color-scheme: dark)", "@media all")
    else:
        html = html.replace("@media (prefers-color-scheme: dark)", "@media not all")
    return HttpResponse(html)


@require_editor
def list_recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the recipients: the rule, the numbers, and each address."""
    newsletter = get_object_or_404(Newsletter, pk=pk)
    page = Paginator(audience.find_subscriptions_with_suppression(), PER_PAGE).get_page(request.GET.get("p"))
    title = _("Wie krijgt dit: %(subject)s") % {"subject": newsletter.subject}
    context = {
        "newsletter": newsletter,
        "page_obj": page,
        "audience": audience.count_audience(),
        **_build_header(title),
    }
    return render(request, "newsletters/recipients.html", context)


def _build_header(title: str) -> dict[str, object]:
    breadcrumbs = [*WagtailAdminTemplateMixin.breadcrumbs_items]
    breadcrumbs += [{"url": reverse("newsletters:index"), "label": _("Nieuwsbrieven")}, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": "mail", "breadcrumbs_items": breadcrumbs}
