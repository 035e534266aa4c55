"""The demo's mailbox: no mail leaves the machine, and this page shows what would have been sent."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import F, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stedennet.mailing.models import Delivery
from stedennet.mailing.renderer import render_text
from stedennet.outbox.models import OutgoingMail

from ..mail.text import split_links
from ..secret_pages import keep_address_secret

PER_PAGE = 24


@require_safe
@never_cache
@keep_address_secret
def show_demo_mailbox(request: HttpRequest) -> HttpResponse:
    """Show all mails, the newest first, with working links to this site. Raises Http404 outside the demo."""
    if not settings.DEMO:
        raise Http404
    page = Paginator(_list_mail_keys(), PER_PAGE).get_page(request.GET.get("pagina"))
    here = (settings.SITE_URL, request.build_absolute_uri("/").rstrip("/"))
    mails = [{"mail": mail, "pieces": split_links(mail["text"], here)} for mail in _load_mails(list(page.object_list))]
    context = {"mails": mails, "page_obj": page, "total": page.paginator.count}
    return render(request, "site/mailbox/list.html", context)


def _list_mail_keys() -> QuerySet[Any, tuple[str, int, dt.datetime]]:
    """List the kind, key and time of all mails, the newest first: those in the outbox and those of sent mailings."""
    fields = ("kind", "pk", "moment")
    single = OutgoingMail.objects.order_by().annotate(kind=Value("single"), moment=F("created_at"))
    many = Delivery.objects.order_by().filter(state=Delivery.State.HANDED_OVER).exclude(email="")
    many = many.annotate(kind=Value("many"), moment=F("done_at"))
    return single.values_list(*fields).union(many.values_list(*fields), all=True).order_by("-moment", "kind", "-pk")


def _load_mails(keys: list[tuple[str, int, dt.datetime]]) -> list[dict[str, Any]]:
    single = OutgoingMail.objects.in_bulk([key for kind, key, _moment in keys if kind == "single"])
    many = Delivery.objects.select_related("mailing").in_bulk([key for kind, key, _moment in keys if kind == "many"])
    return [
        _build_outbox_mail(single[key]) if kind == "single" else _build_mailing_mail(many[key])
        for kind, key, _moment in keys
    ]


def _build_outbox_mail(mail: OutgoingMail) -> dict[str, object]:
    return {name: getattr(mail, name) for name in ("subject", "to", "reply_to", "created_at", "text", "language")}


def _build_mailing_mail(delivery: Delivery) -> dict[str, object]:
    subject, text = render_text(delivery)
    language, moment = delivery.mailing.language, delivery.done_at
    return {"subject": subject, "to": delivery.email, "created_at": moment, "text": text, "language": language}
