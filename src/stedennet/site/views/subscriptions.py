"""Subscribing without an account: request, confirm, manage and stop subscriptions."""

from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stedennet.accounts.models import User, normalise_email
from stedennet.core.clock import today
from stedennet.core.refusals import attempt
from stedennet.core.typed_text import clean_line
from stedennet.intake.rules import Receipt
from stedennet.mailing.flows.suppressions import is_suppressed
from stedennet.network.models import Organisation
from stedennet.spreading import lists
from stedennet.spreading.flows import subscriptions, wishes
from stedennet.spreading.models import Subscriber, Subscription
from stedennet.spreading.personal_links import STOP_LINK, SUBSCRIPTIONS_LINK, WISH_LINK
from stedennet.spreading.rules.choices import LONGEST, Choice

from .. import followed
from ..filters import Filters
from ..forms.subscriptions import (
    ChangeKindsForm,
    ChangeListForm,
    ChangeNewsletterForm,
    SubscribeForm,
    SubscribeToListForm,
)
from ..public_forms.handling import handle_public_form
from ..public_forms.sent_forms import render_sent_page
from ..secret_pages import keep_address_secret

ChangeForm = ChangeKindsForm | ChangeListForm | ChangeNewsletterForm


def submit_subscription(request: HttpRequest) -> HttpResponse:
    """Subscribe to kinds, themes and cities; or, with `?lijst=`, to a list with its filters."""
    choice = _find_chosen_list(request)
    form: Any = (SubscribeToListForm if choice else SubscribeForm)(request.POST or None)

    def send() -> Receipt:
        data = form.cleaned_data
        return wishes.submit_wish(
            data["email"],
            choice or form.choice,
            rhythm=data["rhythm"],
            language=data["language"],
            page=request.get_full_path(),
            once=form.occasion,
        )

    context = {
        "following": lists.describe_choice(choice) if choice else "",
        "follows_list": bool(choice and choice.list != followed.LIST),
        "list_url": lists.get_list_url(choice) if choice else "",
        "cities": [] if choice else _list_cities(),
    }
    return handle_public_form(
        request,
        form,
        send,
        what="subscribe",
        thanks=reverse("subscribe_sent"),
        template="site/subscriptions/subscribe.html",
        context=context,
        find_row=lambda: wishes.find_sent_wish(form.cleaned_data["email"], once=form.occasion),
    )


def _find_chosen_list(request: HttpRequest) -> Choice | None:
    known = lists.find_list(request.GET.get("lijst", ""))
    if known is None:
        return None
    chosen = Filters(request.GET, known.names).chosen
    if "q" in chosen:  # a question may be longer than a filter
        chosen["q"] = clean_line(request.GET["q"]).strip()[:LONGEST]
    if known.is_one_thing and not known.describe_filters(chosen):
        return None
    return lists.build_choice(known.name, chosen)


def _list_cities() -> list[str]:
    return Organisation.objects.on(today()).list_municipality_names()


def show_subscription_sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way; the page is the same for every address, so it reveals nothing."""
    return render_sent_page(request, "site/subscriptions/sent.html")


# Secret links send no referrer, so the browser's “Origin: null” would fail Django's check. Anyone able to forge such
# a request has the secret and could just as well press the button.
@csrf_exempt
@never_cache
@keep_address_secret
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm on POST. GET only shows what it confirms, because mail scanners open every link."""
    if request.method == "POST":
        with attempt():
            subscriber = wishes.confirm_wish(token)
            return redirect(f"{_build_own_url(subscriber)}?bevestigd=1")
        return _show_unknown(request)
    wish = WISH_LINK.find(token)
    if wish is None:
        return _show_unknown(request)
    if wish.subscriber:
        return redirect(_build_own_url(wish.subscriber))
    context = {"email": wish.email, "promises": wishes.list_promises(wish)}
    return render(request, "site/subscriptions/confirm.html", context)


def list_own_subscriptions(user: User) -> list[dict[str, object]]:
    """List the subscriptions of the verified address of `user`, for the account page."""
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return []
    rows = Subscription.objects.active().filter(subscriber__email=normalise_email(user.email))
    return [
        {
            **_build_card(subscription, SUBSCRIPTIONS_LINK.make_token(subscription.subscriber)),
            "url": _build_own_url(subscription.subscriber),
        }
        for subscription in rows.select_related("subscriber")
    ]


def _show_unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "site/subscriptions/unknown.html", status=404)


def _build_own_url(subscriber: Subscriber) -> str:
    return reverse("subscriptions", args=[SUBSCRIPTIONS_LINK.make_token(subscriber)])


@csrf_exempt
@never_cache
@keep_address_secret
@require_http_methods(["GET", "HEAD", "POST"])
def manage_subscriptions(request: HttpRequest, token: str) -> HttpResponse:
    """Show all subscriptions of one address, to change or stop each, or to stop all."""
    subscriber = SUBSCRIPTIONS_LINK.find(token)
    if subscriber is None:
        return _show_unknown(request)
    if request.method == "POST":
        _stop_chosen(subscriber, request.POST.get("stop", ""))
        return redirect(f"{request.path}?gestopt=1")
    rows = Subscription.objects.active().of(subscriber)
    context = {
        "email": subscriber.email,
        "subscriptions": [_build_card(subscription, token) for subscription in rows],
        "is_suspended": bool(subscriber.email and is_suppressed(subscriber.email)),
        "is_new": "bevestigd" in request.GET,
        "is_stopped": "gestopt" in request.GET,
        "is_changed": "bewaard" in request.GET,
    }
    return render(request, "site/subscriptions/own.html", context)


def _stop_chosen(subscriber: Subscriber, choice: str) -> None:
    if choice == "alles":
        subscriptions.stop_all_subscriptions(subscriber)
    elif choice.isascii() and choice.isdigit() and len(choice) < 18:
        subscriptions.stop_subscription(get_object_or_404(Subscription, pk=int(choice), subscriber=subscriber))


def _build_card(subscription: Subscription, token: str) -> dict[str, object]:
    return {
        "pk": subscription.pk,
        "what": lists.describe_choice(subscription.choice),
        "often": subscription.get_rhythm_display() if subscription.rhythm else _("Als de redactie er een maakt"),
        "language": subscription.get_language_display(),
        "next_at": subscription.next_at if subscription.rhythm != Subscription.Rhythm.AT_ONCE else None,
        "change_url": reverse("subscription", args=[token, subscription.pk]),
    }


@csrf_exempt
@never_cache
@keep_address_secret
@require_http_methods(["GET", "HEAD", "POST"])
def change_subscription(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Change the choices of one subscription."""
    subscriber = SUBSCRIPTIONS_LINK.find(token)
    subscription = Subscription.objects.active().filter(pk=pk, subscriber=subscriber).first() if subscriber else None
    if subscription is None:
        return _show_unknown(request)
    form = _build_form(subscription, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _save_changes(subscription, form):
        return redirect(f"{reverse('subscriptions', args=[token])}?bewaard=1")
    context = {
        "form": form,
        "what": lists.describe_choice(subscription.choice),
        "own_url": reverse("subscriptions", args=[token]),
        "cities": [] if subscription.choice.list or subscription.is_newsletter else _list_cities(),
    }
    return render(request, "site/subscriptions/change.html", context, status=422 if form.errors else 200)


def _build_form(subscription: Subscription, data: QueryDict | None) -> ChangeForm:
    choice = subscription.choice
    initial = {"rhythm": subscription.rhythm, "language": subscription.language}
    if subscription.is_newsletter:
        return ChangeNewsletterForm(data, initial=initial)
    if choice.list:
        return ChangeListForm(data, initial=initial)
    names = Organisation.objects.filter(slug__in=choice.cities).order_by("name").values_list("name", flat=True)
    return ChangeKindsForm(
        data, initial=initial | {"kinds": choice.kinds, "themes": choice.themes, "cities": "; ".join(names)}
    )


def _save_changes(subscription: Subscription, form: ChangeForm) -> bool:
    data = form.cleaned_data
    with attempt(form) as tried:
        choice = form.choice if isinstance(form, ChangeKindsForm) else subscription.choice
        # The path holds a secret: the proof of consent records which page it was, not whose.
        page = reverse("subscriptions", args=["-"])
        subscriptions.change_subscription(
            subscription, choice, rhythm=data.get("rhythm", ""), language=data["language"], page=page
        )
    return not tried.error


# A mail program posts here by itself (RFC 8058): no session, no cookie, no page before it.
@csrf_exempt
@never_cache
@keep_address_secret
@require_http_methods(["GET", "HEAD", "POST"])
def stop_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one subscription on POST, which may come more than once. GET only shows the button."""
    subscription = STOP_LINK.find(token)
    if subscription is None:
        return _show_unknown(request)
    if request.method == "POST":
        subscriptions.stop_subscription(subscription)
        subscription.refresh_from_db()
    context = {"what": lists.describe_choice(subscription.choice), "is_stopped": subscription.stopped_at is not None}
    return render(request, "site/subscriptions/stop.html", context)
