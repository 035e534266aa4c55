"""The editor's pages: all newsletters, writing one, seeing it as a reader does, who gets it, and sending."""

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
from stedennet.core.refusals import EDITOR_ROLE, refuse_office_page
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
    """Only for who may compose newsletters."""

    @require_admin_access
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_compose(request.user):
            return refuse_office_page(request, EDITOR_ROLE)
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[no-any-return]


@require_editor
def list_newsletters(request: HttpRequest) -> HttpResponse:
    """All newsletters; POST begins a draft."""
    form = SubjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = drafts.create_draft(subject=form.cleaned_data["subject"], by=request.user)
        return redirect("newsletters:compose", pk=made.pk)
    page = Paginator(Newsletter.objects.all(), 24).get_page(request.GET.get("p"))
    context = {"form": form, "page_obj": page, **_build_header(_("Nieuwsbrieven"))}
    return render(request, "newsletters/index.html", context, status=422 if form.errors else 200)


@require_editor
def compose_newsletter(request: HttpRequest, pk: int) -> HttpResponse:
    """One newsletter: write, pick, order; POST does what its button says."""
    newsletter = get_object_or_404(Newsletter, pk=pk)
    page = _build_forms(request, newsletter)
    error = ""
    if request.method == "POST":
        try:
            done = _save_and_run(request, newsletter, page)
        except RefusedFields as refusal:
            done, error = "", _add_field_errors(refusal, page.words)
        except DomainError as refusal:
            done, error = "", refusal.message
        if not error and _needs_confirmation(request, newsletter, page):
            return _show_confirmation(request, newsletter, page)
        if done:
            messages.success(request, done)
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
    """All that an editor types on the page of a draft: one form, in three parts."""

    words: ContentForm
    stories: list[tuple[Story, StoryForm]]
    moment: SendTimeForm


def _build_forms(request: HttpRequest, newsletter: Newsletter) -> DraftForms:
    """The parts with what was sent, where it was sent; a part that was not sent stays as it is stored."""
    sent, stories = request.POST, list(newsletter.stories.all())
    return DraftForms(
        ContentForm(sent if "subject" in sent or "intro" in sent else None, instance=newsletter),
        build_story_forms(stories, sent if any(name.startswith("story-") for name in sent) else None),
        SendTimeForm(sent if sent.get("send_at") or _get_button(request) == "schedule" else None),
    )


def _get_button(request: HttpRequest) -> str:
    return request.POST.get("do", "").split(":")[0]


def _needs_confirmation(request: HttpRequest, newsletter: Newsletter, page: DraftForms) -> bool:
    """Whether sending was asked for, could be done, and nobody said yet what it brings about."""
    parts = [page.words, page.moment, *(form for _story, form in page.stories)]
    is_asked = _get_button(request) == "schedule" and "confirmed" not in request.POST
    return is_asked and newsletter.state == State.DRAFT and not any(part.errors for part in parts if part.is_bound)


def _show_confirmation(request: HttpRequest, newsletter: Newsletter, page: DraftForms) -> HttpResponse:
    """The page before a newsletter goes out: what freezes, who gets it, and until when it can be taken back."""
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
    """Save all that was typed, then do what the button says; what is refused then leaves the words saved."""
    if (
        newsletter.state == State.DRAFT
        and _get_button(request) != "discard"
        and not _save_forms(newsletter, page, request.user)
    ):
        return ""
    return _run_button(request, newsletter, page)


def _save_forms(newsletter: Newsletter, page: DraftForms, by: Actor) -> bool:
    """Store words and stories together; False, and nothing stored, when a field has a mistake."""
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


def _add_field_errors(refusal: RefusedFields, form: ContentForm) -> str:
    others = [sentence for field, sentence in refusal.fields.items() if field not in form.fields]
    for field, sentence in refusal.fields.items():
        if field in form.fields and form.is_bound:
            form.add_error(field, sentence)
    return " ".join(others)


def _run_button(request: HttpRequest, newsletter: Newsletter, page: DraftForms) -> str:
    """Call the flow of the button; the sentence that says what was done, empty when a form has mistakes."""
    by, what = request.user, request.POST.get("do", "")
    if what in ("write", "arrange"):
        return _check_draft(newsletter)
    if what == "pick":
        chosen = {tuple(one.split("|", 1)) for one in request.POST.getlist("pick") if "|" in one}
        number = drafts.pick_stories(newsletter, chosen, by=by)  # type: ignore[arg-type]
        return _("Toegevoegd: %(number)s.") % {"number": number}
    if what.startswith(("up:", "down:")):
        direction, key = what.split(":")
        drafts.move_story(newsletter, int(key) if key.isdecimal() else 0, -1 if direction == "up" else 1, by=by)
        return _("Verplaatst.")
    if what == "schedule":
        return _schedule_newsletter(newsletter, page.moment, by, is_confirmed="confirmed" in request.POST)
    return _run_simple_button(newsletter, what, by)


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


def _run_simple_button(newsletter: Newsletter, what: str, by: Actor) -> str:
    if what in ("test-nl", "test-en"):
        address = newsletters.send_test(newsletter, what[-2:], by=by)
        return _("Een proef is onderweg naar %(address)s.") % {"address": address}
    if what == "look_again":
        drafts.refresh_draft(newsletter, by=by)
        return _("Bijgewerkt tot nu.")
    if what == "take_back":
        newsletters.unschedule_newsletter(newsletter, by=by)
        return _("De nieuwsbrief is weer een concept.")
    if what == "stop":
        newsletters.stop_newsletter(newsletter, by=by)
        return _("Gestopt. Wie hem nog niet had, krijgt hem niet.")
    if what == "discard":
        drafts.discard_draft(newsletter, by=by)
        return _("Weggegooid.")
    raise DomainError(_("Kies wat u met de nieuwsbrief wilt doen."))


def _list_new_items(newsletter: Newsletter, ticked: set[str]) -> list[dict[str, Any]]:
    """What is new and not chosen yet, for a draft; what was `ticked` on the page that comes back stays so."""
    if newsletter.state != State.DRAFT:
        return []
    there = set(newsletter.stories.values_list("subject_type", "subject_id"))
    return [
        {
            "value": "|".join(one.subject),
            "is_ticked": "|".join(one.subject) in ticked,
            "kind": LABELS[one.record.kind],
            "title": one.record.title,
            "appeared": one.appeared,
            "note": get_localised_text(one, "note"),
            "by": one.by,
        }
        for one in drafts.find_news(newsletter)
        if one.subject not in there
    ]


@require_editor
def preview_newsletter(request: HttpRequest, pk: int) -> HttpResponse:
    """The newsletter as a reader sees it: light, dark, on a phone, as plain text."""
    newsletter = get_object_or_404(Newsletter, pk=pk)
    language = _get_language(request)
    address = reverse("newsletters:as_mail", args=[pk])
    try:
        page, error = build_letter(newsletter, language), ""
    except DomainError as refusal:
        page, error = None, refusal.message
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
    """The HTML of the mail itself, for the frames of the preview."""
    newsletter = get_object_or_404(Newsletter, pk=pk)
    html = placeholders.fill_placeholders(
        build_letter(newsletter, _get_language(request)).html, _build_example_values()
    )
    if request.GET.get("donker"):
        # As a mail program does that is dark: the same rules, always.
        html = html.replace("@media (prefers-color-scheme: dark)", "@media all")
    else:
        html = html.replace("@media (prefers-color-scheme: dark)", "@media not all")
    return HttpResponse(html)


@require_editor
def list_recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gets it and why: the rule, how many, and each address."""
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


def _build_header(title: str) -> dict[str, Any]:
    crumbs = [*WagtailAdminTemplateMixin.breadcrumbs_items]
    crumbs += [{"url": reverse("newsletters:index"), "label": _("Nieuwsbrieven")}, {"url": "", "label": title}]
    return {"header_title": title, "header_icon": "mail", "breadcrumbs_items": crumbs}
